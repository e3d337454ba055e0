import { setTimeout as sleep } from 'node:timers/promises';
import PQueue from 'p-queue';

/** Waits so many milliseconds; rejects with the signal’s reason. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

export const machineWait: Wait = async (ms, signal) => {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    signal.throwIfAborted();
  }
};

/** Runs a request when its host’s turn has come. */
export type TakeTurn = <T>(host: string, pauseMs: number, signal: AbortSignal, run: () => Promise<T>) => Promise<T>;

/** Requests under way at one host. */
const mostAtOnce = 2;

/** Lets at most two requests run at one host, each a pause after the one before has begun. Hosts do not wait for each other. */
export function openTurns(clock: () => number, wait: Wait): TakeTurn {
  const hosts = new Map<string, { queue: PQueue; free: number }>();
  return async (host, pauseMs, signal, run) => {
    const turns = hosts.get(host) ?? { queue: new PQueue({ concurrency: mostAtOnce }), free: 0 };
    hosts.set(host, turns);
    return turns.queue.add(
      async () => {
        const start = Math.max(clock(), turns.free);
        turns.free = start + pauseMs;
        if (start > clock()) await wait(start - clock(), signal);
        signal.throwIfAborted();
        return run();
      },
      { signal },
    );
  };
}
