import { assembleComparison, type Supplements, type ToolOnPanel } from '../../core/comparison/assemble.ts';
import type { Comparison } from '../../core/comparison/comparison.ts';
import type { Desk } from '../../desk.ts';
import { loadTools, type News } from '../ask/load-seats.ts';
import type { MissingDuel } from './load-duels.ts';
import { loadSupplements } from './load-supplements.ts';

/** A comparison with all it was made of. */
export interface Assembled {
  comparison: Comparison;
  tools: ToolOnPanel[];
  supplements: Supplements;
}

/** A comparison as the store has it now. Nothing is written. */
export async function assembleStored(
  desk: Desk,
  slugs: readonly string[],
  generatedAt: string,
  news: News = new Map(),
  missingDuels: readonly MissingDuel[] = [],
): Promise<Assembled> {
  const tools = await loadTools(desk, slugs, news);
  const supplements = await loadSupplements(desk, tools, missingDuels);
  return { comparison: assembleComparison(tools, desk.panel, generatedAt, supplements), tools, supplements };
}
