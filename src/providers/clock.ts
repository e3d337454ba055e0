/** Time as the wrappers see it: an argument, so that tests need not wait. */
export interface Clock {
  /** Milliseconds, only ever growing; not a date. */
  now(): number;
  /** Calls once after so many milliseconds; returns how to call it off. */
  after(ms: number, call: () => void): () => void;
}

/** The clock of the machine. */
export const machineClock: Clock = {
  now: () => performance.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, Math.ceil(ms));
    return () => clearTimeout(timer);
  },
};
