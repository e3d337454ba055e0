import { join, resolve } from 'node:path';
import { assembleComparison, comparisonSlug } from '../core/assemble.ts';
import type { Comparison } from '../core/comparison.ts';
import { evidenceOf } from '../core/evidence-file.ts';
import { keyOf } from '../core/key.ts';
import type { Desk } from '../desk.ts';
import { renderComparison } from '../pages/comparison.ts';
import { renderJson } from '../pages/json.ts';
import type { MissingDuel } from './load-duels.ts';
import { loadTools, type News } from './load-seats.ts';
import { loadSupplements } from './load-supplements.ts';
import { publishMethodology } from './publish-methodology.ts';
import { writeDocuments } from './write-documents.ts';

/** A comparison as written to disk. */
export interface Published {
  comparison: Comparison;
  /** Folder of the documents. */
  folder: string;
}

const dayZero = new Date(0).toISOString();

/**
 * Assembles a comparison from what stands in the store, and writes its documents and its evidence to `<out>/<slug>/`,
 * with the page about the method beside it.
 * A comparison whose content did not change keeps its `generatedAt`.
 */
export async function publishComparison(
  desk: Desk,
  slugs: readonly string[],
  out: string,
  news: News = new Map(),
  missingDuels: readonly MissingDuel[] = [],
): Promise<Published> {
  const tools = await loadTools(desk, slugs, news);
  const supplements = await loadSupplements(desk, tools, missingDuels);
  const undated = assembleComparison(tools, desk.panel, dayZero, supplements);
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
    'evidence.json': renderJson(evidenceOf(tools, desk.panel, generatedAt, supplements)),
    ...renderComparison(comparison, desk.pages),
    'comparison.json': renderJson(comparison),
  });
  await publishMethodology(desk, out);
  return { comparison, folder };
}
