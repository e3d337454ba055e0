import { z } from 'zod';
import { type Entry, longestLine } from '../../core/launches/entry.ts';
import { isOn, productAddress } from '../../core/launches/launch-address.ts';
import { type FeedItem, UnreadableFeed } from './feed-item.ts';
import { lineOf, readHtml } from './html-text.ts';
import { type FeedContext, finishEntry, firstLink } from './plain-entry.ts';
import { mostEntries } from './syndication.ts';

const site = 'news.ycombinator.com';

/** Whether entries are those of Hacker News: they are talked about there. */
export function isHackerNews(items: readonly FeedItem[]): boolean {
  return items.some((item) => [item.comments, item.id].some(isDiscussion));
}

/** An entry of a Hacker News feed. What is posted without a link may name the product in its text. */
export function hackerNewsEntry(item: FeedItem, context: FeedContext): Entry | null {
  const { base } = context;
  const link = firstLink(item, base);
  const content = readHtml(item.html, base);
  const talk = [item.comments, item.id, link].find(isDiscussion) ?? null;
  const linked = link === null || isDiscussion(link) ? null : link;
  return finishEntry({
    item,
    context,
    title: lineOf(item.title, base, longestLine),
    url: linked ?? content.links.map(({ href }) => href).find((href) => !isDiscussion(href)) ?? addressIn(content.text),
    discussion: talk === null ? null : productAddress(talk, base),
    content,
    site: 'hacker-news',
  });
}

function isDiscussion(text: string | null): boolean {
  const url = text === null ? null : URL.parse(text);
  return url !== null && isOn(url.hostname, site);
}

/** An address written into a text without being a link. */
function addressIn(text: string): string | null {
  const found = [...text.matchAll(/https?:\/\/[^\s<>"']{4,300}/g)].map(([address]) =>
    productAddress(address.replace(/[.,;:!?)\]]+$/, '')),
  );
  return found.find((address) => address !== null && !isDiscussion(address)) ?? null;
}

/** What the search interface of Hacker News answers. */
const Hits = z.object({
  hits: z.array(
    z.object({
      objectID: z.string(),
      title: z.string().nullish(),
      url: z.string().nullish(),
      story_text: z.string().nullish(),
      created_at: z.string().nullish(),
    }),
  ),
});

/** Stories of the search interface as entries of a feed; null for any other JSON. */
export function hitsOf(value: unknown): FeedItem[] | null {
  if (Array.isArray(value) && value.length > 0 && value.every(Number.isInteger))
    throw new UnreadableFeed(
      'it holds numbers of Hacker News items only; use https://hnrss.org/show or https://hn.algolia.com/api/v1/search_by_date?tags=show_hn',
    );
  const parsed = Hits.safeParse(value);
  if (!parsed.success) return null;
  return parsed.data.hits.slice(0, mostEntries + 1).flatMap((hit) => {
    const talk = `https://${site}/item?id=${encodeURIComponent(hit.objectID)}`;
    if (!hit.title) return [];
    const links = hit.url ? [{ rel: 'alternate', href: hit.url }] : [];
    return [
      {
        id: talk,
        title: hit.title,
        links,
        comments: talk,
        html: hit.story_text ?? '',
        published: hit.created_at ?? null,
      },
    ];
  });
}
