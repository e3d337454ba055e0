import type { Ask, AskOptions, Prompt, Reply } from '../core/call.ts';
import { orAborted } from './abort.ts';
import { type Clock, machineClock } from './clock.ts';

/** A cache entry lives five minutes after its last use, or an hour; the call that reads it may wait a little in a queue. In milliseconds. */
const trusted = 240_000;
const trustedLong = 3_300_000;

/** A call that was sent and has not begun to answer for so long no longer holds up the others, in milliseconds. */
const patience = 30_000;

/**
 * Lets prompts that share a prefix read it from the service’s cache instead of each writing it: an entry can be read once
 * the answer that writes it has begun. Of the calls with one prefix one goes first, streamed; when its answer begins the
 * others are sent and marked as readers. One that fails before gives its place to the next, so that a prefix is written
 * by one call after the other and never by all. Every Ask it wraps shares what it knows. It stands inside the retries,
 * which would otherwise hold up everybody, and outside the queue, whose slots nobody should hold while waiting.
 */
export function warmUp(clock: Clock = machineClock): (ask: Ask) => Ask {
  const prefixOf = openPrefixes(clock);
  return (ask) => async (prompt, options) => {
    const prefix = prefixOf(prompt);
    const writer = await prefix.enter(options.signal);
    const reply = await (writer === null
      ? ask(prompt, { ...options, reads: true })
      : write(ask, prompt, options, writer));
    prefix.learn(reply);
    return reply;
  };
}

async function write(ask: Ask, prompt: Prompt, options: AskOptions, writer: Writer): Promise<Reply> {
  const onBegin = (): void => {
    writer.begin();
    options.onBegin?.();
  };
  const onSend = (): void => {
    writer.send();
    options.onSend?.();
  };
  try {
    return await ask(prompt, { ...options, onBegin, onSend });
  } finally {
    writer.leave();
  }
}

/**
 * What stands before the breakpoint: the form of the answer is part of it, and each model has a cache of its own. Looked
 * up by the long text first, as it is: joined with the rest it would have to be read from end to end each time.
 */
function openPrefixes(clock: Clock): (prompt: Prompt) => Prefix {
  const byText = new Map<string, Map<string, Prefix>>();
  return ({ model, schema, effort, shared }) => {
    const prefixes = byText.get(shared) ?? new Map<string, Prefix>();
    byText.set(shared, prefixes);
    const key = [model, schema.name, effort].join('\n');
    const prefix = prefixes.get(key) ?? openPrefix(clock);
    prefixes.set(key, prefix);
    return prefix;
  };
}

/** The call that writes an entry. */
interface Writer {
  send(): void;
  begin(): void;
  /** It ended; unless it began before, the next one may write. */
  leave(): void;
}

interface Prefix {
  /** Waits until the prefix can be read, and then gives null; or until this call is the one to write it. */
  enter(signal: AbortSignal): Promise<Writer | null>;
  learn(reply: Reply): void;
}

function openPrefix(clock: Clock): Prefix {
  let readableUntil = Number.NEGATIVE_INFINITY;
  let life = trusted;
  /** Somebody is about to write it. */
  let taken = false;
  let change = Promise.withResolvers<void>();
  const changed = (): void => {
    change.resolve();
    change = Promise.withResolvers();
  };
  const open = (): Writer => {
    taken = true;
    let holds = true;
    let callOff = (): void => {};
    const release = (): void => {
      callOff();
      if (!holds) return;
      holds = false;
      taken = false;
      changed();
    };
    return {
      send: () => {
        callOff = clock.after(patience, release);
      },
      begin: () => {
        readableUntil = clock.now() + life;
        release();
        // Also when it was late and another one writes by now: what can be read can be read.
        changed();
      },
      leave: release,
    };
  };
  return {
    enter: async (signal) => {
      for (;;) {
        if (clock.now() < readableUntil) return null;
        if (!taken) return open();
        await orAborted(change.promise, signal);
      }
    },
    learn: ({ usage }) => {
      if (usage === null) return;
      const { cacheRead, cacheWrite5m, cacheWrite1h } = usage;
      // Too short to be cached, or a gateway without a cache: there is nothing to wait for.
      const pointless = cacheRead + cacheWrite5m + cacheWrite1h === 0;
      if (cacheWrite5m + cacheWrite1h > 0) life = cacheWrite1h > 0 ? trustedLong : trusted;
      readableUntil = pointless ? Number.POSITIVE_INFINITY : Math.max(readableUntil, clock.now() + life);
    },
  };
}
