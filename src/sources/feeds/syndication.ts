import { type AnyFeed, parseFeed } from 'feedsmith';
import { type FeedItem, UnreadableFeed } from './feed-item.ts';

/** Most entries of one feed that are read, from its beginning. */
export const mostEntries = 500;

/** The formats read here, as `FeedKind` names them. */
export type SyndicationFormat = 'rss' | 'atom' | 'json-feed';

/**
 * Entries of an RSS, RDF, Atom or JSON Feed. The parser expands no entities but those of HTML, reads no external ones and
 * bounds how deep tags may nest.
 * @throws UnreadableFeed
 */
export function parseSyndication(text: string): { format: SyndicationFormat; items: FeedItem[] } {
  const parsed = parse(text);
  switch (parsed.format) {
    case 'atom':
      return { format: 'atom', items: (parsed.feed.entries ?? []).map(atomItem) };
    case 'json':
      return { format: 'json-feed', items: (parsed.feed.items ?? []).map(jsonItem) };
    case 'rdf':
      return { format: 'rss', items: (parsed.feed.items ?? []).map(rdfItem) };
    case 'rss':
      return { format: 'rss', items: (parsed.feed.items ?? []).map(rssItem) };
  }
}

function parse(text: string): AnyFeed {
  try {
    return parseFeed(text, { maxItems: mostEntries + 1 });
  } catch (error) {
    throw new UnreadableFeed(describeBroken(text, error));
  }
}

type FeedOf<F extends AnyFeed['format']> = Extract<AnyFeed, { format: F }>['feed'];
type RssItem = NonNullable<FeedOf<'rss'>['items']>[number];
type RdfItem = NonNullable<FeedOf<'rdf'>['items']>[number];
type AtomEntry = NonNullable<FeedOf<'atom'>['entries']>[number];
type JsonItem = NonNullable<FeedOf<'json'>['items']>[number];

function rssItem(item: RssItem): FeedItem {
  const fromGuid = item.guid?.isPermaLink === false ? undefined : item.guid?.value;
  return {
    id: item.guid?.value ?? null,
    title: item.title ?? '',
    links: alternates(item.link ?? fromGuid),
    comments: item.comments ?? null,
    html: item.content?.encoded ?? item.description ?? '',
    published: item.pubDate ?? item.dc?.dates?.[0] ?? null,
  };
}

function rdfItem(item: RdfItem): FeedItem {
  return {
    id: item.rdf?.about ?? null,
    title: item.title ?? '',
    links: alternates(item.link),
    comments: null,
    html: item.content?.encoded ?? item.description ?? '',
    published: item.dc?.dates?.[0] ?? null,
  };
}

function atomItem(entry: AtomEntry): FeedItem {
  return {
    id: entry.id ?? null,
    title: entry.title?.value ?? '',
    links: (entry.links ?? []).flatMap(({ href, rel }) =>
      href === undefined ? [] : [{ rel: rel ?? 'alternate', href }],
    ),
    comments: null,
    html: entry.content?.value ?? entry.summary?.value ?? '',
    published: entry.published ?? entry.updated ?? null,
  };
}

function jsonItem(item: JsonItem): FeedItem {
  return {
    id: item.id ?? null,
    title: item.title ?? '',
    links: alternates(item.external_url ?? item.url),
    comments: item.external_url === undefined ? null : (item.url ?? null),
    html: item.content_html ?? item.content_text ?? item.summary ?? '',
    published: item.date_published ?? item.date_modified ?? null,
  };
}

function alternates(href: string | undefined): FeedItem['links'] {
  return href === undefined ? [] : [{ rel: 'alternate', href }];
}

/** What a text is that is no feed. The parser’s own words may quote the feed, so they are not repeated. */
function describeBroken(text: string, error: unknown): string {
  const start = text.slice(0, 2_000).trimStart();
  if (start === '') return 'it is empty';
  if (/^<!doctype html|^<html\b/i.test(start)) return 'a web page came instead of a feed';
  const isMalformed = error instanceof Error && error.name === 'MalformedError';
  if (isMalformed || /^<(?:\?xml|rss|feed|rdf:)/i.test(start))
    return 'its XML is broken, cut short or of another kind than a feed';
  if (/^[[{]/.test(start)) return 'its JSON is broken or is no JSON Feed';
  return 'it is neither RSS, Atom, JSON Feed nor a list of addresses';
}
