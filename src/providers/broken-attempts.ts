import { type Ask, type Prompt, ProviderFailed } from '../core/call.ts';
import { type Prices, worstCaseOf } from '../core/cost.ts';
import type { BrokenAttempt } from '../core/ledger.ts';
import { wasFree } from './charge.ts';

export interface BrokenOptions {
  /** Puts an attempt on record. */
  keep: (attempt: BrokenAttempt) => Promise<void>;
  /** What a model costs, as written; null when that is unknown. */
  priceOf: (model: string) => Promise<Prices | null>;
  now?: () => Date;
}

/**
 * Puts every attempt on record that was sent, brought no answer and may be billed all the same: no reply tells of it. It
 * goes around the client, below the retries.
 */
export function keepBroken({ keep, priceOf, now = () => new Date() }: BrokenOptions): (ask: Ask) => Ask {
  return (ask) => async (prompt, options) => {
    options.signal.throwIfAborted();
    try {
      return await ask(prompt, options);
    } catch (error) {
      if (!wasFree(error)) {
        const prices = await priceOf(prompt.model);
        const worstUsd = prices && worstCaseOf(prompt, prices.tiers, options.cacheLife);
        const money = { worstUsd, priceVersion: prices?.version ?? null };
        await keep({ ...brokenOf(prompt, error), ...money, at: now().toISOString() });
      }
      throw error;
    }
  };
}

function brokenOf({ key, purpose, attempt, seat, model }: Prompt, error: unknown) {
  const reason = error instanceof ProviderFailed ? error.kind : ('stopped' as const);
  return { promptKey: key, kind: purpose, attempt, ...seat, model, reason };
}
