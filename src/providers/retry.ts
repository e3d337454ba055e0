import { setTimeout as sleep } from 'node:timers/promises';
import { type Ask, type FailureKind, ProviderFailed } from '../core/call.ts';
import { orAborted } from './abort.ts';
import { onlyOnce } from './once.ts';

export interface RetryOptions {
  /** How often it is sent at most. */
  attempts?: number;
  /** Longest time spent waiting for one prompt over all its attempts, in milliseconds. */
  budgetMs?: number;
  /** Shared by all prompts of a service: how many may be sent again. */
  spare?: Spare;
  /** Waits so many milliseconds, or ends with the signal. */
  wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
  /** From 0 to 1, to keep clients that failed together from coming back together. */
  random?: () => number;
  /** Milliseconds since 1970. */
  now?: () => number;
}

/** How many more calls of a service may be made again: a service that is down is not asked four times for every seat. */
export interface Spare {
  earn(): void;
  /** False when nothing is left. */
  spend(): boolean;
}

/** Begins with so many, and earns one with each answer. */
export function openSpare(begin = 50): Spare {
  let left = begin;
  return {
    earn: () => {
      left = Math.min(begin, left + 1);
    },
    spend: () => {
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}

/** A server that asks for more is not waited for at all, in milliseconds: who asked is told when to come back. */
const longestRetryAfter = 60_000;

const firstPause = 500;
const longestPause = 8_000;

/** An answer that came too late took the whole deadline: it is waited for once more, not four times. */
const fewer: Partial<Record<FailureKind, number>> = { deadline: 2 };

/**
 * The one retry layer. Only failures that may pass are asked again: after the time the server named, else after a pause
 * that doubles each time; both are moved by up to a quarter at random, so that a burst that failed together does not come
 * back together. A server that asks for more than a minute is left, and the failure names the time. When attempts, waiting
 * time or what the service has to spare are used up, the last failure stands. An answer is never asked for again, however it ended.
 */
export function retry(ask: Ask, options: RetryOptions = {}): Ask {
  return async (prompt, call) => {
    const { signal, onBegin } = call;
    const again = onBegin === undefined ? call : { ...call, onBegin: onlyOnce(onBegin) };
    return persist(() => ask(prompt, again), signal, options);
  };
}

/** The same for a request of any kind: tries until it succeeds, fails for good, or has been tried enough. */
export async function persist<T>(
  request: (attempt: number) => Promise<T>,
  signal: AbortSignal,
  options: RetryOptions = {},
): Promise<T> {
  const { attempts = 4, budgetMs = 120_000, spare, wait = patiently, random = Math.random, now = Date.now } = options;
  let waited = 0;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const result = await request(attempt);
      spare?.earn();
      return result;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ProviderFailed) || !error.retryable) throw error;
      if (attempt >= Math.min(attempts, fewer[error.kind] ?? attempts) || spare?.spend() === false) throw error;
      if ((error.retryAfterMs ?? 0) > longestRetryAfter) throw deferred(error, now());
      const pause = pauseAfter(error, attempt, random());
      waited += pause;
      if (waited > budgetMs) throw error;
      await orAborted(wait(pause, signal), signal);
    }
  }
}

function pauseAfter(failure: ProviderFailed, attempt: number, chance: number): number {
  if (failure.retryAfterMs !== null) return Math.round(failure.retryAfterMs * (1 + chance / 4));
  const pause = Math.min(firstPause * 2 ** (attempt - 1), longestPause);
  return Math.round(pause * (1 - chance / 4));
}

/** The same failure, with the time the service asked to be left alone until. */
function deferred(failure: ProviderFailed, now: number): ProviderFailed {
  const { provider, kind, status, requestId, retryAfterMs, servedBy } = failure;
  const until = new Date(now + (retryAfterMs ?? 0)).toISOString().slice(0, 16).replace('T', ' ');
  const message = `${failure.message} The service asks not to be called before ${until} UTC; run the same command after that.`;
  return new ProviderFailed(provider, kind, message, { status, requestId, retryAfterMs, servedBy, cause: failure });
}

function patiently(ms: number, signal: AbortSignal): Promise<void> {
  return sleep(ms, undefined, { signal });
}
