/** Settles as the promise does, or rejects with the signal’s reason as soon as it aborts. What the promise then does is ignored. */
export async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const end = (): void => reject(signal.reason);
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  try {
    return await Promise.race([aborted, promise]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}
