import { ProviderFailed } from '../core/call.ts';
import { whenAborted } from './abort.ts';

/** Longest wait for a whole answer, in milliseconds, unless an adapter is told otherwise. */
export const defaultDeadlineMs = 600_000;

/** Longest silence within a stream, in milliseconds. Services send a sign of life every few seconds. */
export const defaultIdleMs = 90_000;

/** How long a call may take. */
export interface Patience {
  provider: string;
  signal: AbortSignal;
  deadlineMs: number;
  /** Longest time from one sign of life to the next, once there was one. */
  idleMs?: number;
}

/**
 * Runs one call under a signal that ends with the caller’s or at the deadline, headers and body, or when the call that
 * said `alive` does not say it again in time. An error after the caller’s abort becomes the abort’s reason, one after the
 * deadline a ProviderFailed of kind `deadline`; what an SDK makes of an aborted request differs with the moment and is
 * not looked at.
 */
export async function withinDeadline<T>(
  { provider, signal, deadlineMs, idleMs = defaultIdleMs }: Patience,
  call: (signal: AbortSignal, alive: () => void) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const ending = new AbortController();
  const end = (): void => ending.abort();
  let late: string | null = null;
  const giveUp = (reason: string): void => {
    late ??= reason;
    end();
  };
  const timer = setTimeout(() => giveUp(`no whole answer within ${deadlineMs / 1000} s`), deadlineMs);
  let idle: NodeJS.Timeout | undefined;
  const alive = (): void => {
    clearTimeout(idle);
    idle = setTimeout(() => giveUp(`the answer stopped arriving for ${idleMs / 1000} s`), idleMs);
  };
  const forget = whenAborted(signal, end);
  try {
    return await call(ending.signal, alive);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (late === null) throw error;
    throw new ProviderFailed(provider, 'deadline', `${provider}: ${late}`, { cause: error });
  } finally {
    clearTimeout(timer);
    clearTimeout(idle);
    forget();
  }
}
