import { z } from 'zod';
import type { Entry } from '../../core/launches/entry.ts';
import type { FeedItem } from './feed-item.ts';
import { lineOf, readHtml } from './html-text.ts';
import { type FeedContext, finishEntry, firstLink } from './plain-entry.ts';

/** Releases on one page of the feed, and of the interface. A full page may hide earlier ones. */
const pageOfFeed = 10;
const pageOfInterface = 30;

/** `/owner/name/releases/tag/v1.0`, on whatever host. */
const releasePath = /^\/([^/]+\/([^/]+))\/releases\/tag\/([^/]+)\/?$/;

/** Whether entries are releases of repositories. */
export function areReleases(items: readonly FeedItem[], context: FeedContext): boolean {
  return items.length > 0 && items.every((item) => releaseOf(item, context.base) !== null);
}

/**
 * Entries of a feed of releases. The product is the repository; a release is a version of it. The oldest one is the first
 * where the feed is no full page, so that none can have come before it.
 */
export function releaseEntries(
  items: readonly FeedItem[],
  context: FeedContext,
  isInterface: boolean,
): (Entry | null)[] {
  const isWhole = items.length < (isInterface ? pageOfInterface : pageOfFeed);
  const entries = items.map((item) => releaseEntry(item, context));
  const known = entries.filter((entry) => entry !== null);
  const oldest = new Map(
    Array.from(
      Map.groupBy(known, ({ url }) => url),
      ([url, all]) => [url, oldestOf(all)],
    ),
  );
  return entries.map((entry) =>
    entry === null
      ? null
      : { ...entry, release: { version: versionOf(entry), first: isWhole && oldest.get(entry.url) === entry } },
  );
}

function releaseEntry(item: FeedItem, context: FeedContext): Entry | null {
  const release = releaseOf(item, context.base);
  if (release === null) return null;
  const content = readHtml(item.html, context.base);
  const named = lineOf(item.title, context.base, 120);
  const told = named.includes(release.version) ? named : `${release.version} ${named}`.trim();
  const entry = finishEntry({
    item,
    context,
    title: `${release.name} ${told}`,
    url: release.repository,
    discussion: release.page,
    content,
    site: 'github-releases',
  });
  return entry === null
    ? null
    : { ...entry, name: release.name, tagline: null, release: { version: release.version, first: false } };
}

function releaseOf(item: FeedItem, base: string) {
  const page = firstLink(item, base);
  const url = page === null ? null : new URL(page);
  const found = url === null ? null : releasePath.exec(url.pathname);
  const [, repository, name, tag] = found ?? [];
  if (url === null || page === null || repository === undefined || name === undefined || tag === undefined) return null;
  return { page, repository: `${url.origin}/${repository}`, name: decoded(name), version: decoded(tag) };
}

function decoded(part: string): string {
  try {
    return lineOf(decodeURIComponent(part), 'https://github.com', 100);
  } catch {
    return part;
  }
}

const versionOf = (entry: Entry): string => entry.release?.version ?? '';

/** The last of a feed that is written newest first, unless dates say otherwise. */
function oldestOf(entries: readonly Entry[]): Entry | undefined {
  return entries.reduce<Entry | undefined>(
    (oldest, entry) => (oldest?.published && entry.published && entry.published > oldest.published ? oldest : entry),
    undefined,
  );
}

/** What the releases interface of GitHub answers. */
const Releases = z.array(
  z.object({
    id: z.int(),
    html_url: z.string(),
    tag_name: z.string(),
    name: z.string().nullish(),
    body: z.string().nullish(),
    draft: z.boolean().nullish(),
    published_at: z.string().nullish(),
  }),
);

/** Releases of the interface as entries of a feed; null for any other JSON. Drafts are not out yet. */
export function releasesOf(value: unknown): FeedItem[] | null {
  const parsed = Releases.safeParse(value);
  if (!parsed.success) return null;
  return parsed.data
    .filter(({ draft }) => draft !== true)
    .slice(0, 100)
    .map((release) => ({
      id: `release:${release.id}`,
      title: release.name ?? release.tag_name,
      links: [{ rel: 'alternate', href: release.html_url }],
      comments: null,
      html: release.body ?? '',
      published: release.published_at ?? null,
    }));
}
