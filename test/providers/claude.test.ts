import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Prompt } from '../../src/core/call.ts';
import { wasFree } from '../../src/providers/charge.ts';
import { claude } from '../../src/providers/claude/claude.ts';
import { claudePriceOf } from '../../src/providers/claude/claude-price-list.ts';
import { describeWireAsk, opinionText, outcomeOf, promptFor, quiet } from '../contracts/ask.ts';
import type { WireFault, WireReply, WireScript } from '../wire/answer.ts';
import { startWire, type Wire } from '../wire/server.ts';

const key = 'hf_secret-key-of-the-test';
const prompt = promptFor('claude:claude-sonnet-5-5');

describeWireAsk({
  name: 'claude',
  prompt,
  words: { length: 'max_tokens', refusal: 'refusal' },
  connect: (url, more) => claude({ apiKey: key, baseURL: url, priceOf: claudePriceOf, ...more }),
});

let wire: Wire | undefined;
afterEach(async () => {
  await wire?.close();
  vi.unstubAllEnvs();
});

async function start(script: WireScript): Promise<{ ask: ReturnType<typeof claude>; wire: Wire }> {
  wire = await startWire(script);
  return { wire, ask: claude({ apiKey: key, baseURL: wire.url, priceOf: claudePriceOf }) };
}

const asked = async (question: Prompt): Promise<Wire['requests'][number] | undefined> => {
  const { ask, wire: seen } = await start(() => opinionText);
  await ask(question, { signal: quiet() });
  return seen.requests[0];
};

describe('what is sent to Claude', () => {
  test('is the shared part up to the cache breakpoint, the persona after it, and then the turns', async () => {
    const turns = [
      { role: 'user', text: 'Write.' },
      { role: 'assistant', text: 'Wrong.' },
      { role: 'user', text: 'Again.' },
    ] as const;
    expect((await asked({ ...prompt, turns: [...turns] }))?.body).toEqual({
      model: 'claude-sonnet-5-5',
      max_tokens: 2_000,
      system: [
        { type: 'text', text: prompt.shared, cache_control: { type: 'ephemeral', ttl: '5m' } },
        { type: 'text', text: prompt.own },
      ],
      messages: turns.map(({ role, text }) => ({ role, content: text })),
      output_config: { effort: 'medium', format: { type: 'json_schema', schema: prompt.schema.schema } },
      stream: false,
    });
  });

  test('streams an answer that may take very long, although nobody watches it begin', async () => {
    expect((await asked({ ...prompt, maxOutputTokens: 32_000 }))?.body.stream).toBe(true);
  });

  test('takes nothing from the environment of a developer', async () => {
    vi.stubEnv('ANTHROPIC_API_KEY', 'key-of-somebody-else');
    vi.stubEnv('ANTHROPIC_AUTH_TOKEN', 'token-of-somebody-else');
    vi.stubEnv('ANTHROPIC_BASE_URL', 'http://127.0.0.1:9');
    vi.stubEnv('ANTHROPIC_PROFILE', 'somebody-else');
    vi.stubEnv('ANTHROPIC_CUSTOM_HEADERS', 'Authorization: Bearer somebody-else\nX-Team: somebody-else');
    vi.stubEnv('ANTHROPIC_LOG', 'debug');
    const log = vi.spyOn(console, 'debug');
    const request = await asked(prompt);
    expect(request?.headers.authorization).toBe(`Bearer ${key}`);
    expect(JSON.stringify(request?.headers)).not.toContain('somebody-else');
    expect(log).not.toHaveBeenCalled();
  });

  test('reaches an address that ends in /v1', async () => {
    wire = await startWire(() => opinionText);
    const ask = claude({ apiKey: key, baseURL: `${wire.url}/v1/`, priceOf: () => null });
    expect(await ask(prompt, { signal: quiet() })).toMatchObject({ text: opinionText, costUsd: null });
  });

  test.each(['', '  ', 'with space', 'ключ'])('is nothing when the key is %j', async (apiKey) => {
    const ask = claude({ apiKey, baseURL: 'http://127.0.0.1:9', priceOf: () => null });
    expect(await outcomeOf(ask(prompt, { signal: quiet() }))).toMatchObject({ kind: 'credentials', retryable: false });
  });

  test('is nothing for a model that is about to be retired', async () => {
    const ask = claude({ apiKey: key, baseURL: 'http://127.0.0.1:9', priceOf: () => null });
    const failure = await outcomeOf(ask(promptFor('claude:claude-sonnet-4-5'), { signal: quiet() }));
    expect(failure).toMatchObject({ kind: 'request', message: expect.stringContaining('claude-sonnet-5-5') });
  });
});

