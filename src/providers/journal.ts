import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Ask, Calls } from '../core/call.ts';

/**
 * Keeps every reply before anyone decides about it, and answers the same call again from what was kept, also where another
 * run has decided about it meanwhile. It goes around all other wrappers: a reply that is already paid for needs no slot, no retry and no budget.
 */
export function journal(ask: Ask, calls: Calls): Ask {
  return async (prompt, options) => {
    options.signal.throwIfAborted();
    const kept = await calls.find(prompt);
    if (kept !== null) {
      options.onBegin?.();
      return kept;
    }
    const reply = await calls.keep(prompt, await ask(prompt, options));
    // Replies that have arrived meanwhile are kept before anything is decided about this one.
    await nextTurn();
    return reply;
  };
}
