import type { Prompt } from '../../core/call.ts';
import { type EstimateLine, type PlannedCall, totalOf } from '../../core/estimate.ts';
import { type ModelName, parseModel } from '../../core/model.ts';
import type { Batching, Desk } from '../../desk.ts';
import { BudgetReached } from '../../providers/budget.ts';
import { estimateRun } from './estimate-run.ts';
import { planCall } from './plan-run.ts';

/** A desk that estimates what a run will cost before the first call of it, and only if there is one. */
export interface EstimatingDesk {
  desk: Desk;
  /** US dollars; null when a price is unknown, 0 when no question was asked. */
  estimated: () => Promise<number | null>;
}

/** What somebody wants to know of a run’s cost. */
export interface EstimateWishes {
  /** US dollars. With it, nothing is sent as long as the price of one model of the run is unknown: every call is then refused with BudgetReached. */
  maxCost?: number | undefined;
  /** Nobody reads the estimate: without a limit none is made. */
  quiet?: boolean | undefined;
}

/**
 * Plans the run when its first question is asked, by itself or in a batch: from the store as it is before any answer,
 * without the network. Questions about the facts of a new tool come before anybody can plan; each counts when it is asked.
 * Prices that are looked up come while the calls are under way. Recorded replies cost nothing, so there nothing is planned.
 */
export function estimateFirst(
  desk: Desk,
  plan: (desk: Desk) => Promise<PlannedCall[]>,
  { maxCost: maxUsd, quiet = false }: EstimateWishes,
): EstimatingDesk {
  const isUnread = quiet && maxUsd === undefined;
  if (isUnread || (desk.onlyRecordings && desk.ballots.length === 0)) return { desk, estimated: async () => 0 };
  const facts: PlannedCall[] = [];
  let lines: Promise<EstimateLine[]> = Promise.resolve([]);
  let begun: Promise<void> | undefined;
  const begin = async (): Promise<void> => {
    const calls = await plan(desk);
    lines = estimateRun(desk, calls);
    // Whoever asks for the estimate gets the failure.
    lines.catch(() => {});
    if (maxUsd !== undefined) await requirePrices(desk, modelsOf(desk, calls), maxUsd);
  };
  const planned = async (prompt: Prompt): Promise<void> => {
    if (prompt.purpose !== 'facts') {
      begun ??= begin();
      return begun;
    }
    facts.push(...(await planCall(desk, 'facts', prompt)));
    if (maxUsd !== undefined) await requirePrices(desk, everyModel(desk), maxUsd);
  };
  // Who answers is known before the plan, so that what judges the answers can start while that is made.
  const ask: Desk['ask'] = (model) => {
    const answering = desk.ask(model);
    return async (prompt, options) => {
      await planned(prompt);
      return answering(prompt, options);
    };
  };
  return {
    desk: { ...desk, ask, batching: desk.batching && planning(desk.batching, planned, () => (begun ??= begin())) },
    estimated: async () => totalOf([...(await estimateRun(desk, facts)), ...(await lines)], 'costUsd'),
  };
}

/** A batch that is under way from an earlier run is paid for now: its answers are part of what is planned. */
function planning(
  batching: Batching,
  planned: (prompt: Prompt) => Promise<void>,
  begin: () => Promise<void>,
): Batching {
  const { service } = batching;
  return {
    ...batching,
    setAside: async (customId, prompt) => {
      await planned(prompt);
      return batching.setAside(customId, prompt);
    },
    service: {
      ...service,
      look: async (id, signal) => {
        // What was sent before is fetched even where nothing more may be sent.
        await begin().catch((error: unknown) => {
          if (!(error instanceof BudgetReached)) throw error;
        });
        return service.look(id, signal);
      },
    },
  };
}

function everyModel({ lead, ballots, fallback }: Desk): ModelName[] {
  return [lead, ...ballots, ...(fallback === null ? [] : [fallback])];
}

/** The models of the plan, and the one that may stand in for its lead. */
function modelsOf(desk: Desk, calls: readonly PlannedCall[]): ModelName[] {
  const standIn = desk.fallback !== null && calls.some(({ kind }) => kind === 'lead') ? [desk.fallback.written] : [];
  return [...new Set([...calls.map(({ prompt }) => prompt.model), ...standIn])].map(parseModel);
}

/** @throws BudgetReached for a model whose price is unknown. */
async function requirePrices(desk: Desk, models: readonly ModelName[], maxUsd: number): Promise<void> {
  for (const model of models)
    if ((await desk.priceOf(model)) === null)
      throw new BudgetReached(model.written, { maxUsd, spent: 0, reserved: 0, worstCase: null });
}
