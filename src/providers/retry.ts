import { setTimeout as sleep } from 'node:timers/promises';
import { type Ask, ProviderFailed } from '../core/call.ts';
import { orAborted } from './abort.ts';

export interface RetryOptions {
  /** How often a prompt is sent at most. */
  attempts?: number;
  /** Longest time spent waiting for one prompt over all its attempts, in milliseconds. */
  budgetMs?: number;
  /** Waits so many milliseconds, or ends with the signal. */
  wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
  /** From 0 to 1, to keep clients that failed together from coming back together. */
  random?: () => number;
}

/** A server that asks for more is not waited for any longer than this, in milliseconds. */
const longestRetryAfter = 60_000;

const firstPause = 500;
const longestPause = 8_000;

/**
 * The one retry layer. Only failures that may pass are asked again: after the time the server named, else after a pause
 * that doubles each time, shortened by up to a quarter at random. When attempts or waiting time are used up, the last
 * failure stands.
 */
export function retry(ask: Ask, options: RetryOptions = {}): Ask {
  const { attempts = 4, budgetMs = 120_000, wait = patiently, random = Math.random } = options;
  return async (prompt, { signal, onBegin }) => {
    const once = onBegin === undefined ? undefined : onlyOnce(onBegin);
    let waited = 0;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await ask(prompt, once === undefined ? { signal } : { signal, onBegin: once });
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof ProviderFailed) || !error.retryable || attempt >= attempts) throw error;
        const pause = pauseAfter(error, attempt, random());
        waited += pause;
        if (waited > budgetMs) throw error;
        await orAborted(wait(pause, signal), signal);
      }
    }
  };
}

function pauseAfter(failure: ProviderFailed, attempt: number, chance: number): number {
  if (failure.retryAfterMs !== null) return Math.min(failure.retryAfterMs, longestRetryAfter);
  const pause = Math.min(firstPause * 2 ** (attempt - 1), longestPause);
  return Math.round(pause * (1 - chance / 4));
}

function onlyOnce(call: () => void): () => void {
  let called = false;
  return () => {
    if (called) return;
    called = true;
    call();
  };
}

function patiently(ms: number, signal: AbortSignal): Promise<void> {
  return sleep(ms, undefined, { signal });
}
