import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { assembleComparison, comparisonSlug } from '../core/assemble.ts';
import type { Comparison } from '../core/comparison.ts';
import { keyOf } from '../core/key.ts';
import type { Desk } from '../desk.ts';
import { renderComparison } from '../pages/comparison.ts';
import { renderJson } from '../pages/json.ts';
import { loadSeats, type SeatNews } from './load-seats.ts';

/** A comparison as written to disk. */
export interface Published {
  comparison: Comparison;
  /** Folder of the documents. */
  folder: string;
}

/** By tool slug, then persona id. */
export type News = ReadonlyMap<string, ReadonlyMap<string, SeatNews>>;

const dayZero = new Date(0).toISOString();

/**
 * Assembles a comparison from what stands in the store, and writes its documents to `<out>/<slug>/`.
 * A comparison whose content did not change keeps its `generatedAt`.
 */
export async function publishComparison(
  desk: Desk,
  slugs: readonly string[],
  out: string,
  news: News = new Map(),
): Promise<Published> {
  const tools = await Promise.all(
    slugs.map(async (slug) => {
      const dossier = await desk.store.findDossier(slug);
      if (dossier === null) throw new Error(`the tool "${slug}" has no dossier`);
      return { dossier, seats: await loadSeats(desk, dossier, news.get(slug) ?? new Map()) };
    }),
  );
  const undated = assembleComparison(tools, desk.panel, dayZero);
  const { generatedAt } = await desk.store.keepComparison({
    slug: comparisonSlug(slugs),
    tools: [...slugs].sort(),
    contentKey: keyOf('comparison', undated),
    generatedAt: desk.now().toISOString(),
    outDir: resolve(out),
  });
  const comparison = { ...undated, generatedAt };
  const folder = join(out, comparison.slug);
  await writeDocuments(folder, {
    ...renderComparison(comparison, desk.pages),
    'comparison.json': renderJson(comparison),
  });
  return { comparison, folder };
}

/** Each file appears whole or not at all: it is written beside its place and renamed. */
async function writeDocuments(folder: string, documents: Record<string, string>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(documents)) {
    const draft = join(folder, `.${name}.draft`);
    await writeFile(draft, text);
    await rename(draft, join(folder, name));
  }
}
