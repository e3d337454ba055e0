import type { Entry } from './entry.ts';
import type { Feed } from './feed.ts';
import type { Verdict } from './launch.ts';
import { isOn } from './launch-address.ts';
import { judgeTool } from './tool-signs.ts';

/** What an entry is held against. */
export interface RuleOptions extends Pick<Feed, 'maxAgeDays' | 'include' | 'exclude'> {
  /** ISO time of the scan. */
  now: string;
  /** Launches announced before this day (YYYY-MM-DD) are too old, instead of those older than `maxAgeDays`; null for none. */
  since: string | null;
}

/**
 * What an entry says for itself, before anything is looked up: it is left, held, or waits for its page to be looked at
 * and for a look at what is known already. Pure and always the same for the same entry.
 */
export function judgeEntry(entry: Entry, options: RuleOptions): Verdict {
  const left = (reason: Verdict['reason'], because: string): Verdict => ({ state: 'left', reason, because });
  const unwanted = unwantedBecause(entry, options);
  if (unwanted !== null) return left('not-wanted', unwanted);
  if (entry.release !== null && !entry.release.first)
    return left('seen-before', `${entry.release.version} is a version of ${entry.name}, not a new product`);
  const tool = judgeTool(entry);
  if (!tool.isTool) return left('not-a-tool', tool.because);
  const old = oldBecause(entry, options);
  if (old !== null) return left('too-old', old);
  const unproven = unprovenBecause(entry);
  if (unproven !== null) return { state: 'held', reason: 'no-evidence', because: unproven };
  return { state: 'waiting', reason: 'new-tool', because: tool.because };
}

function unwantedBecause({ title, tagline, text }: Entry, { include, exclude }: RuleOptions): string | null {
  const said = `${title} ${tagline ?? ''} ${text}`;
  const excluded = exclude.find((word) => holdsWord(said, word));
  if (excluded !== undefined) return `it says "${excluded}", which the feed excludes`;
  if (include.length === 0 || include.some((word) => holdsWord(said, word))) return null;
  return `it says none of the words the feed includes`;
}

/** Whole words, whatever the case; scripts that put no space between words are searched as they are. */
function holdsWord(text: string, word: string): boolean {
  const plain = (value: string) => value.normalize('NFKC').toLowerCase();
  const sought = plain(word).replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const spaced = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}]/u.test(plain(word));
  const pattern = spaced ? `(?<![\\p{L}\\p{N}])${sought}(?![\\p{L}\\p{N}])` : sought;
  return new RegExp(pattern, 'u').test(plain(text));
}

const day = 86_400_000;

function oldBecause({ published, site }: Entry, { now, since, maxAgeDays }: RuleOptions): string | null {
  if (published === null || site === 'list') return null;
  if (since !== null)
    return published.slice(0, 10) < since ? `it was announced on ${published.slice(0, 10)}, before ${since}` : null;
  const age = Math.floor((Date.parse(now) - Date.parse(published)) / day);
  return age > maxAgeDays ? `it was announced ${age} days ago, and the feed’s limit is ${maxAgeDays}` : null;
}

/** Sites of people talking, and of forms to fill in. A page there shows that something was announced, not that it exists. */
const talk: readonly [readonly string[], string][] = [
  [
    [
      'x.com',
      'twitter.com',
      'linkedin.com',
      'facebook.com',
      'instagram.com',
      'threads.net',
      'threads.com',
      'bsky.app',
      'mastodon.social',
      'tiktok.com',
      't.me',
      'weibo.com',
    ],
    'only a post on a social site is linked',
  ],
  [['discord.gg', 'discord.com', 'slack.com', 'chat.whatsapp.com'], 'only an invitation to a chat is linked'],
  [['news.ycombinator.com', 'reddit.com', 'redd.it', 'lobste.rs', 'indiehackers.com'], 'only a discussion is linked'],
  [
    ['forms.gle', 'docs.google.com', 'typeform.com', 'tally.so', 'airtable.com', 'notion.site'],
    'only a form or a note is linked',
  ],
  [['betalist.com'], 'only a list of launches is linked'],
];

const promised =
  /\b(?:join (?:the|our|my) wait-?list|wait-?list (?:is )?(?:now )?open|coming soon|pre-?orders?|kickstarter)\b/i;

function unprovenBecause({ url, title, tagline }: Entry): string | null {
  if (url === null) return 'no page of the product is linked';
  const { hostname, pathname } = new URL(url);
  if (isOn(hostname, 'producthunt.com') && !pathname.startsWith('/r/'))
    return 'only its page on Product Hunt is linked';
  const site = talk.find(([sites]) => sites.some((name) => isOn(hostname, name)));
  if (site !== undefined) return site[1];
  if (/^\/@[^/]+\/\d+$/.test(pathname)) return 'only a post on a social site is linked';
  return promised.test(`${title} ${tagline ?? ''}`) ? 'it is announced and cannot be had yet' : null;
}
