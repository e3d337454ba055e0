import { hashText } from '../../core/key.ts';
import { type Entry, longestLine, longestText } from '../../core/launches/entry.ts';
import { productAddress } from '../../core/launches/launch-address.ts';
import { nameOfAddress, splitTitle } from '../../core/launches/launch-title.ts';
import type { FeedItem } from './feed-item.ts';
import { cutLine, type HtmlText, lineOf, readHtml } from './html-text.ts';

/** Longest guid that is kept as it is, in characters; a longer one becomes its hash. */
const longestGuid = 500;

/** Where and when a feed was read. */
export interface FeedContext {
  /** Address of the feed after redirects; relative links are seen from it. */
  base: string;
  /** ISO time. */
  retrievedAt: string;
}

/** An entry of any feed. Null when it has neither a title nor a link. */
export function plainEntry(item: FeedItem, context: FeedContext): Entry | null {
  const { base } = context;
  const url = firstLink(item, base);
  const title = lineOf(item.title, base, longestLine);
  const content = readHtml(item.html, base);
  return finishEntry({
    item,
    context,
    title: title === '' ? cutLine(content.text, 120) : title,
    url,
    discussion: item.comments === null ? null : productAddress(item.comments, base),
    content,
    site: 'feed',
  });
}

interface Parts {
  item: FeedItem;
  context: FeedContext;
  title: string;
  url: string | null;
  discussion: string | null;
  content: HtmlText;
  site: Entry['site'];
  tagline?: string | null;
}

/** What every entry has in common. Null when nothing tells what it is about. */
export function finishEntry({ item, context, title, url, discussion, content, site, tagline }: Parts): Entry | null {
  if (title === '' && url === null) return null;
  const split = splitTitle(title);
  const shown = title === '' ? (url ?? '') : title;
  const name = split.name ?? (url === null ? shown : nameOfAddress(url));
  return {
    guid: guidOf(item, shown, url),
    title: shown,
    name: cutLine(name, longestLine),
    tagline: split.tagline ?? tagline ?? null,
    url,
    discussion,
    published: timeOf(item.published, context.retrievedAt),
    text: cutLine(content.text, longestText),
    release: null,
    site,
  };
}

/** The page of the entry itself, as a whole address. */
export function firstLink({ links }: Pick<FeedItem, 'links'>, base: string): string | null {
  const own = links.find(({ rel }) => rel === 'alternate') ?? links.find(({ rel }) => rel === 'related');
  return own === undefined ? null : productAddress(own.href, base);
}

function guidOf({ id }: FeedItem, title: string, url: string | null): string {
  const given = cutLine(id ?? '', Number.MAX_SAFE_INTEGER);
  const guid = given === '' ? (url ?? `title:${hashText(title)}`) : given;
  return guid.length > longestGuid ? hashText(guid) : guid;
}

const day = 86_400_000;
const earliest = Date.parse('1990-01-01T00:00:00Z');

/** ISO time of a date as feeds write it. Null for what is no date, and for one before the Web or after tomorrow: neither tells an age. */
function timeOf(written: string | null, retrievedAt: string): string | null {
  const time = Date.parse(written?.trim() ?? '');
  const latest = Date.parse(retrievedAt) + day;
  return Number.isNaN(time) || time < earliest || time > latest ? null : new Date(time).toISOString();
}