describe('what comes back from Claude', () => {
  test('has request id, tokens by class and cost; the second seat reads the shared part from the cache', async () => {
    const { ask } = await start(() => opinionText);
    const first = await ask(prompt, { signal: quiet() });
    const second = await ask({ ...prompt, own: 'You are the founder.' }, { signal: quiet() });
    expect(first).toMatchObject({
      requestId: 'req_000001',
      provider: 'claude',
      family: 'anthropic',
      model: 'claude-sonnet-5-5',
    });
    const shared = first.usage?.cacheWrite5m ?? 0;
    expect(shared).toBeGreaterThan(512);
    expect(second.usage).toMatchObject({ cacheWrite5m: 0, cacheRead: shared });
    const { input = 0, output = 0 } = first.usage ?? {};
    expect(first.costUsd).toBeCloseTo((input * 2 + output * 10 + shared * 2.5) / 1e6, 12);
  });

  test('tells thinking tokens and one-hour cache writes apart', async () => {
    const usage = {
      input_tokens: 10,
      output_tokens: 900,
      cache_creation_input_tokens: 700,
      cache_read_input_tokens: null,
      cache_creation: { ephemeral_5m_input_tokens: 200, ephemeral_1h_input_tokens: 500 },
      output_tokens_details: { thinking_tokens: 800 },
    };
    const body = { type: 'message', content: [{ type: 'text', text: 'x' }], stop_reason: 'end_turn', usage };
    const { ask } = await start(() => ({ fault: 'body', body }));
    const reply = await ask(prompt, { signal: quiet() });
    expect(reply.usage).toEqual({
      input: 10,
      output: 900,
      thinking: 800,
      cacheWrite5m: 200,
      cacheWrite1h: 500,
      cacheRead: 0,
    });
  });

  test('counts every cache write as a five-minute one when it is not told', async () => {
    const usage = { input_tokens: 1, output_tokens: 2, cache_creation_input_tokens: 700 };
    const { ask } = await start(() => ({ fault: 'body', body: { content: [], stop_reason: 'end_turn', usage } }));
    expect((await ask(prompt, { signal: quiet() })).usage).toMatchObject({
      cacheWrite5m: 700,
      cacheWrite1h: 0,
      cacheRead: 0,
    });
  });

  test('keeps an answer whose bookkeeping is nonsense', async () => {
    const { ask } = await start(() => ({
      fault: 'body',
      body: { content: [{ type: 'text', text: 'x' }], stop_details: 7, usage: { input_tokens: 'many' } },
    }));
    expect(await ask(prompt, { signal: quiet() })).toMatchObject({ text: 'x', usage: null, costUsd: null });
  });

  test.each([false, true])(
    'takes the text from text blocks alone, wherever they stand (streamed: %s)',
    async (streamed) => {
      const content = [
        { type: 'thinking', thinking: 'hmm', signature: 's' },
        { type: 'redacted_thinking', data: 'x' },
        { type: 'text', text: '{"a"' },
        { type: 'tool_use', id: 't', name: 'n', input: {} },
        { type: 'text', text: ':1}' },
      ];
      const { ask } = await start(() => ({ content }));
      const reply = await ask(prompt, { signal: quiet(), ...(streamed ? { onBegin: () => undefined } : {}) });
      expect(reply.text).toBe('{"a":1}');
    },
  );

  test.each([false, true])('carries category and explanation of a refusal (streamed: %s)', async (streamed) => {
    const stopDetails = { type: 'refusal', category: 'cyber', explanation: 'not this one' };
    const { ask } = await start(() => ({ text: '', stop: 'refusal', stopDetails }));
    const reply = await ask(prompt, { signal: quiet(), ...(streamed ? { onBegin: () => undefined } : {}) });
    expect(reply).toMatchObject({ stop: 'refusal', stopReason: 'refusal: cyber, not this one' });
  });

  test.each<[string, string]>([
    ['end_turn', 'end'],
    ['stop_sequence', 'end'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['refusal', 'refusal'],
    ['tool_use', 'other'],
  ])('ended with %s is %s', async (word, stop) => {
    const { ask } = await start(() => ({ text: 'x', stop: word }));
    expect(await ask(prompt, { signal: quiet() })).toMatchObject({ stop, stopReason: word });
  });

  test.each<[WireFault, string]>([
    [{ fault: 'status', status: 429, code: 'contract_spend_limit_reached' }, 'spend'],
    [{ fault: 'status', status: 429, code: 'enforced_spend_limit_reached' }, 'spend'],
    [{ fault: 'status', status: 400, code: 'linked_organization_spend_limit_reached' }, 'spend'],
    [{ fault: 'status', status: 400, message: 'Your credit balance is too low to use this API.' }, 'spend'],
    [{ fault: 'status', status: 429, code: 'ramp_limit_exceeded' }, 'rate'],
    [{ fault: 'status', status: 400, message: 'prompt is too long' }, 'request'],
  ])('%j is a failure of kind %s', async (fault, kind) => {
    const { ask } = await start(() => fault);
    const failure = await outcomeOf(ask(prompt, { signal: quiet() }));
    expect(failure).toMatchObject({ kind, requestId: 'req_000001' });
    if (kind === 'spend') expect(failure).toMatchObject({ message: expect.stringContaining('Add credit') });
  });
});

describe('an answer from Claude that pauses', () => {
  const paused = (text: string): WireReply => ({
    content: [
      { type: 'thinking', thinking: 'hmm', signature: 's' },
      { type: 'text', text },
      { type: 'server_tool_use', id: 'srv_1', name: 'web_search', input: { query: 'price' } },
    ],
    stop: 'pause_turn',
    usage: { input: 10, output: 5, thinking: 1, cacheRead: 3, cacheWrite: 100 },
  });
  const rest: WireReply = { text: '1}', usage: { input: 20, output: 7, thinking: 2, cacheRead: 100, cacheWrite: 0 } };

  test.each([false, true])('goes on where it stopped, and is one reply (streamed: %s)', async (streamed) => {
    const { ask, wire: seen } = await start(({ number }) => (number < 3 ? paused(number === 1 ? '{"a"' : ':') : rest));
    let begun = 0;
    const begin = { onBegin: () => (begun += 1) };
    const reply = await ask(prompt, { signal: quiet(), ...(streamed ? begin : {}) });
    expect(reply).toMatchObject({ text: '{"a":1}', stop: 'end', requestId: 'req_000003' });
    expect(reply.usage).toEqual({
      input: 40,
      output: 17,
      thinking: 4,
      cacheWrite5m: 200,
      cacheWrite1h: 0,
      cacheRead: 106,
    });
    expect(reply.costUsd).toBeCloseTo((40 * 2 + 17 * 10 + 200 * 2.5 + 106 * 0.1) / 1e6, 12);
    const [first, second, third] = seen.requests.map(
      ({ body }) => body.messages as { role: string; content: unknown[] }[],
    );
    expect(second).toEqual([...(first ?? []), { role: 'assistant', content: expect.anything() }]);
    expect(second?.at(-1)?.content).toMatchObject([
      { type: 'thinking', thinking: 'hmm', signature: 's' },
      { type: 'text', text: '{"a"' },
      { type: 'server_tool_use', id: 'srv_1', name: 'web_search', input: { query: 'price' } },
    ]);
    expect(third?.at(-1)?.content).toHaveLength(6);
    expect(begun).toBe(streamed ? 1 : 0);
  });

  test('sends back everything a stream said, piece by piece', async () => {
    const events = [
      { type: 'message_start', message: { id: 'm1', usage: { input_tokens: 1, output_tokens: 1 } } },
      { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '', signature: '' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'so' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 'sig' } },
      {
        type: 'content_block_start',
        index: 1,
        content_block: { type: 'server_tool_use', id: 's', name: 'n', input: {} },
      },
      { type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: '{"q":' } },
      { type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: '"price"}' } },
      { type: 'message_delta', delta: { stop_reason: 'pause_turn' }, usage: { output_tokens: 5 } },
      { type: 'message_stop' },
    ];
    const body = events.map((one) => `data: ${JSON.stringify(one)}\n\n`).join('');
    const stream: WireReply = { fault: 'body', contentType: 'text/event-stream', body };
    const { ask, wire: seen } = await start(({ number }) => (number === 1 ? stream : rest));
    expect(await ask(prompt, { signal: quiet(), onBegin: () => undefined })).toMatchObject({ text: '1}', stop: 'end' });
    expect((seen.requests[1]?.body as { messages: unknown[] } | undefined)?.messages.at(-1)).toEqual({
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'so', signature: 'sig' },
        { type: 'server_tool_use', id: 's', name: 'n', input: { q: 'price' } },
      ],
    });
  });

  test('is left as it is when it pauses a fourth time', async () => {
    const { ask, wire: seen } = await start(() => paused('x'));
    expect(await ask(prompt, { signal: quiet() })).toMatchObject({
      text: 'xxxx',
      stop: 'other',
      stopReason: 'pause_turn',
    });
    expect(seen.requests).toHaveLength(4);
  });

  test('is paid for as far as it came when it cannot go on', async () => {
    const refused: WireReply = { fault: 'status', status: 529, type: 'overloaded_error' };
    const { ask } = await start(({ number }) => (number === 1 ? paused('x') : refused));
    const failure = await outcomeOf(ask(prompt, { signal: quiet() }));
    expect(failure).toMatchObject({ kind: 'server', status: 529, requestId: 'req_000002', retryable: true });
    expect(wasFree(failure)).toBe(false);
    // Refused at once, it is free.
    expect(wasFree(await outcomeOf(ask(prompt, { signal: quiet() })))).toBe(true);
  });

  test('has no known cost when one of its parts tells no tokens', async () => {
    const { ask } = await start(({ number }) => (number === 1 ? { ...(paused('x') as object), usage: null } : rest));
    expect(await ask(prompt, { signal: quiet() })).toMatchObject({ usage: null, costUsd: null });
  });
});

