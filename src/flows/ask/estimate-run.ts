import { shareInBatch } from '../../core/cost.ts';
import { type EstimateLine, estimateCalls, type PlannedCall } from '../../core/estimate.ts';
import { parseModel } from '../../core/model.ts';
import type { Desk } from '../../desk.ts';
import { claudeCacheFromOf } from '../../providers/claude/claude-price-list.ts';
import type { FormCounts } from '../../store/contract/ledger-contract.ts';
import { atBatchPrices } from './price-batches.ts';

/** Fewer answers than this say little about how many need a correction round. */
const fewestAnswers = 20;

/**
 * The share of opinions that need a correction round while the ledger holds too few to tell: one in four, from
 * 2 of 9 model replies to the prompts of 2026-11-23. Ballots and duels have no prose to mend, so
 * without a record of their own none is expected.
 */
const usualRepairs: Readonly<Record<string, number>> = { opinion: 0.25 };

/** What planned calls are likely to cost, at today’s prices. `scale` is what a service’s own count said of each wave, see EstimateBasis. */
export async function estimateRun(
  desk: Desk,
  calls: readonly PlannedCall[],
  scale: (wave: string) => number = () => 1,
): Promise<EstimateLine[]> {
  if (calls.length === 0) return [];
  const models = [...new Set(calls.map(({ prompt }) => prompt.model))];
  const found = await Promise.all(
    models.map(async (written) => {
      const model = parseModel(written);
      return [written, { likely: await desk.priceOf(model), most: await desk.mostPriceOf(model) }] as const;
    }),
  );
  const counts = await desk.store.ledger.countRepairs();
  const lines = estimateCalls(calls, {
    prices: new Map(found),
    cacheFrom,
    repairShare: (form) => shareOf(counts, form),
    repairPays: ({ kind, prompt }) => (kind === 'lead' && desk.batching && isClaude(prompt) ? shareInBatch : 1),
    scale,
  });
  return desk.batching === null ? lines : atBatchPrices(desk, desk.batching, calls, lines, scale);
}

function isClaude({ model }: Pick<PlannedCall['prompt'], 'model'>): boolean {
  return parseModel(model).service === 'claude';
}

/** Only Claude’s service caches at a price of its own. */
function cacheFrom(model: string): number | null {
  const { service, id } = parseModel(model);
  return service === 'claude' ? claudeCacheFromOf(id) : null;
}

function shareOf(counts: FormCounts, form: string): number {
  const { answers = 0, repairs = 0 } = counts[form] ?? {};
  return answers < fewestAnswers ? (usualRepairs[form] ?? 0) : repairs / answers;
}
