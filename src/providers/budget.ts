import type { Ask, Prompt, Reply } from '../core/call.ts';
import { batchPrices, type Prices, worstCaseOf } from '../core/cost.ts';
import { orAborted } from './abort.ts';
import { wasFree } from './charge.ts';

/** The next call could cost more than is left, or nobody knows what it could cost. All amounts in US dollars. */
export class BudgetReached extends Error {
  override name = 'BudgetReached';
  readonly maxUsd: number;
  /** Known cost of finished calls, and the worst case of those whose cost nobody told. */
  readonly spent: number;
  /** Worst case of the calls under way. */
  readonly reserved: number;
  /** Worst case of the call that was not made; null when its model’s price is unknown. */
  readonly worstCase: number | null;
  constructor(model: string, amounts: { maxUsd: number; spent: number; reserved: number; worstCase: number | null }) {
    const { maxUsd, spent, worstCase } = amounts;
    const taken =
      spent + (worstCase ?? 0) > maxUsd
        ? `${usd(spent)} of ${usd(maxUsd)} are spent`
        : `${usd(spent + amounts.reserved)} of ${usd(maxUsd)} are spent or set aside`;
    super(
      worstCase === null
        ? `The price of ${model} is unknown, so the limit of ${usd(maxUsd)} could not be kept. Choose a model with a known price, give an endpoint’s in SHIP_OR_SKIP_PRICES, or run without --max-cost.`
        : `The next call could cost ${usd(worstCase)}, and ${taken}. What is done is kept: run again with a higher --max-cost to go on.`,
    );
    this.maxUsd = maxUsd;
    this.spent = spent;
    this.reserved = amounts.reserved;
    this.worstCase = worstCase;
  }
}

export interface BudgetOptions {
  /** Most that may be spent, in US dollars; null for no limit. */
  maxUsd: number | null;
  /** What a model costs, as written; null when that is unknown. */
  priceOf: (model: string) => Promise<Prices | null>;
  /** What was spent before, in US dollars. */
  spent?: number;
}

/** Wraps what is asked by itself, and keeps the account of what is asked in batches. */
export interface Budget {
  (ask: Ask): Ask;
  /**
   * Reserves the worst case of a question in a batch, under its name, once. It waits for nobody: a batch is sent with what fits.
   * Rejects with BudgetReached.
   */
  setAside(name: string, prompt: Prompt): Promise<void>;
  /** Releases what was reserved under this name, if anything was, and counts what the question cost, in US dollars; null for its worst case. */
  settle(name: string, costUsd: number | null): void;
}

/**
 * Keeps calls within an amount; every Ask it wraps shares it. Each call’s worst case is reserved before it is sent and
 * the difference released after. A call that fits only once others have released theirs waits for them.
 */
export function budget({ maxUsd, priceOf, spent: before = 0 }: BudgetOptions): Budget {
  if (maxUsd === null) return Object.assign((ask: Ask) => ask, { setAside: async () => {}, settle: () => {} });
  let spent = before;
  let reserved = 0;
  let released = Promise.withResolvers<void>();

  const reserve = async (model: string, worstCase: number, signal: AbortSignal): Promise<void> => {
    while (spent + reserved + worstCase > maxUsd) {
      if (spent + worstCase > maxUsd) throw new BudgetReached(model, { maxUsd, spent, reserved, worstCase });
      await orAborted(released.promise, signal);
    }
    reserved += worstCase;
  };
  const settle = (worstCase: number, cost: number): void => {
    reserved -= worstCase;
    spent += cost;
    released.resolve();
    released = Promise.withResolvers<void>();
  };

  const pricesOf = async ({ model }: Prompt): Promise<Prices> => {
    const prices = await priceOf(model);
    if (prices === null) throw new BudgetReached(model, { maxUsd, spent, reserved, worstCase: null });
    return prices;
  };
  const inBatches = new Map<string, number>();
  const setAside = async (name: string, prompt: Prompt): Promise<void> => {
    if (inBatches.has(name)) return;
    const worstCase = worstCaseOf(prompt, batchPrices((await pricesOf(prompt)).tiers), '1h');
    if (spent + reserved + worstCase > maxUsd)
      throw new BudgetReached(prompt.model, { maxUsd, spent, reserved, worstCase });
    reserved += worstCase;
    inBatches.set(name, worstCase);
  };
  const settleInBatch = (name: string, costUsd: number | null): void => {
    const worstCase = inBatches.get(name) ?? 0;
    inBatches.delete(name);
    settle(worstCase, costUsd ?? worstCase);
  };

  const wrap =
    (ask: Ask): Ask =>
    async (prompt, options) => {
      options.signal.throwIfAborted();
      const worstCase = worstCaseOf(prompt, (await pricesOf(prompt)).tiers, options.cacheLife);
      await reserve(prompt.model, worstCase, options.signal);
      let reply: Reply;
      try {
        reply = await ask(prompt, options);
      } catch (error) {
        settle(worstCase, wasFree(error) ? 0 : worstCase);
        throw error;
      }
      settle(worstCase, reply.costUsd ?? worstCase);
      return reply;
    };
  return Object.assign(wrap, { setAside, settle: settleInBatch });
}

function usd(amount: number): string {
  return `$${amount.toFixed(amount < 0.1 ? 4 : 2)}`;
}
