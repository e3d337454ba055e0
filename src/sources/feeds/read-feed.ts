import type { Entry } from '../../core/launches/entry.ts';
import type { Feed, FeedKind } from '../../core/launches/feed.ts';
import type { Fetched, FetchSource } from '../fetch-source.ts';
import { readText, UnreadableText } from '../read-text.ts';
import { type FeedItem, UnreadableFeed } from './feed-item.ts';
import { areReleases, releaseEntries, releasesOf } from './github-releases.ts';
import { hackerNewsEntry, hitsOf, isHackerNews } from './hacker-news.ts';
import { type FeedContext, plainEntry } from './plain-entry.ts';
import { isProductHunt, productHuntEntry } from './product-hunt.ts';
import { mostEntries, parseSyndication } from './syndication.ts';
import { isUrlList, parseUrlList } from './url-list.ts';

/** Most bytes of a feed. */
const largestFeed = 5_000_000;

/** Feeds are sent as all of these; what a web page or a text really holds is found out by reading it. */
const accept = [
  'application/rss+xml',
  'application/atom+xml',
  'application/rdf+xml',
  'application/xml',
  'text/xml',
  'application/feed+json',
  'application/json',
  'text/plain',
  'text/html',
];

/** What a feed holds. */
export interface FeedContent {
  /** As it was found to be written. */
  kind: FeedKind;
  /** In the order of the feed, each guid once. */
  entries: Entry[];
  /** What could not be used, in words. */
  problems: string[];
}

/** A copy of a feed, or that nothing changed since the last one. */
export type FeedCopy =
  | ({ state: 'read'; etag: string | null; lastModified: string | null } & FeedContent)
  | { state: 'unchanged' };

export interface FeedDoor {
  fetchSource: FetchSource;
  signal: AbortSignal;
  /** ISO time. */
  now: string;
  /** Validators of the last copy; null to read it whole. */
  validators: { etag: string | null; lastModified: string | null } | null;
}

/** Reads one feed. @throws UnreadableFeed, FetchRefused, FetchFailed or the signal’s reason */
export async function readFeed(feed: Feed, { fetchSource, signal, now, validators }: FeedDoor): Promise<FeedCopy> {
  if (feed.url === undefined) {
    const text = await readListFile(feed.file ?? '');
    return { state: 'read', etag: null, lastModified: null, kind: 'list', ...parseUrlList(text) };
  }
  const fetched = await fetchSource(feed.url, { signal, mostBytes: largestFeed, accept, ...validators });
  if (fetched.kind === 'unchanged') return { state: 'unchanged' };
  const { etag, lastModified, url } = fetched;
  return {
    state: 'read',
    etag,
    lastModified,
    ...parseFeedText(decode(fetched), feed.kind, { base: url, retrievedAt: now }),
  };
}

/** Reads the text of a feed; without a kind it is found out. @throws UnreadableFeed */
export function parseFeedText(text: string, kind: FeedKind | undefined, context: FeedContext): FeedContent {
  if (kind === 'list' || (kind === undefined && isUrlList(text))) {
    if (/^\s*</.test(text)) throw new UnreadableFeed('a web page or XML came instead of a list of addresses');
    return { kind: 'list', ...parseUrlList(text) };
  }
  const { format, items, isInterface } = parseItems(text);
  const found = kind ?? siteOf(items, context) ?? format;
  const written = entriesOf(found, items.slice(0, mostEntries), context, isInterface);
  const usable = written.filter((entry) => entry !== null);
  const entries = [...new Map(usable.toReversed().map((entry) => [entry.guid, entry])).values()].reverse();
  const unusable = written.filter((entry) => entry === null).length;
  const problems = [
    ...(unusable > 0
      ? [`${unusable} of its entries ${unusable === 1 ? 'has' : 'have'} neither a title nor a link of use`]
      : []),
    ...(items.length > mostEntries ? [`only its first ${mostEntries} entries were read`] : []),
  ];
  return { kind: found, entries, problems };
}

interface ParsedItems {
  format: FeedKind;
  items: FeedItem[];
  /** The items are an answer of a site’s interface, not a feed. */
  isInterface: boolean;
}

function parseItems(text: string): ParsedItems {
  const value = /^\s*[[{]/.test(text) ? parseJson(text) : undefined;
  const hits = value === undefined ? null : hitsOf(value);
  if (hits !== null) return { format: 'hacker-news', items: hits, isInterface: true };
  const releases = value === undefined ? null : releasesOf(value);
  if (releases !== null) return { format: 'github-releases', items: releases, isInterface: true };
  return { ...parseSyndication(text), isInterface: false };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnreadableFeed('its JSON is broken');
  }
}

/** The site an unnamed feed comes from, as its entries show. */
function siteOf(items: readonly FeedItem[], context: FeedContext): FeedKind | null {
  if (areReleases(items, context)) return 'github-releases';
  if (isHackerNews(items)) return 'hacker-news';
  return isProductHunt(items) ? 'product-hunt' : null;
}

function entriesOf(
  kind: FeedKind,
  items: readonly FeedItem[],
  context: FeedContext,
  isInterface: boolean,
): (Entry | null)[] {
  switch (kind) {
    case 'github-releases':
      return releaseEntries(items, context, isInterface);
    case 'hacker-news':
      return items.map((item) => hackerNewsEntry(item, context));
    case 'product-hunt':
      return items.map((item) => productHuntEntry(item, context));
    default:
      return items.map((item) => plainEntry(item, context));
  }
}

async function readListFile(path: string): Promise<string> {
  try {
    return await readText(path, largestFeed);
  } catch (error) {
    if (!(error instanceof UnreadableText)) throw error;
    throw new UnreadableFeed(`found ${error.found}, expected ${error.expected}`);
  }
}

/** What the head says, then a byte order mark, then the XML declaration, else UTF-8. */
function decode({ body, charset }: Extract<Fetched, { kind: 'document' }>): string {
  const start = new TextDecoder('latin1').decode(body.subarray(0, 200));
  const mark = start.startsWith('\xfe\xff') ? 'utf-16be' : start.startsWith('\xff\xfe') ? 'utf-16le' : null;
  const declared = /^[^<]{0,3}<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(start)?.[1];
  return decoderFor(mark ?? charset ?? declared ?? 'utf-8').decode(body);
}

function decoderFor(label: string) {
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder('utf-8');
  }
}
