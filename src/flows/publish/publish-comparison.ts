import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { evidenceOf } from '../../core/audit/evidence-file.ts';
import { comparisonSlug } from '../../core/comparison/assemble.ts';
import { Comparison } from '../../core/comparison/comparison.ts';
import { keyOf } from '../../core/key.ts';
import type { Desk } from '../../desk.ts';
import { renderComparison } from '../../pages/comparison.ts';
import { renderJson } from '../../pages/json.ts';
import type { ReleaseDecision } from '../../store/contract/releases-contract.ts';
import type { News } from '../ask/load-seats.ts';
import { assembleStored } from '../compare/assemble-stored.ts';
import type { MissingDuel } from '../compare/load-duels.ts';
import { publishMethodology } from './publish-methodology.ts';
import { writeDocuments } from './write-documents.ts';

/** A comparison as written to disk. */
export interface Published {
  comparison: Comparison;
  /** Folder of the documents. */
  folder: string;
}

/** What a document knows that the store does not, and what is decided about it with the same stroke. */
export interface Publishing {
  news?: News;
  missingDuels?: readonly MissingDuel[];
  word?: Omit<ReleaseDecision, 'comparison'>;
}

const dayZero = new Date(0).toISOString();

/**
 * Assembles a comparison from what stands in the store, and writes its documents and its evidence to `<out>/<slug>/`,
 * with the page about the method beside it.
 * A comparison whose content did not change keeps its `generatedAt`, also one that this store has never seen and that
 * stands in the folder already.
 */
export async function publishComparison(
  desk: Desk,
  slugs: readonly string[],
  out: string,
  { news = new Map(), missingDuels = [], word }: Publishing = {},
): Promise<Published> {
  const { comparison: undated, tools, supplements } = await assembleStored(desk, slugs, dayZero, news, missingDuels);
  const folder = join(out, comparisonSlug(slugs));
  const { generatedAt } = await desk.store.keepComparison(
    {
      slug: undated.slug,
      tools: [...slugs].sort(),
      contentKey: contentKeyOf(undated),
      generatedAt: (await dateOfSame(undated, folder)) ?? desk.now().toISOString(),
      outDir: resolve(out),
    },
    word,
  );
  const comparison = { ...undated, generatedAt };
  await writeDocuments(folder, {
    'evidence.json': renderJson(evidenceOf(tools, desk.panel, generatedAt, supplements)),
    ...renderComparison(comparison, desk.pages),
    'comparison.json': renderJson(comparison),
  });
  await publishMethodology(desk, out);
  return { comparison, folder };
}

/** What a comparison shows, whenever it was made. */
function contentKeyOf(comparison: Comparison): string {
  return keyOf('comparison', { ...comparison, generatedAt: dayZero });
}

/** When the same comparison that stands in a folder was made; null when there is none, or another, or something unreadable. */
async function dateOfSame(comparison: Comparison, folder: string): Promise<string | null> {
  const text = await readFile(join(folder, 'comparison.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  const found = readComparison(text);
  return found !== null && contentKeyOf(found) === contentKeyOf(comparison) ? found.generatedAt : null;
}

function readComparison(text: string): Comparison | null {
  try {
    return Comparison.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
