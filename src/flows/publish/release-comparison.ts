import { rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { comparisonSlug } from '../../core/comparison/assemble.ts';
import { nearestWord } from '../../core/nearest-word.ts';
import type { Desk } from '../../desk.ts';
import type { Release, ReleaseWord } from '../../store/contract/releases-contract.ts';
import { InvalidOrder } from '../ask/review-tools.ts';
import { type Published, type Publishing, publishComparison } from './publish-comparison.ts';

/** Folder, below that of the documents, for comparisons readers do not see. */
export const draftsFolder = 'drafts';

/** Who decides about a comparison, and why. */
export interface Verdict {
  by: string;
  why: string;
}

/** Makes a comparison nobody asked for: it waits for a person, or for the policy. One there is already is rendered where it is, and nothing is decided about it. */
export async function draftComparison(
  desk: Desk,
  slugs: readonly string[],
  out: string,
  verdict: Verdict,
  known: Pick<Publishing, 'news' | 'missingDuels'> = {},
): Promise<Published> {
  const release = await desk.store.releases.find(comparisonSlug(slugs));
  if (release !== null) return publishComparison(desk, slugs, release.comparison.outDir, known);
  // One without a word counts as asked for, and readers would see it: there is no moment without.
  const word = { word: 'drafted' as const, ...verdict, at: desk.now().toISOString() };
  return publishComparison(desk, slugs, join(out, draftsFolder), { ...known, word });
}

/** Shows a comparison to readers: its documents move out of the drafts. */
export async function releaseComparison(desk: Desk, slug: string, verdict: Verdict): Promise<Published> {
  const release = await requireRelease(desk, slug);
  const published = await publishComparison(desk, release.comparison.tools, siteOf(release));
  await decide(desk, slug, 'published', verdict);
  await removeDocuments(join(siteOf(release), draftsFolder, slug));
  return published;
}

/** A comparison somebody asked for by name is shown, also one that waited or was taken back before. */
export async function releaseAsked(desk: Desk, slug: string): Promise<void> {
  const release = await requireRelease(desk, slug);
  if (release.state === 'published') return;
  await decide(desk, slug, 'published', { by: desk.editor, why: 'asked for by name' });
  await removeDocuments(join(siteOf(release), draftsFolder, slug));
}

/**
 * Takes a comparison back: its documents move to the drafts, where a person finds them. Said again, it does again what
 * may have been left undone. @throws InvalidOrder for one readers do not see
 */
export async function withdrawComparison(desk: Desk, slug: string, verdict: Verdict): Promise<Published> {
  const release = await requireRelease(desk, slug);
  if (release.state !== 'published' && release.state !== 'unpublished')
    throw new InvalidOrder(`${slug} is not published. To keep it in: ship-or-skip reject ${slug} --why "…"`);
  const withdrawn = await publishComparison(desk, release.comparison.tools, join(siteOf(release), draftsFolder));
  await decide(desk, slug, 'unpublished', verdict);
  await removeDocuments(join(siteOf(release), slug));
  return withdrawn;
}

/** Says that a draft may go out, or that it stays in for good. @throws InvalidOrder for one readers see already */
export async function judgeDraft(
  desk: Desk,
  slug: string,
  word: Extract<ReleaseWord, 'approved' | 'rejected'>,
  verdict: Verdict,
): Promise<void> {
  const { state } = await requireRelease(desk, slug);
  if (state === 'published' && word === 'rejected')
    throw new InvalidOrder(`${slug} is published. Take it back with: ship-or-skip unpublish ${slug} --why "…"`);
  if (state !== 'published') await decide(desk, slug, word, verdict);
}

/** @throws InvalidOrder naming the comparison meant, when a name is close. */
export async function requireRelease(desk: Desk, slug: string): Promise<Release> {
  const found = await desk.store.releases.find(slug);
  if (found !== null) return found;
  const nearest = nearestWord(
    slug,
    (await desk.store.releases.list()).map(({ comparison }) => comparison.slug),
  );
  throw new InvalidOrder(
    `There is no comparison "${slug}". ${nearest === null ? 'See: ship-or-skip inbox --all' : `Did you mean ${nearest}?`}`,
  );
}

/** The folder whose drafts and published comparisons stand side by side. */
export function siteOf({ comparison: { outDir } }: Release): string {
  return basename(outDir) === draftsFolder ? dirname(outDir) : outDir;
}

async function decide(desk: Desk, comparison: string, word: ReleaseWord, verdict: Verdict): Promise<void> {
  await desk.store.releases.decide({ comparison, word, ...verdict, at: desk.now().toISOString() });
}

const documents = ['evidence.json', 'comparison.json', 'index.html', 'fragment.html', 'index.md'];

/** Takes away what was written for a comparison, and its folder unless somebody else keeps something there. */
async function removeDocuments(folder: string): Promise<void> {
  for (const name of documents) await rm(join(folder, name), { force: true });
  await rmdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST' && error.code !== 'ENOENT') throw error;
  });
}
