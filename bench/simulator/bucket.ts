/** One limit of the service: a bucket that refills without a break. */
interface Bucket {
  /** Milliseconds until so much fits; 0 when it does. More than it ever holds fits when it is full. */
  waitFor(amount: number): number;
  /** May leave it below nothing: how long an answer is, is known only at its end. */
  take(amount: number): void;
  /** The three headers that tell of it. */
  headers(): Record<string, string>;
}

/** A bucket named as in the headers; null when there is no limit. */
function openBucket(name: string, perMinute: number, burstSeconds: number, now: () => number): Bucket | null {
  if (perMinute === 0) return null;
  const perMs = perMinute / 60_000;
  const capacity = Math.max(1, perMs * burstSeconds * 1_000);
  let level = capacity;
  let filledAt = now();
  const refill = (): void => {
    const at = now();
    level = Math.min(capacity, level + (at - filledAt) * perMs);
    filledAt = at;
  };
  return {
    waitFor: (amount) => {
      refill();
      return Math.max(0, (Math.min(amount, capacity) - level) / perMs);
    },
    take: (amount) => {
      refill();
      level -= amount;
    },
    headers: () => {
      refill();
      const whole = new Date(Date.now() + (capacity - level) / perMs);
      return {
        [`anthropic-ratelimit-${name}-limit`]: String(perMinute),
        [`anthropic-ratelimit-${name}-remaining`]: String(Math.max(0, Math.floor(level))),
        [`anthropic-ratelimit-${name}-reset`]: whole.toISOString(),
      };
    },
  };
}

/** The limits of one service together. */
export interface Limits {
  /** Milliseconds until a call with so many uncached input tokens may come in; 0 lets it in and counts it. */
  admit(inputTokens: number): number;
  answered(outputTokens: number): void;
  headers(): Record<string, string>;
}

export function openLimits(
  limits: { requests: number; inputTokens: number; outputTokens: number; burstSeconds: number },
  now: () => number,
): Limits {
  const open = (name: string, perMinute: number) => openBucket(name, perMinute, limits.burstSeconds, now);
  const requests = open('requests', limits.requests);
  const input = open('input-tokens', limits.inputTokens);
  const output = open('output-tokens', limits.outputTokens);
  return {
    admit: (inputTokens) => {
      const waits = [requests?.waitFor(1), input?.waitFor(inputTokens), output?.waitFor(1)];
      const wait = Math.max(0, ...waits.map((ms) => ms ?? 0));
      if (wait > 0) return wait;
      requests?.take(1);
      input?.take(inputTokens);
      return 0;
    },
    answered: (outputTokens) => output?.take(outputTokens),
    headers: () => ({ ...requests?.headers(), ...input?.headers(), ...output?.headers() }),
  };
}
