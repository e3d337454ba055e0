import PQueue from 'p-queue';
import type { Ask, AskOptions, CacheLife, Metered, Prompt, RateLimits, Reply } from '../core/call.ts';
import { orAborted, whenAborted } from './abort.ts';
import { type Clock, machineClock } from './clock.ts';
import { openGauge } from './gauge.ts';
import type { Load } from './load.ts';
import type { Taken } from './traffic.ts';

/** Calls further apart than this need an entry of the longer life: the shorter one is five minutes, and calls take their time. In milliseconds. */
const shortLife = 240_000;

export interface GovernorOptions {
  /** Calls under way at the same time. */
  concurrency: number;
  /** Limits a person set, in a minute; the service’s own are kept as well. */
  perMinute?: Partial<Record<Metered, number>>;
  clock?: Clock;
}

/**
 * One queue in front of a service’s model; every Ask it wraps shares it. On-demand calls go first, and of equal urgency those
 * that read a cache entry, which does not live long. Calls are spread so
 * that they stay below the limits the heads of answers tell, or a person set, instead of running into them: one call at a
 * time stands at the gate, in order of urgency, until its tokens fit. A 429 stops all for as long as the service asks;
 * one that tells no limits gets half as many calls at once, and one more with each answer. A call that is aborted while
 * it waits leaves at once with the signal’s reason.
 */
export function governor(options: GovernorOptions): (ask: Ask) => Ask {
  const { concurrency, clock = machineClock } = options;
  const queue = new PQueue({ concurrency });
  /** How long the last answer took, in milliseconds. */
  let usualMs = 0;
  const gauge = openGauge(options.perMinute ?? {}, clock);

  const pass = (load: Load): Taken | null => (gauge.waitFor(load) > 0 ? null : gauge.take(load));
  const slower = (): void => {
    queue.concurrency = Math.max(1, Math.floor(queue.concurrency / 2));
  };
  const faster = (): void => {
    if (queue.concurrency < concurrency) queue.concurrency += 1;
  };
  const learn = (limits: RateLimits, taken: Taken, tell: AskOptions['onLimits']): void => {
    gauge.learn(limits, taken);
    tell?.(limits);
  };
  /** Who reads the entry may have to wait for a slot, or for the limits: it must not be gone by then. */
  const lifeFor = (prompt: Prompt): CacheLife => {
    const gap = Math.max(gauge.gapFor(gauge.loadOf(prompt, true)), usualMs / queue.concurrency);
    return gap > shortLife ? '1h' : '5m';
  };
  const conclude = async (answering: ReturnType<Ask>, taken: Taken, prompt: Prompt): Promise<Reply> => {
    try {
      const reply = await answering;
      usualMs = reply.tookMs;
      gauge.settle(taken, reply, prompt);
      faster();
      return reply;
    } catch (error) {
      if (gauge.fail(taken, error)) slower();
      throw error;
    }
  };

  return (ask) => (prompt, call) => {
    const { signal, urgency, reads = false, onLimits, onSend } = call;
    // The queue would drop a running call on abort, though its answer may be paid for: its signal covers the wait only.
    const waiting = new AbortController();
    const leave = (): void => waiting.abort(signal.reason);
    if (signal.aborted) leave();
    const stay = whenAborted(signal, leave);
    const run = async (): Promise<Reply> => {
      stay();
      const load = gauge.loadOf(prompt, reads);
      let answering: ReturnType<Ask>;
      let taken = pass(load);
      try {
        while (taken === null) {
          queue.pause();
          await until(clock, gauge.waitFor(load), gauge.changed(), signal);
          taken = pass(load);
        }
        const held = taken;
        onSend?.();
        const cacheLife = lifeFor(prompt);
        answering = ask(prompt, { ...call, cacheLife, onLimits: (limits) => learn(limits, held, onLimits) });
      } finally {
        // Only now: calls that leave in another order than they were counted make the service look busier than it is.
        queue.start();
      }
      return conclude(answering, taken, prompt);
    };
    return queue.add(run, { signal: waiting.signal, priority: (urgency === 'background' ? 0 : 2) + (reads ? 1 : 0) });
  };
}

/** A governor for each model as written: services count the limits of each model by itself. */
export function governors(optionsOf: (model: string) => GovernorOptions): (ask: Ask) => Ask {
  const opened = new Map<string, (ask: Ask) => Ask>();
  return (ask) => (prompt, options) => {
    const govern = opened.get(prompt.model) ?? governor(optionsOf(prompt.model));
    opened.set(prompt.model, govern);
    return govern(ask)(prompt, options);
  };
}

async function until(clock: Clock, ms: number, sooner: Promise<void>, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = clock.after(ms, resolve);
  try {
    await orAborted(Promise.race([promise, sooner]), signal);
  } finally {
    cancel();
  }
}
