import type { DigestEntry } from '../core/comparison/digest.ts';
import { addressOf } from './digest.ts';
import { cleanText, escapeHtml } from './escape.ts';
import { showScore } from './format.ts';

/** The feeds of a site, by file name. */
export interface VerdictFeeds {
  'feed.xml': string;
  'feed.json': string;
}

/** Most entries of a feed: readers fetch it again and again. */
export const mostEntries = 50;

const about = { title: 'ship-or-skip verdicts', description: 'AI and developer tools side by side, with an answer.' };

/**
 * RSS and JSON Feed of published comparisons, newest first. An entry keeps its identity while its comparison exists, so a
 * changed one is not announced twice.
 * @param site where the published pages are; without it entries have no link
 */
export async function renderFeeds(all: readonly DigestEntry[], site: string | null): Promise<VerdictFeeds> {
  const { generateJsonFeed, generateRssFeed } = await import('feedsmith');
  const entries = all.slice(0, mostEntries);
  const newest = entries.map(({ changedAt }) => changedAt).reduce((a, b) => (a > b ? a : b), '1970-01-01T00:00:00Z');
  const rss = generateRssFeed({
    ...about,
    link: site ?? 'urn:ship-or-skip',
    lastBuildDate: new Date(newest),
    items: entries.map((entry) => ({
      title: titleOf(entry),
      ...linkOf('link', entry, site),
      guid: { value: identityOf(entry), isPermaLink: false },
      pubDate: new Date(entry.publishedAt),
      description: htmlOf(entry),
    })),
  });
  const json = generateJsonFeed({
    ...about,
    ...(site === null ? {} : { home_page_url: site }),
    items: entries.map((entry) => ({
      id: identityOf(entry),
      ...linkOf('url', entry, site),
      title: titleOf(entry),
      content_html: htmlOf(entry),
      summary: cleanText(entry.reason),
      date_published: new Date(entry.publishedAt),
      date_modified: new Date(entry.changedAt),
    })),
  });
  return { 'feed.xml': `${rss.trimEnd()}\n`, 'feed.json': `${JSON.stringify(json, null, 2)}\n` };
}

/** The member that links to the page; none where nobody knows where the pages are. */
function linkOf<Name extends string>(
  name: Name,
  { slug }: DigestEntry,
  site: string | null,
): Partial<Record<Name, string>> {
  const address = addressOf(site, slug);
  return address === null ? {} : ({ [name]: address } as Record<Name, string>);
}

function identityOf({ slug }: DigestEntry): string {
  return `urn:ship-or-skip:comparison:${slug}`;
}

function titleOf({ title, answer }: DigestEntry): string {
  return cleanText(`${title}: ${answer}`);
}

/** Feed readers show HTML of any feed, so nothing of a model or a source gets into it unescaped. */
function htmlOf({ reason, tools, shipThreshold, disclosure }: DigestEntry): string {
  const lines = tools.map(
    ({ name, score, label }) =>
      `<li><strong>${escapeHtml(name)}</strong>: ${showScore(score, shipThreshold)} (${escapeHtml(label)})</li>`,
  );
  return `<p>${escapeHtml(reason)}</p><ul>${lines.join('')}</ul><p><small>${escapeHtml(disclosure)}</small></p>`;
}