describe('a stream from Claude', () => {
  const streamed = async (reply: WireReply) => {
    const { ask } = await start(() => reply);
    return ask(prompt, { signal: quiet(), onBegin: () => undefined });
  };
  const events = (...list: unknown[]): WireReply => ({
    fault: 'body',
    contentType: 'text/event-stream',
    body: list
      .map((event) => `event: ${String((event as { type: string }).type)}\ndata: ${JSON.stringify(event)}\n\n`)
      .join(''),
  });
  const begin = {
    type: 'message_start',
    message: { id: 'm1', model: 'claude-sonnet-5-5', usage: { input_tokens: 3, output_tokens: 1 } },
  };
  const block = { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } };
  const delta = { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'x' } };
  const end = [
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 5 } },
    { type: 'message_stop' },
  ];

  test('amounts to the same reply as an answer in one piece', async () => {
    const { ask } = await start(() => ({ text: [opinionText, ' and more'] }));
    const whole = await ask(prompt, { signal: quiet() });
    const second = await start(() => ({ text: [opinionText, ' and more'] }));
    const pieces = await second.ask(prompt, { signal: quiet(), onBegin: () => undefined });
    const timeless = { receivedAt: '', tookMs: 0 };
    expect({ ...pieces, ...timeless }).toEqual({ ...whole, ...timeless });
  });

  test('passes over events it does not know, and what gateways add', async () => {
    const odd = { type: 'brand_new', fields: [] };
    expect(await streamed(events(begin, begin, odd, block, delta, ...end))).toMatchObject({
      text: 'x',
      usage: { input: 3, output: 5 },
    });
  });

  test.each<[string, WireReply, string]>([
    ['that ends early', { fault: 'early-end' }, 'network'],
    ['that is cut', { fault: 'cut' }, 'network'],
    ['that says it failed', { fault: 'stream-error' }, 'server'],
    ['that says its rate is limited', { fault: 'stream-error', type: 'rate_limit_error' }, 'rate'],
    ['of two messages', events(begin, { ...begin, message: { id: 'm2' } }, block, delta, ...end), 'malformed'],
    ['that begins in the middle', events(block, delta, ...end), 'malformed'],
    ['that continues a block that never began', events(begin, delta, ...end), 'malformed'],
    ['with an event in another form', events(begin, { type: 'content_block_delta', index: 'first' }), 'malformed'],
    ['that is empty', events(), 'network'],
    [
      'that is not JSON',
      { fault: 'body', contentType: 'text/event-stream', body: 'event: message_start\ndata: {"type"\n\n' },
      'malformed',
    ],
  ])('%s is a failure', async (_, reply, kind) => {
    expect(await outcomeOf(streamed(reply))).toMatchObject({ kind, requestId: 'req_000001' });
  });

  test.each<WireFault>([{ fault: 'stall-body' }, { fault: 'drip' }])(
    'of which nothing more can be read ends long before the deadline: %j',
    async (fault) => {
      wire = await startWire(() => fault);
      const ask = claude({ apiKey: key, baseURL: wire.url, priceOf: () => null, deadlineMs: 600_000, idleMs: 100 });
      const failure = await outcomeOf(ask(prompt, { signal: quiet(), onBegin: () => undefined }));
      expect(failure).toMatchObject({ kind: 'deadline', message: 'claude: the answer stopped arriving for 0.1 s' });
    },
  );

  test('may turn out to be an answer in one piece', async () => {
    const body = { content: [{ type: 'text', text: 'x' }], stop_reason: 'end_turn' };
    expect(await streamed({ fault: 'body', body })).toMatchObject({ text: 'x', stop: 'end' });
  });

  test('releases the others to read the cache before it is whole', async () => {
    const begun = Promise.withResolvers<void>();
    const others = Promise.withResolvers<void>();
    const { ask } = await start(({ number }) => (number === 1 ? { text: 'x', hold: others.promise } : 'y'));
    const first = ask(prompt, { signal: quiet(), onBegin: begun.resolve });
    await begun.promise;
    const second = await ask({ ...prompt, own: 'You are the founder.' }, { signal: quiet() });
    others.resolve();
    expect(second.usage?.cacheRead).toBeGreaterThan(0);
    expect(second.usage?.cacheRead).toBe((await first).usage?.cacheWrite5m);
  });
});
