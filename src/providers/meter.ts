import type { RateLimit } from '../core/call.ts';

/** Share of a limit that is used. The rest takes up what clocks and networks add: exactly at the limit every second call is early. */
const pace = 0.992;

/** After a refusal the pace is multiplied by this, down to a least, and won back a little with each head. */
const easing = 0.97;
const leastPace = 0.7;
const recovery = 0.0002;

/** So much of the rate is never used in a burst: calls arrive that much closer together than they were sent, in milliseconds. */
const jitterMs = 200;

/**
 * Calls overtake each other, and a head that was overtaken makes the service look busier than it is: only when all heads
 * of so many milliseconds say that less is left is it believed.
 */
const windowMs = 250;

/**
 * One limit of a service, as far as this client knows it: how much may be used at once, refilled at the learned rate.
 * Times are milliseconds on one clock.
 */
export interface Meter {
  /** Milliseconds until so much may be used; 0 for at once. What is more than ever fits at once needs it full. */
  waitFor(amount: number, at: number): number;
  take(amount: number, at: number): void;
  /** Milliseconds from one call of so much to the next, when there is nothing left over. */
  gapFor(amount: number): number;
  /** What was taken and not used after all. */
  giveBack(amount: number, at: number): void;
  /** What the head of a call’s answer says. */
  learn(told: RateLimit, call: Heard, at: number): void;
  /** A call was refused although it seemed to fit: the service is stricter than it says. */
  refused(at: number): void;
}

/** What else happened to a limit around the call whose head came. */
interface Heard {
  sentAt: number;
  /** What calls took that were sent after it. */
  takenSince: number;
  /** What calls took that the service may or may not have counted yet. What is left beyond that is certain. */
  outstanding: number;
}

/**
 * A meter that begins with a rate and a burst of one’s own and corrects both by what the service says. A rate that was
 * set by a person is kept even when the service allows more.
 */
export function meter(begin: { perMinute: number; burst: number; set?: number | undefined }, at: number): Meter {
  const kept = (perMinute: number): number => Math.min(perMinute, begin.set ?? perMinute) / 60_000;
  let perMs = kept(begin.perMinute);
  const most = begin.set === undefined ? Number.POSITIVE_INFINITY : Math.max(1, begin.burst);
  let capacity = Math.max(1, begin.burst);
  let level = capacity;
  let share = pace;
  let filledAt = at;
  /** The most the service ever said is left, with the call that was told. */
  let mostLeft = 0;
  /** When the first head came; null before. */
  let toldAt: number | null = null;
  /** By how much the heads of this window say the level is wrong, at best. */
  let window = { endsAt: 0, best: Number.NEGATIVE_INFINITY };

  const refill = (now: number): void => {
    level = Math.min(capacity, level + (now - filledAt) * perMs * share);
    filledAt = now;
  };
  return {
    waitFor: (amount, now) => {
      refill(now);
      const missing = Math.min(amount, capacity) - level;
      return missing <= 1e-9 ? 0 : missing / (perMs * share);
    },
    take: (amount, now) => {
      refill(now);
      level -= amount;
    },
    gapFor: (amount) => amount / (perMs * share),
    giveBack: (amount, now) => {
      refill(now);
      level = Math.min(capacity, level + amount);
    },
    learn: ({ perMinute, remaining }, call, now) => {
      refill(now);
      perMs = kept(perMinute);
      if (remaining === null) return;
      mostLeft = Math.max(mostLeft, remaining + 1);
      const reserve = Math.min(perMs * jitterMs, mostLeft / 5);
      const left = remaining - reserve;
      capacity = Math.min(most, Math.max(1, mostLeft - reserve));
      const certain = Math.min(capacity, left - call.outstanding);
      if (toldAt === null && begin.set === undefined) level = certain;
      // Nothing left may mean less than nothing: then only more is news.
      else if (remaining > 0 && begin.set === undefined) level = Math.max(level, certain);
      toldAt ??= now;
      if (now - toldAt < windowMs) return;
      share = Math.min(pace, share + recovery);
      if (now >= window.endsAt) {
        if (Number.isFinite(window.best)) level += Math.min(0, window.best);
        window = { endsAt: now + windowMs, best: Number.NEGATIVE_INFINITY };
      }
      // A head is as old as its call; since then the service has refilled.
      window.best = Math.max(window.best, left - call.takenSince + (now - call.sentAt) * perMs - level);
    },
    refused: (now) => {
      refill(now);
      level = Math.min(level, 0);
      if (toldAt !== null && now - toldAt >= windowMs) share = Math.max(leastPace, share * easing);
    },
  };
}
