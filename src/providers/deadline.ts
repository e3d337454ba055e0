import { ProviderFailed } from '../core/call.ts';

/** Longest wait for a whole answer, in milliseconds, unless an adapter is told otherwise. */
export const defaultDeadlineMs = 600_000;

/**
 * Runs one call under a signal that ends with the caller’s or at the deadline, headers and body. An error after the
 * caller’s abort becomes the abort’s reason, one after the deadline a ProviderFailed of kind `deadline`; what an SDK
 * makes of an aborted request differs with the moment and is not looked at.
 */
export async function withinDeadline<T>(
  limits: { provider: string; signal: AbortSignal; deadlineMs: number },
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { provider, signal, deadlineMs } = limits;
  signal.throwIfAborted();
  const ending = new AbortController();
  const end = (): void => ending.abort();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    end();
  }, deadlineMs);
  signal.addEventListener('abort', end, { once: true });
  try {
    return await call(ending.signal);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (!late) throw error;
    throw new ProviderFailed(provider, 'deadline', `${provider}: no whole answer within ${deadlineMs / 1000} s`, {
      cause: error,
    });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}
