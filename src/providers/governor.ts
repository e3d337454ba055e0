import PQueue from 'p-queue';
import type { Ask } from '../core/call.ts';

export interface GovernorOptions {
  /** Calls under way at one service at the same time. */
  concurrency: number;
}

/**
 * One queue in front of a service; every Ask it wraps shares it. A call that is aborted while it waits leaves the queue
 * at once with the signal’s reason.
 */
export function governor({ concurrency }: GovernorOptions): (ask: Ask) => Ask {
  const queue = new PQueue({ concurrency });
  return (ask) => (prompt, options) => {
    const { signal } = options;
    // The queue would drop a running call on abort, though its answer may be paid for: its signal covers the wait only.
    const waiting = new AbortController();
    const leave = (): void => waiting.abort(signal.reason);
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    const run = (): ReturnType<Ask> => {
      signal.removeEventListener('abort', leave);
      return ask(prompt, options);
    };
    return queue.add(run, { signal: waiting.signal });
  };
}
