import { batchPrices, worstCaseOf } from '../../core/cost.ts';
import { type EstimateBasis, type EstimateLine, type PlannedCall, waveOf } from '../../core/estimate.ts';
import { parseModel } from '../../core/model.ts';
import type { Batching, BatchPlan, Desk } from '../../desk.ts';
import { cheapestBatch, prefixOf } from './plan-batches.ts';

/** Questions with one prefix, as they go into batches. */
interface PricedBatch {
  plan: BatchPlan;
  calls: readonly PlannedCall[];
  /** US dollars of all of them the way that was chosen, and the most they can cost. */
  costUsd: number;
  worstUsd: number;
}

/**
 * What goes into batches, and what that costs. Duels and repeats hang on what comes before them and are asked live;
 * batches that are under way are not looked at.
 * @param scale what the service’s own count said of each wave, see EstimateBasis.
 */
export async function priceBatches(
  desk: Desk,
  batching: Batching,
  planned: readonly PlannedCall[],
  scale: EstimateBasis['scale'],
): Promise<PricedBatch[]> {
  const batched = planned.filter(
    ({ kind, prompt }) => isBatched(kind) && parseModel(prompt.model).service === 'claude',
  );
  const priced: PricedBatch[] = [];
  for (const calls of Map.groupBy(batched, ({ prompt }) => prefixOf(prompt)).values()) {
    const prompts = calls.map(({ prompt }) => prompt);
    const [call] = calls;
    const first = call?.prompt;
    const model = first && parseModel(first.model);
    const prices = model && (await desk.priceOf(model));
    if (!first || !model || !prices) continue;
    const minimum = batching.minimumPrefixOf(model);
    const { way, costUsd, costs } = cheapestBatch(prompts, prices.tiers, minimum, scale(waveOf(call)));
    const half = batchPrices(prices.tiers);
    priced.push({
      plan: { tool: first.seat.tool, model: first.model, questions: prompts.length, way, costs },
      calls,
      costUsd,
      worstUsd: prompts.reduce((sum, prompt) => sum + worstCaseOf(prompt, half, '1h'), 0),
    });
  }
  return priced;
}

/** Lines of an estimate at the price of batches, where their calls go into one. */
export async function atBatchPrices(
  desk: Desk,
  batching: Batching,
  planned: readonly PlannedCall[],
  lines: readonly EstimateLine[],
  scale: EstimateBasis['scale'],
): Promise<EstimateLine[]> {
  const priced = await priceBatches(desk, batching, planned, scale);
  return lines.map((line) => {
    const parts = priced.filter(({ calls }) => calls.some(({ kind, prompt }) => isOn(line, kind, prompt.model)));
    if (parts.length === 0) return line;
    const shareOf = ({ calls }: PricedBatch): number =>
      calls.filter(({ kind, prompt }) => isOn(line, kind, prompt.model)).length / calls.length;
    const sum = (field: 'costUsd' | 'worstUsd') => parts.reduce((all, part) => all + part[field] * shareOf(part), 0);
    return { ...line, cacheWriteTokens: 0, cacheReadTokens: 0, costUsd: sum('costUsd'), worstUsd: sum('worstUsd') };
  });
}

function isOn({ kind, model }: EstimateLine, ofKind: PlannedCall['kind'], ofModel: string): boolean {
  return kind === ofKind && model === ofModel;
}

function isBatched(kind: PlannedCall['kind']): boolean {
  return kind === 'lead' || kind === 'ballot';
}
