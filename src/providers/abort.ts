import { oncePer } from '../core/once-per.ts';

/** One listener for each signal: Node holds a new one against every one that is there, and a run has thousands of calls. */
const callbacksOf = oncePer((signal: AbortSignal) => {
  const callbacks = new Set<() => void>();
  const end = (): void => {
    for (const callback of callbacks) callback();
  };
  signal.addEventListener('abort', end, { once: true });
  return callbacks;
});

/** Calls back when the signal aborts, unless what is returned is called before. One that has aborted already calls nobody. */
export function whenAborted(signal: AbortSignal, callback: () => void): () => void {
  const callbacks = callbacksOf(signal);
  const own = (): void => callback();
  callbacks.add(own);
  return () => void callbacks.delete(own);
}

/** Settles as the promise does, or rejects with the signal’s reason as soon as it aborts. What the promise then does is ignored. */
export async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const end = (): void => reject(signal.reason);
  const forget = whenAborted(signal, end);
  if (signal.aborted) end();
  try {
    return await Promise.race([aborted, promise]);
  } finally {
    forget();
  }
}
