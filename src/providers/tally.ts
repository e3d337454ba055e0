import type { Ask } from '../core/call.ts';
import { wasFree } from './charge.ts';

/** What a run has paid for, in US dollars. */
export interface Tally {
  /** Null as soon as the cost of one attempt is unknown. */
  spent: () => number | null;
  count: (ask: Ask) => Ask;
  /** Counts what came another way, in US dollars; null when its cost is unknown. */
  add: (costUsd: number | null) => void;
}

/** Adds up the cost of every attempt that is sent to a service: it goes around the client, below the retries. */
export function tally(): Tally {
  let total: number | null = 0;
  const add = (costUsd: number | null): void => {
    total = total === null || costUsd === null ? null : total + costUsd;
  };
  const count =
    (ask: Ask): Ask =>
    async (prompt, options) => {
      options.signal.throwIfAborted();
      try {
        const reply = await ask(prompt, options);
        add(reply.costUsd);
        return reply;
      } catch (error) {
        if (!wasFree(error)) total = null;
        throw error;
      }
    };
  return { spent: () => total, count, add };
}
