import { type EstimateLine, type PlannedCall, totalOf } from '../core/estimate.ts';
import { parseModel } from '../core/model.ts';
import type { Desk } from '../desk.ts';
import { BudgetReached } from '../providers/budget.ts';
import { estimateRun } from './estimate-run.ts';

/** A desk that estimates what a run will cost before the first call of it, and only if there is one. */
export interface EstimatingDesk {
  desk: Desk;
  /** US dollars; null when a price is unknown, 0 when no question was asked. */
  estimated: () => Promise<number | null>;
}

/**
 * Plans the run when its first question is asked: from the store as it is before any answer, without the network. Prices
 * that are looked up come while the calls are under way. Recorded replies cost nothing, so there nothing is planned.
 * @param maxUsd with it, nothing is sent as long as the price of one model of the run is unknown: every call is then
 * refused with BudgetReached.
 */
export function estimateFirst(
  desk: Desk,
  plan: (desk: Desk) => Promise<PlannedCall[]>,
  maxUsd: number | undefined,
): EstimatingDesk {
  if (desk.onlyRecordings && desk.ballots.length === 0) return { desk, estimated: async () => 0 };
  let lines: Promise<EstimateLine[]> | undefined;
  let begun: Promise<void> | undefined;
  const begin = async (): Promise<void> => {
    const calls = await plan(desk);
    lines = estimateRun(desk, calls);
    // Whoever asks for the estimate gets the failure.
    lines.catch(() => {});
    if (maxUsd !== undefined) await requirePrices(desk, calls, maxUsd);
  };
  const ask: Desk['ask'] = (model) => async (prompt, options) => {
    begun ??= begin();
    await begun;
    return desk.ask(model)(prompt, options);
  };
  return {
    desk: { ...desk, ask },
    estimated: async () => totalOf((await lines) ?? [], 'costUsd'),
  };
}

/** @throws BudgetReached for a model of the plan, or one that may stand in for its lead, whose price is unknown. */
async function requirePrices(desk: Desk, calls: readonly PlannedCall[], maxUsd: number): Promise<void> {
  const planned = new Set(calls.map(({ prompt }) => prompt.model));
  const standIn = desk.fallback !== null && calls.some(({ kind }) => kind === 'lead') ? [desk.fallback.written] : [];
  for (const model of new Set([...planned, ...standIn]))
    if ((await desk.priceOf(parseModel(model))) === null)
      throw new BudgetReached(model, { maxUsd, spent: 0, reserved: 0, worstCase: null });
}
