import type { Clock } from '../../src/providers/clock.ts';

/** A clock that stands still until it is told to go on. */
export interface FakeClock extends Clock {
  /** Goes from one thing that is due to the next until nothing is, or the work is done. Returns the time in milliseconds. */
  runUntil(work: Promise<unknown>): Promise<number>;
  wait(ms: number): Promise<void>;
}

/** Lets everything that is ready to run do so. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export function fakeClock(): FakeClock {
  let now = 0;
  let due: { at: number; call: () => void }[] = [];
  const after = (ms: number, call: () => void): (() => void) => {
    const entry = { at: now + ms, call };
    due.push(entry);
    return () => {
      due = due.filter((one) => one !== entry);
    };
  };
  return {
    now: () => now,
    after,
    wait: (ms) => new Promise((resolve) => after(ms, resolve)),
    runUntil: async (work) => {
      let done = false;
      void work.finally(() => {
        done = true;
      });
      for (await settle(); !done; await settle()) {
        const [next] = due.sort((a, b) => a.at - b.at);
        if (next === undefined) throw new Error('nothing is due and the work is not done');
        due = due.filter((one) => one !== next);
        now = Math.max(now, next.at);
        next.call();
      }
      return now;
    },
  };
}
