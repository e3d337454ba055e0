import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { type Ask, type FailureKind, type Prompt, ProviderFailed, type RateLimits } from '../../src/core/call.ts';
import type { WireAnswer, WireFault, WireScript } from '../wire/answer.ts';
import { startWire, type Wire, type WireOptions } from '../wire/server.ts';

/** A prompt with a shared part that is long enough to be cached. */
export function promptFor(model: string, more: Partial<Prompt> = {}): Prompt {
  return {
    key: 'prompt:v1:1',
    purpose: 'opinion',
    attempt: 1,
    seat: { tool: 'lantern', persona: 'skeptic' },
    dossierKey: 'dossier:v1:1',
    model,
    shared: `Quote exactly. ${'A lantern keeps every document until it is deleted. '.repeat(60)}`,
    documents: [],
    own: 'You are the skeptic: ünïcode included.',
    turns: [{ role: 'user', text: 'Write the review.' }],
    schema: {
      name: 'opinion',
      schema: {
        type: 'object',
        properties: { headline: { type: 'string' }, score: { type: 'integer' } },
        required: ['headline', 'score'],
        additionalProperties: false,
      },
    },
    effort: 'medium',
    maxOutputTokens: 2_000,
    ...more,
  };
}

export const opinionText = '{"headline":"It keeps what you give it — all of it","score":70}';

/** A signal that nobody aborts. */
export function quiet(): AbortSignal {
  return new AbortController().signal;
}

/** How a call ended, as a value. */
export async function outcomeOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'answered',
    (error: unknown) => error,
  );
}

