import { type Metered, type Prompt, ProviderFailed, type RateLimits, type Reply } from '../core/call.ts';
import type { Clock } from './clock.ts';
import { type Load, loadOf, metered, usedBy } from './load.ts';
import { type Meter, meter } from './meter.ts';
import { openTraffic, type Taken } from './traffic.ts';

/** A service nobody knows yet is taken to allow this, until the first head of an answer says more or says nothing. */
const assumed = { perMinute: 600, burst: 4 };

/** How long all wait after a 429 that does not say, and at most, in milliseconds. */
const usualPause = 1_000;
const longestPause = 60_000;

/** Share of the room for an answer that is expected to be used, until answers have shown it. */
const usualShare = 0.25;

/** All that is known of the limits of a service’s model, and of what this client used. */
export interface Gauge {
  /** What a prompt will use, as far as can be told; `reads` when its shared part is cached. */
  loadOf(prompt: Prompt, reads: boolean): Load;
  /** Milliseconds until a call of this load may be sent; 0 for now. */
  waitFor(load: Load): number;
  take(load: Load): Taken;
  /** Milliseconds from one call of this load to the next, where many wait. */
  gapFor(load: Load): number;
  /** The head of an answer came. */
  learn(limits: RateLimits, taken: Taken): void;
  /** An answer came: what was expected and not used is free again. */
  settle(taken: Taken, reply: Reply, prompt: Prompt): void;
  /** A call failed. After a 429 all wait; true when the service tells no limits and nobody was waiting yet. */
  fail(taken: Taken, failure: unknown): boolean;
  /** Settles when waiting may have become shorter. */
  changed(): Promise<void>;
}

/** Opens a gauge with the limits a person set, in a minute. */
export function openGauge(set: Partial<Load>, clock: Clock): Gauge {
  const { now } = clock;
  const traffic = openTraffic();
  const meters = openMeters(set, now());
  let unknown = set.requests === undefined;
  let share = usualShare;
  let stoppedUntil = 0;
  let resetMs: number | null = null;
  let change = Promise.withResolvers<void>();

  const changed = (): void => {
    change.resolve();
    change = Promise.withResolvers();
  };
  /** The head of an answer ends the assumption: what it does not tell is not limited. */
  const know = (limits: RateLimits, taken: Taken): void => {
    if (unknown && limits.requests === undefined) meters.delete('requests');
    unknown = false;
    traffic.hear(taken);
  };
  const giveBack = ({ load }: Taken, used: Load): void => {
    for (const [kind, one] of meters) one.giveBack(load[kind] - used[kind], now());
  };
  return {
    loadOf: (prompt, reads) => loadOf(prompt, share, reads),
    waitFor: (load) =>
      Math.max(0, stoppedUntil - now(), ...[...meters].map(([kind, one]) => one.waitFor(load[kind], now()))),
    take: (load) => {
      for (const [kind, one] of meters) one.take(load[kind], now());
      return traffic.take(load, now());
    },
    gapFor: (load) => Math.max(...[...meters].map(([kind, one]) => one.gapFor(load[kind])), 0),
    learn: (limits, taken) => {
      know(limits, taken);
      for (const [kind, told] of toldBy(limits)) {
        const one = meters.get(kind) ?? meter({ perMinute: told.perMinute, burst: told.perMinute / 60 }, now());
        meters.set(kind, one);
        const call = {
          sentAt: taken.at,
          takenSince: traffic.since(taken, kind),
          outstanding: traffic.outstanding(kind),
        };
        one.learn(told, call, now());
      }
      resetMs = longestReset(limits);
      changed();
    },
    settle: (taken, reply, prompt) => {
      know({}, taken);
      traffic.end(taken);
      const used = usedBy(reply);
      if (used !== null) {
        giveBack(taken, used);
        share += (used.outputTokens / prompt.maxOutputTokens - share) / 8;
      }
      changed();
    },
    fail: (taken, failure) => {
      traffic.end(taken);
      changed();
      if (wasRefused(failure)) giveBack(taken, unanswered);
      if (!(failure instanceof ProviderFailed) || failure.kind !== 'rate') return false;
      const first = stoppedUntil <= now();
      stoppedUntil = Math.max(
        stoppedUntil,
        now() + Math.min(failure.retryAfterMs ?? resetMs ?? usualPause, longestPause),
      );
      if (first) for (const one of meters.values()) one.refused(now());
      return first && meters.size === 0;
    },
    changed: () => change.promise,
  };
}

/** What a call uses that gets no answer. */
const unanswered: Load = { requests: 1, inputTokens: 0, outputTokens: 0, tokens: 0 };

/** The service answered with an error status: no answer was begun. */
function wasRefused(failure: unknown): boolean {
  return failure instanceof ProviderFailed && failure.status !== null && failure.status >= 400;
}

function openMeters(set: Partial<Load>, at: number): Map<Metered, Meter> {
  const own = metered.flatMap((kind): [Metered, Meter][] => {
    const perMinute = set[kind];
    return perMinute === undefined ? [] : [[kind, meter({ perMinute, burst: perMinute / 60, set: perMinute }, at)]];
  });
  return new Map([['requests', meter(assumed, at)], ...own]);
}

function toldBy(limits: RateLimits) {
  return metered.flatMap((kind) => {
    const told = limits[kind];
    return told === undefined ? [] : [[kind, told] as const];
  });
}

/** When the last of the limits that are used up will be whole again, in milliseconds; null when none is, or nobody says. */
function longestReset(limits: RateLimits): number | null {
  const spent = toldBy(limits).flatMap(([, { remaining, resetMs }]) =>
    remaining === 0 && resetMs !== null ? [resetMs] : [],
  );
  return spent.length === 0 ? null : Math.max(...spent);
}
