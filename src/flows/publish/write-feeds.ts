import { type DigestEntry, digestEntryOf } from '../../core/comparison/digest.ts';
import type { Desk } from '../../desk.ts';
import { mostEntries, renderFeeds } from '../../pages/verdict-feeds.ts';
import type { Release } from '../../store/contract/releases-contract.ts';
import { assembleStored } from '../compare/assemble-stored.ts';
import { writeDocuments } from './write-documents.ts';

/** A comparison readers see, and since when. One somebody asked for is dated by what it shows: nobody wrote down when that was. */
interface PublishedRelease {
  release: Release;
  /** ISO time. */
  publishedAt: string;
}

/** Writes the feeds of all verdicts beside the published pages. */
export async function writeFeeds(desk: Desk, out: string): Promise<void> {
  const newest = (await listPublished(desk)).slice(0, mostEntries);
  await writeDocuments(out, { ...(await renderFeeds(await describeEntries(desk, newest), desk.site.address)) });
}

/** Every comparison readers see, newest first. */
export async function listPublished(desk: Desk): Promise<PublishedRelease[]> {
  return (await desk.store.releases.list())
    .filter(({ state }) => state === 'published')
    .map((release) => ({ release, publishedAt: release.decision?.at ?? release.comparison.generatedAt }))
    .sort((a, b) => (a.publishedAt === b.publishedAt ? 0 : a.publishedAt > b.publishedAt ? -1 : 1));
}

/** What a digest and a feed say of them, as the store has them now. */
export async function describeEntries(desk: Desk, published: readonly PublishedRelease[]): Promise<DigestEntry[]> {
  const entries: DigestEntry[] = [];
  for (const { release, publishedAt } of published) {
    const { tools, generatedAt } = release.comparison;
    const { comparison } = await assembleStored(desk, tools, generatedAt);
    entries.push(digestEntryOf(comparison, publishedAt));
  }
  return entries;
}