/** What everything that answers must do. `make` gives one that answers the prompt with the text. */
export function describeAsk(name: string, make: (prompt: Prompt, text: string) => Promise<Ask>, prompt: Prompt): void {
  describe(`${name}, like everything that answers,`, () => {
    test('gives back the text with the whole story of the call', async () => {
      const ask = await make(prompt, opinionText);
      const reply = await ask(prompt, { signal: quiet() });
      expect(reply).toMatchObject({ text: opinionText, stop: 'end', callId: null });
      expect(reply.stopReason).not.toBe('');
      expect(reply.model).not.toBe('');
      expect(reply.family).not.toBe('');
      expect(new Date(reply.receivedAt).toISOString()).toBe(reply.receivedAt);
      expect(reply.tookMs).toBeGreaterThanOrEqual(0);
    });

    test('gives a reply that survives being written down', async () => {
      const reply = await (await make(prompt, opinionText))(prompt, { signal: quiet() });
      expect(JSON.parse(JSON.stringify(reply))).toEqual(reply);
    });

    test('says once that the answer begins', async () => {
      let begun = 0;
      const ask = await make(prompt, opinionText);
      const reply = await ask(prompt, { signal: quiet(), onBegin: () => (begun += 1) });
      expect(begun).toBe(1);
      expect(reply.text).toBe(opinionText);
    });

    test('rejects with the reason of a signal that was aborted before', async () => {
      const reason = new Error('enough');
      const ask = await make(prompt, opinionText);
      expect(await outcomeOf(ask(prompt, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    });
  });
}

/** An adapter under test, connected to the wire fake. */
interface Connected {
  ask: Ask;
  wire: Wire;
}

/** A client of a service that is reached over the wire. */
export interface WireAsk {
  name: string;
  prompt: Prompt;
  connect(url: string, more: { deadlineMs?: number }): Ask;
  /** The service’s word for an answer that ran out of room, and for a refusal. */
  words: { length: string; refusal: string };
  wire?: WireOptions;
}

/** What every client of a service must do. */
export function describeWireAsk({ name, prompt, connect, words, wire: options }: WireAsk): void {
  const wires: Wire[] = [];
  const start = async (script: WireScript, more: { deadlineMs?: number } = {}): Promise<Connected> => {
    const wire = await startWire(script, options);
    wires.push(wire);
    return { wire, ask: connect(wire.url, more) };
  };
  afterEach(async () => {
    await Promise.all(wires.splice(0).map((wire) => wire.close()));
  });

  describeAsk(name, async (_, text) => (await start(() => text)).ask, prompt);

  describe(`${name}, like every client of a service,`, () => {
    const failureOf = async (
      fault: WireFault,
      more: { deadlineMs?: number; onBegin?: () => void } = {},
    ): Promise<ProviderFailed> => {
      const { ask } = await start(() => fault, more);
      const begin = more.onBegin === undefined ? {} : { onBegin: more.onBegin };
      const error = await outcomeOf(ask(prompt, { signal: quiet(), ...begin }));
      if (!(error instanceof ProviderFailed)) throw new Error(`no ProviderFailed but ${String(error)}`);
      return error;
    };

    const statuses: [number, FailureKind][] = [
      [400, 'request'],
      [401, 'credentials'],
      [402, 'spend'],
      [403, 'credentials'],
      [404, 'request'],
      [408, 'server'],
      [409, 'server'],
      [413, 'request'],
      [422, 'request'],
      [429, 'rate'],
      [500, 'server'],
      [502, 'server'],
      [503, 'server'],
      [529, 'server'],
    ];
    test.each(statuses)('takes status %i for a failure of kind %s', async (status, kind) => {
      const failure = await failureOf({ fault: 'status', status, message: 'these are its words' });
      expect(failure).toMatchObject({ kind, status });
      expect(failure.message).toContain('these are its words');
      expect(failure.requestId).not.toBeNull();
    });

    test.each<[WireFault, FailureKind]>([
      [{ fault: 'reset' }, 'network'],
      [{ fault: 'cut' }, 'network'],
      [{ fault: 'html' }, 'malformed'],
      [{ fault: 'broken-json' }, 'malformed'],
      [{ fault: 'body', body: null }, 'malformed'],
      [{ fault: 'body', body: [] }, 'malformed'],
      [{ fault: 'body', body: 42 }, 'malformed'],
      [{ fault: 'body', body: '' }, 'malformed'],
      [{ fault: 'body', body: { content: 'not a list', choices: 'nor this' } }, 'malformed'],
      [{ fault: 'body', body: { error: { type: 'overloaded_error', message: 'busy' } } }, 'server'],
      [{ fault: 'body', body: { error: 'something broke' } }, 'server'],
      [{ fault: 'status', status: 500, body: null }, 'server'],
      [{ fault: 'status', status: 503, body: '<html>' }, 'server'],
      [{ fault: 'status', status: 429, code: 'insufficient_quota' }, 'spend'],
    ])('takes %j for a failure of kind %s', async (fault, kind) => {
      expect((await failureOf(fault)).kind).toBe(kind);
    });

    test.each<WireFault>([{ fault: 'stall' }, { fault: 'stall-body' }, { fault: 'drip' }])(
      'ends %j at the deadline',
      async (fault) => {
        expect((await failureOf(fault, { deadlineMs: 150 })).kind).toBe('deadline');
        expect((await failureOf(fault, { deadlineMs: 150, onBegin: () => undefined })).kind).toBe('deadline');
      },
    );

    test('reports a server that is not there as a failure of the network', async () => {
      const { wire, ask } = await start(() => 'x');
      await wire.close();
      expect(await outcomeOf(ask(prompt, { signal: quiet() }))).toMatchObject({
        kind: 'network',
        status: null,
        retryable: true,
      });
    });

    test.each<WireFault>([{ fault: 'stall' }, { fault: 'stall-body' }])(
      'ends %j at once when the caller aborts',
      async (fault) => {
        const { wire, ask } = await start(() => fault);
        const caller = new AbortController();
        const reason = new Error('changed my mind');
        const call = outcomeOf(ask(prompt, { signal: caller.signal }));
        await wire.arrived(1);
        caller.abort(reason);
        expect(await call).toBe(reason);
      },
    );

    test.each([
      [{ 'retry-after': '7' }, 7_000],
      [{ 'retry-after': '0.5' }, 500],
      [{ 'retry-after': '9', 'retry-after-ms': '125' }, 125],
      [{ 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' }, null],
      [{ 'retry-after': '0' }, null],
      [{ 'retry-after': '-1' }, null],
      [{ 'retry-after-ms': '0' }, null],
      [{ 'retry-after': 'soon' }, null],
      [{}, null],
    ])('passes on that the server asks to wait: %j', async (headers, retryAfterMs) => {
      const failure = await failureOf({ fault: 'status', status: 429, headers: headers as Record<string, string> });
      expect(failure).toMatchObject({ kind: 'rate', retryAfterMs });
    });

    test('asks once: trying again is not its business', async () => {
      const { wire, ask } = await start(() => ({ fault: 'status', status: 503, headers: { 'retry-after': '0' } }));
      await outcomeOf(ask(prompt, { signal: quiet() }));
      expect(wire.requests).toHaveLength(1);
    });

    test('tells a person what to do about a key, and never shows it', async () => {
      const failure = await failureOf({
        fault: 'status',
        status: 401,
        message: 'bad key hf_secret-key-of-the-test\n\u001b[31m',
      });
      expect(failure.message).toMatch(/Check \w+_(KEY|TOKEN)/);
      expect(failure.message).not.toContain('secret-key');
      expect(failure.message).not.toMatch(/\p{Cc}/u);
    });

    test('never repeats the prompt in a failure', async () => {
      const failure = await failureOf({ fault: 'status', status: 422, message: 'no' });
      const { cause: _, ...told } = { ...failure, message: failure.message };
      expect(JSON.stringify(told)).not.toContain('lantern keeps');
    });

    test('joins an answer that comes in many parts', async () => {
      const { ask } = await start(() => ({ text: ['{"a":', '1}'] }));
      expect((await ask(prompt, { signal: quiet() })).text).toBe('{"a":1}');
    });

    test.each<[WireAnswer, { stop: string; stopReason: string }]>([
      [{ stop: words.length }, { stop: 'length', stopReason: words.length }],
      [{ stop: words.refusal }, { stop: 'refusal', stopReason: words.refusal }],
      [{ stop: 'brand_new' }, { stop: 'other', stopReason: 'brand_new' }],
      [{ stop: null }, { stop: 'other', stopReason: '(none given)' }],
    ])('names how an answer ended: %j', async (answer, expected) => {
      const { ask } = await start(() => ({ text: 'half', ...answer }));
      expect(await ask(prompt, { signal: quiet() })).toMatchObject({ text: 'half', ...expected });
    });

    test('takes an answer without text for an empty text', async () => {
      const { ask } = await start(() => ({ text: null }));
      expect((await ask(prompt, { signal: quiet() })).text).toBe('');
    });

    test.each<WireAnswer>([{ usage: null }, { usage: { input: -1 } }])(
      'knows no tokens and no cost when the service tells none: %j',
      async (answer) => {
        const { ask } = await start(() => ({ text: 'x', ...answer }));
        expect(await ask(prompt, { signal: quiet() })).toMatchObject({ text: 'x', usage: null, costUsd: null });
      },
    );

    test.each([200, 429, 500])(
      'passes on the limits the head of an answer tells, also with status %i',
      async (status) => {
        const headers = {
          'anthropic-ratelimit-requests-limit': '600',
          'anthropic-ratelimit-requests-remaining': '599',
          'anthropic-ratelimit-requests-reset': '1970-01-01T00:00:00Z',
        };
        const told: RateLimits[] = [];
        const { ask } = await start(() =>
          status === 200 ? { text: 'x', headers } : { fault: 'status', status, message: 'no', headers },
        );
        await outcomeOf(ask(prompt, { signal: quiet(), onLimits: (limits) => told.push(limits) }));
        expect(told).toEqual([expect.objectContaining({ requests: { perMinute: 600, remaining: 599, resetMs: 0 } })]);
      },
    );

    test('says that an answer begins before it is whole', async () => {
      const caller = new AbortController();
      const held = once(caller.signal, 'abort');
      const { ask } = await start(() => ({ text: opinionText, hold: held }));
      const reply = await ask(prompt, { signal: quiet(), onBegin: () => caller.abort() });
      expect(reply.text).toBe(opinionText);
    });

    test('does not say that an answer begins when it fails', async () => {
      let begun = 0;
      await failureOf({ fault: 'status', status: 529 }, { onBegin: () => (begun += 1) });
      expect(begun).toBe(0);
    });
  });
}
