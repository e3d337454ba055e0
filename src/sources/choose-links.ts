import { getDomain } from 'tldts';
import type { Reading, Role } from '../core/gathering/document.ts';

/** A page to read next, and what it is likely to be. */
export interface ChosenLink {
  url: string;
  role: Role;
}

/** Pages of each role that are worth reading: one says what a product costs, two how it is used. */
const most: Partial<Record<Role, number>> = { pricing: 1, docs: 2, changelog: 1, about: 1, repository: 1, other: 1 };

/** Words of a path or of a link that tell a role; the first that fits counts. */
const words: [Role, RegExp][] = [
  [
    'pricing',
    /\b(?:pricing|prices?|plans?(?: and | & )?(?:pricing)?|tarifs?|tarife|preise|precios)\b|料金(?:プラン)?|価格|价格|定价|요금/,
  ],
  ['changelog', /\b(?:change ?log|release notes?|releases|what s new|whats new|product updates)\b|更新履歴|更新日志/],
  [
    'docs',
    /\b(?:docs?|documentation|quick ?start|get(?:ting)? started|guides?|api reference|reference|faq|limits|rate limits|dokumentation|documentación)\b|ドキュメント|使い方|文档|문서/,
  ],
  ['about', /\b(?:about|about us|company|our story|über uns)\b|会社概要|运营会社|関于我们|关于我们|회사 소개/],
];

/** Pages about signing in, the law or the press tell nothing about a product. */
const ofNoUse =
  /\b(?:log ?in|sign ?(?:in|up)|account|careers?|jobs|privacy|terms|legal|cookies?|press|status|cart|checkout|blog|webinars?)\b/;

/** Hosts where many projects live, each below two segments of the path. */
const sharedHosts = new Set(['github.com', 'gitlab.com', 'codeberg.org', 'bitbucket.org', 'huggingface.co']);
const repositoryHosts = ['github.com', 'gitlab.com', 'codeberg.org', 'bitbucket.org'];

/** Segments of a repository host that are no owner. */
const noOwner = new Set([
  'features',
  'sponsors',
  'topics',
  'orgs',
  'marketplace',
  'login',
  'about',
  'apps',
  'settings',
  'explore',
  'pricing',
  'enterprise',
  'collections',
]);

/**
 * Links of a page that matter, by role: on the same site, or the project’s own repository. Of several for one role the
 * plainest address first. The order is that of the roles and does not depend on where a link stands on the page.
 * @param page where the page was found, and its links. @param taken how many of each role there are already.
 */
export function chooseLinks(
  page: { url: string; links: Reading['links'] },
  taken: ReadonlyMap<Role, number> = new Map(),
): ChosenLink[] {
  const best = rankLinks(page);
  const left = new Map(Object.entries(most).map(([role, count]) => [role, count - (taken.get(role as Role) ?? 0)]));
  const chosen = new Map<string, ChosenLink>();
  const repository = repositoryOf(page);
  if (repository !== null && (left.get('repository') ?? 0) > 0)
    chosen.set(repository, { url: repository, role: 'repository' });
  for (const { url, role } of best) {
    const open = left.get(role) ?? 0;
    if (open <= 0 || chosen.has(url)) continue;
    chosen.set(url, { url, role });
    left.set(role, open - 1);
  }
  const order = Object.keys(most);
  return [...chosen.values()].sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
}

/** Links that have a role, the best first. */
function rankLinks(page: { url: string; links: Reading['links'] }): (ChosenLink & { weight: number })[] {
  const candidates = page.links.flatMap(({ url, text }) => {
    const link = addressOf(url);
    if (link === null || link.href === addressOf(page.url)?.href) return [];
    const role = isSameSite(page.url, link.href) ? roleOf(link, text) : null;
    return role === null ? [] : [{ url: link.href, ...role }];
  });
  return candidates.sort((a, b) => b.weight - a.weight || a.url.length - b.url.length || compare(a.url, b.url));
}

