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
      if (!wasFree(error)) await keep(brokenOf(prompt, error, await priceOf(prompt.model), now()));
      throw error;
    }
  };
}

function brokenOf(prompt: Prompt, error: unknown, prices: Prices | null, at: Date): BrokenAttempt {
  return {
    promptKey: prompt.key,
    kind: prompt.purpose,
    attempt: prompt.attempt,
    ...prompt.seat,
    model: prompt.model,
    reason: error instanceof ProviderFailed ? error.kind : 'stopped',
    worstUsd: prices && worstCaseOf(prompt, prices.tiers),
    priceVersion: prices?.version ?? null,
    at: at.toISOString(),
  };
}
