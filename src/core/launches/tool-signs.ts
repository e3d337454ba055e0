import type { Entry } from './entry.ts';
import { isOn, repositoryName } from './launch-address.ts';
import { isShown, splitTitle } from './launch-title.ts';
import { pathSigns, siteSigns, titleSigns } from './other-signs.ts';

/** Whether an entry announces a tool, and what says so. */
export interface ToolSign {
  isTool: boolean;
  because: string;
}

/** An article, unless its title names a product: makers announce on their blogs. */
const articlePath =
  /\/(?:blog|posts?|articles?|news|essays?|stories|notes|p|writing)\/[^/]+|\/(?:19|20)\d\d\/\d{1,2}(?:\/|$)/;

/** A title that says how, why or what explains something. */
const explains =
  /^(?:how|why|what|when|where|who|should|is|are|can|do|does|did|will|in defense of|against|on|stop|don['’]t|you|the)\b|^\S+ (?:is|are|was|were|isn['’]t|aren['’]t) (?:not |just |still |all )?(?:an?|the|too|slow|fast|hard|good|bad|better|dead|broken)\b|\?$|\((?:19|20)\d\d\)$/;

/** Words of titles that name what one installs, calls or signs up for. */
const toolWords =
  /\b(?:apps?|tools?|cli|tui|sdks?|apis?|librar(?:y|ies)|frameworks?|plug-?ins?|extensions?|platforms?|editors?|ide|compilers?|databases?|db|servers?|engines?|agents?|assistants?|copilots?|bots?|chatbots?|models?|llms?|mcp|dashboards?|debuggers?|linters?|parsers?|clients?|prox(?:y|ies)|gateways?|runtimes?|packages?|generators?|builders?|trackers?|monitors?|analyzers?|terminals?|shells?|schedulers?|orchestrators?|workflows?|notebooks?|search engines?|interpreters?|self-?host(?:ed)?|open[- ]source|alternative to|drop-in)\b/;

/** What a title or an address tells of an entry. Without a sign either way only what its maker shows, or what a site for products or a list names, counts as a tool. */
export function judgeTool(entry: Pick<Entry, 'title' | 'tagline' | 'url' | 'site'>): ToolSign {
  const isNamed = entry.site === 'list' || entry.site === 'github-releases';
  const ofSite = isNamed ? siteSignOf(entry.url) : (titleSignOf(entry) ?? siteSignOf(entry.url));
  const against = ofSite ?? (isNamed || entry.site === 'product-hunt' ? null : articleSignOf(entry));
  if (against !== null) return { isTool: false, because: against };
  const sign = signFor(entry);
  return sign === null
    ? { isTool: false, because: 'neither its title nor its link says that it is a tool' }
    : { isTool: true, because: sign };
}

function titleSignOf({ title, tagline, site }: Pick<Entry, 'title' | 'tagline' | 'site'>): string | null {
  const words = withoutMark(title);
  const said = site === 'product-hunt' && tagline !== null ? [words, tagline.toLowerCase()] : [words];
  // A tool may be for books or podcasts: the word then stands behind the name, with a word for a tool beside it.
  const found = titleSigns.find(([sign]) => said.some((text) => sign.test(text) && !isToolFor(text, sign)));
  return found?.[1] ?? null;
}

/** What makes a thing to read, watch or play the object of a tool: `a podcast app`, `edit your podcast`, `a tool for blog posts`. */
const toolAfter =
  /^s?\s+(?:apps?|tools?|readers?|engines?|editors?|players?|clients?|managers?|platforms?|generators?|librar(?:y|ies)|frameworks?|cli|api|sdk|plug-?ins?|extensions?|builders?|trackers?|search|scanners?|assistants?|bots?|servers?|hosting|development|dev)\b/;
const objectBefore = /\b(?:any|your|every|each|from|into|like)(?: an?)?\s*$/;

function isToolFor(text: string, sign: RegExp): boolean {
  const at = sign.exec(text);
  if (at === null || at.index === 0) return false;
  const before = text.slice(0, at.index);
  if (toolAfter.test(text.slice(at.index + at[0].length)) || objectBefore.test(before)) return true;
  return toolWords.test(before) && /\b(?:for|to|that|of|with|and)\b[^.]*$/.test(before);
}

function siteSignOf(address: string | null): string | null {
  const url = address === null ? null : URL.parse(address);
  if (url === null) return null;
  const site = siteSigns.find(([sites]) => sites.some((name) => isOn(url.hostname, name)));
  const path = pathSigns.find(([shape]) => shape.test(url.pathname.toLowerCase()));
  return site?.[1] ?? path?.[1] ?? null;
}

function articleSignOf({ title, url }: Pick<Entry, 'title' | 'url'>): string | null {
  const words = withoutMark(title);
  const address = url === null ? null : URL.parse(url);
  const { name, tagline } = splitTitle(title);
  const namesProduct = (name !== null && tagline !== null) || comesOut.test(words);
  if (!isShown(title) && explains.test(words) && !(namesProduct && repositoryName(url ?? '') !== null))
    return 'its title explains or asks something';
  if (isShown(title) && /^(?:how|why|what) (?:i|we|to|you)\b/.test(words)) return 'its title explains something';
  if (address === null || repositoryName(address.href) !== null) return null;
  const isArticle =
    articlePath.test(address.pathname.toLowerCase()) || /^(?:blog|news|writing)\./.test(address.hostname);
  return isArticle && !namesProduct ? 'its link leads to an article' : null;
}

/** What makers write when something comes out. */
const comesOut =
  /^(?:introducing|announcing|launching|meet (?!us\b|me\b|the team\b)|say hello to)|\b(?:is (?:now )?(?:out|live|available)|now (?:available|live|in (?:public )?beta)|(?:public|open) (?:beta|preview)|generally available|early access|launches|is launching)\b|\bv?\d+(?:\.\d+)* (?:is )?released\b|^(?:\S+ ){1,3}v?\d+\.\d+[^:–—]{0,10}[:–—]/;

/** Titles of what a maker shows that say what it does: `Convert screenshots into components`. */
const does =
  /^(?:build|turn|convert|generate|create|deploy|run|test|debug|monitor|track|search|query|sync|share|host|automate|replace|write|edit|manage|design|compare|diff|visuali[sz]e|record|scan|detect|encrypt|chat with|talk to|ask)\b/;

function signFor({ title, url, site }: Pick<Entry, 'title' | 'url' | 'site'>): string | null {
  if (site === 'list') return 'the list names it';
  if (site === 'product-hunt') return 'it was launched on Product Hunt';
  if (site === 'github-releases') return 'it is the first release of its repository';
  const words = withoutMark(title);
  const { name, tagline } = splitTitle(title);
  const namesProduct = name !== null && tagline !== null;
  const isRepository = url !== null && repositoryName(url) !== null;
  if (isShown(title) && (namesProduct || isRepository || toolWords.test(words) || does.test(words)))
    return 'its maker shows it on Hacker News';
  if (isRepository) return 'its link leads to a repository';
  if (comesOut.test(words)) return 'its title says that it comes out';
  if (namesProduct && toolWords.test(words)) return 'its title names a product that is a kind of tool';
  if (namesProduct && isFrontPage(url)) return 'its title names a product and its link leads to a front page';
  return null;
}

function isFrontPage(address: string | null): boolean {
  return address !== null && (URL.parse(address)?.pathname ?? '').replaceAll('/', '') === '';
}

function withoutMark(title: string): string {
  return title
    .toLowerCase()
    .replace(/^\s*(?:show|launch) hn\s*[:–—-]\s*/, '')
    .trim();
}