/** Links of one role that are kept of a page with very many. */
const mostOfRole = 50;

/** Of a page with more than so many links those that may be chosen, in the order of the page: its prices may stand behind a thousand chapters. */
export function linksOfUse(page: { url: string; links: Reading['links'] }, enough: number): Reading['links'] {
  if (page.links.length <= enough) return page.links;
  const byRole = Map.groupBy(rankLinks(page), ({ role }) => role);
  const useful = new Set([...byRole.values()].flatMap((ranked) => ranked.slice(0, mostOfRole).map(({ url }) => url)));
  const isRepository = (url: string) => repositoryHosts.includes(URL.parse(url)?.hostname.replace(/^www\./, '') ?? '');
  const kept = page.links.filter(({ url }) => useful.has(addressOf(url)?.href ?? '') || isRepository(url));
  return kept.slice(0, enough);
}

/** Without its fragment; null for what is no plain web address. */
function addressOf(text: string): URL | null {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.href.length > 500) return null;
  url.hash = '';
  return url;
}

/** Whether two addresses belong to one owner: one registered domain, one host and port where there is no domain, one project where a host has many. */
export function isSameSite(a: string, b: string): boolean {
  const [one, other] = [addressOf(a), addressOf(b)];
  if (one === null || other === null) return false;
  const domain = getDomain(one.hostname, { allowPrivateDomains: true });
  if (domain === null) return one.host === other.host;
  if (domain !== getDomain(other.hostname, { allowPrivateDomains: true })) return false;
  return !sharedHosts.has(domain) || projectOf(one) === projectOf(other);
}

function projectOf({ pathname }: URL): string {
  return pathname.split('/').slice(0, 3).join('/').toLowerCase();
}

/** What a link is about: an exact segment of its path weighs most, then what the link says, then a part of a segment. */
function roleOf(url: URL, text: string): { role: Role; weight: number } | null {
  const segments = url.pathname
    .toLowerCase()
    .split('/')
    .map(spoken)
    .filter((segment) => segment !== '');
  const said = spoken(text.slice(0, 80).toLowerCase());
  const label = spoken(url.hostname.split('.')[0] ?? '');
  const last = segments.at(-1) ?? '';
  if (ofNoUse.test(last) || ofNoUse.test(segments[0] ?? '')) return null;
  for (const [role, pattern] of words) {
    const whole = [last, label].some((segment) => pattern.exec(segment)?.[0] === segment && segment !== '');
    if (whole) return { role, weight: 3 };
    if (pattern.test(said) && said.split(' ').length <= 5) return { role, weight: 2 };
    if (segments.some((segment) => pattern.test(segment))) return { role, weight: 1 };
  }
  return url.pathname.toLowerCase().endsWith('.pdf') ? { role: 'other', weight: 1 } : null;
}

function spoken(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}&]+/gu, ' ').trim();
}

/** The repository of the project: the only one that is linked, or the one that bears the site’s name. */
function repositoryOf({ url, links }: { url: string; links: Reading['links'] }): string | null {
  const own = URL.parse(url)?.hostname.split('.').slice(0, -1) ?? [];
  const found = new Map<string, string>();
  for (const link of links) {
    const address = addressOf(link.url);
    if (address === null || !repositoryHosts.includes(address.hostname.replace(/^www\./, ''))) continue;
    const [, owner = '', name = ''] = address.pathname.split('/');
    if (owner === '' || name === '' || noOwner.has(owner.toLowerCase())) continue;
    const plain = `${address.origin}/${owner}/${name.replace(/\.git$/, '')}`;
    found.set(plain.toLowerCase(), plain);
  }
  const mine = [...found].filter(([lower]) =>
    lower
      .split('/')
      .slice(-2)
      .some((part) => own.includes(part)),
  );
  const [chosen] = mine.length > 0 ? mine : found.size === 1 ? found : [];
  return chosen === undefined || isSameSite(url, chosen[1]) ? null : chosen[1];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
