import type { Ask } from '../core/call.ts';

/** What a run has paid for, in US dollars. */
export interface Tally {
  /** Null as soon as the cost of one call is unknown. */
  spent: () => number | null;
  count: (ask: Ask) => Ask;
}

/** Adds up the cost of every answer that came from a service. */
export function tally(): Tally {
  let total: number | null = 0;
  const count =
    (ask: Ask): Ask =>
    async (prompt, options) => {
      const reply = await ask(prompt, options);
      total = total === null || reply.costUsd === null ? null : total + reply.costUsd;
      return reply;
    };
  return { spent: () => total, count };
}
