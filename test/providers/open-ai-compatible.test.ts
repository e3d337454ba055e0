import { afterEach, describe, expect, test } from 'vitest';
import type { Reply } from '../../src/core/call.ts';
import { type OpenAiCompatibleOptions, openAiCompatible } from '../../src/providers/open-ai-compatible.ts';
import { describeWireAsk, opinionText, outcomeOf, promptFor, quiet } from '../contracts/ask.ts';
import type { WireReply, WireScript } from '../wire/answer.ts';
import { startWire, type Wire } from '../wire/server.ts';

const accessToken = 'hf_secret-key-of-the-test';
const prompt = promptFor('hugging-face:openai/gpt-oss-120b:cheapest');
const words = { length: 'length', refusal: 'content_filter' };

describeWireAsk({
  name: 'hugging-face',
  prompt,
  words,
  connect: (root, more) => openAiCompatible({ provider: 'hugging-face', root, accessToken, ...more }),
});

describeWireAsk({
  name: 'endpoint',
  prompt: promptFor('endpoint:llama3.2:3b'),
  words,
  connect: (root, more) =>
    openAiCompatible({ provider: 'endpoint', root: `${root}/v1`, accessToken: 'hf_secret-key-of-the-test', ...more }),
});

let wire: Wire | undefined;
afterEach(async () => {
  await wire?.close();
});

async function askOnce(
  reply: WireReply | WireScript,
  more: Partial<OpenAiCompatibleOptions> = {},
  model = prompt.model,
): Promise<{ reply: Reply; request: Wire['requests'][number] }> {
  wire = await startWire(typeof reply === 'function' ? reply : () => reply, { open: true });
  const ask = openAiCompatible({ provider: 'hugging-face', root: wire.url, accessToken, ...more });
  const answered = await ask({ ...prompt, model }, { signal: quiet() });
  const request = wire.requests[0];
  if (request === undefined) throw new Error('nothing was asked');
  return { reply: answered, request };
}

describe('what is sent to a chat completions service', () => {
  test('is one system message, the turns, the schema, and the model as written', async () => {
    const { request } = await askOnce(opinionText, { billTo: 'house' });
    expect(request.path).toBe('/v1/chat/completions');
    expect(request.headers).toMatchObject({ authorization: `Bearer ${accessToken}`, 'x-hf-bill-to': 'house' });
    expect(request.body).toEqual({
      model: 'openai/gpt-oss-120b:cheapest',
      messages: [
        { role: 'system', content: `${prompt.shared}\n\n${prompt.own}` },
        { role: 'user', content: 'Write the review.' },
      ],
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'opinion', schema: prompt.schema.schema, strict: true },
      },
      max_tokens: 2_000,
    });
  });

  test('carries any kind of key, or none', async () => {
    const { request } = await askOnce('x', { provider: 'endpoint', accessToken: 'sk-local' }, 'endpoint:llama3');
    expect(request.headers.authorization).toBe('Bearer sk-local');
    await wire?.close();
    const bare = await askOnce('x', { provider: 'endpoint', accessToken: null }, 'endpoint:llama3');
    expect(bare.request.headers.authorization).toBeUndefined();
    expect(bare.request.body.model).toBe('llama3');
  });

  test.each(['', '/', '/v1', '/v1/'])('reaches a root that ends in %j', async (end) => {
    wire = await startWire(() => 'x');
    const ask = openAiCompatible({ provider: 'hugging-face', root: `${wire.url}${end}`, accessToken });
    expect((await ask(prompt, { signal: quiet() })).text).toBe('x');
  });

  test.each<[Partial<OpenAiCompatibleOptions>, string]>([
    [{ accessToken: '' }, 'credentials'],
    [{ accessToken: 'hf_ with space' }, 'credentials'],
    [{ root: 'localhost:11434' }, 'request'],
    [{ root: 'gpt-oss' }, 'request'],
  ])('is nothing with %j', async (more, kind) => {
    const ask = openAiCompatible({ provider: 'hugging-face', root: 'http://127.0.0.1:9', accessToken, ...more });
    expect(await outcomeOf(ask(prompt, { signal: quiet() }))).toMatchObject({ kind, status: null });
  });
});

describe('what comes back from a chat completions service', () => {
  test('has request id, who served it, tokens, and the cost at the price of who served it', async () => {
    const asked: unknown[] = [];
    const price = { input: 1, output: 2, cacheWrite5m: 1, cacheWrite1h: 1, cacheRead: 0.5 };
    const { reply } = await askOnce(
      { text: opinionText, usage: { input: 1_000, output: 50, cacheRead: 400, thinking: 20 } },
      {
        priceOf: async (model, servedBy) => {
          asked.push([model, servedBy]);
          return { version: 'hugging-face 2026-11-23', tiers: [{ upTo: null, price }] };
        },
      },
    );
    expect(reply).toMatchObject({
      provider: 'hugging-face',
      model: 'openai/gpt-oss-120b',
      family: 'openai',
      servedBy: 'groq',
      requestId: 'Root=1',
    });
    expect(reply.usage).toEqual({
      input: 600,
      output: 50,
      thinking: 20,
      cacheWrite5m: 0,
      cacheWrite1h: 0,
      cacheRead: 400,
    });
    expect(reply.costUsd).toBeCloseTo((600 + 50 * 2 + 400 * 0.5) / 1e6, 12);
    expect(asked).toEqual([['openai/gpt-oss-120b:cheapest', 'groq']]);
    expect(reply.prices).toEqual({ version: 'hugging-face 2026-11-23', tiers: [{ upTo: null, price }] });
  });

  test('has no cost without a price', async () => {
    expect((await askOnce('x')).reply).toMatchObject({
      usage: { cacheRead: 0 },
      costUsd: null,
      prices: null,
    });
  });

  test('is an empty text when there is only reasoning', async () => {
    const { reply } = await askOnce({ content: { content: null, reasoning_content: 'so, {"a":1}' } });
    expect(reply).toMatchObject({ text: '', stop: 'end', stopReason: 'stop' });
  });

  test('may be a list of parts', async () => {
    const { reply } = await askOnce({
      content: { content: [{ type: 'text', text: '{"a"' }, { type: 'text', text: ':1}' }, { type: 'image' }] },
    });
    expect(reply.text).toBe('{"a":1}');
  });

  test('may be a refusal in words of its own', async () => {
    const { reply } = await askOnce({ content: { content: null, refusal: 'I would rather not.' } });
    expect(reply).toMatchObject({ text: '', stop: 'refusal', stopReason: 'refusal: I would rather not.' });
  });

  test('is read as JSON whatever it calls itself', async () => {
    const body = { choices: [{ message: { content: 'x' }, finish_reason: 'stop' }] };
    const { reply } = await askOnce({ fault: 'body', body, contentType: 'application/octet-stream' });
    expect(reply).toMatchObject({ text: 'x', stop: 'end', usage: null, model: 'openai/gpt-oss-120b:cheapest' });
  });

  const chunks = (list: unknown[], end = 'data: [DONE]\n\n'): WireReply => ({
    fault: 'body',
    contentType: 'text/event-stream',
    body: `: a comment\n\n${list.map((one) => `data:${JSON.stringify(one)}\n\n`).join('')}${end}`,
  });
  const piece = (content: string, finish: string | null = null) => ({
    model: 'openai/gpt-oss-120b',
    choices: [{ index: 0, delta: { content }, finish_reason: finish }],
  });
  const usage = { prompt_tokens: 40, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 30 } };

  test('may be a stream although none was asked for', async () => {
    const other = { choices: [{ index: 1, delta: { content: 'of another choice' } }] };
    const { reply } = await askOnce(chunks([piece('{"a"'), other, piece(':1}', 'stop'), { choices: [], usage }]));
    expect(reply).toMatchObject({ text: '{"a":1}', stop: 'end', model: 'openai/gpt-oss-120b' });
    expect(reply.usage).toMatchObject({ input: 10, cacheRead: 30, output: 2 });
  });

  test('may be a stream without its last word, as long as it says how it ended', async () => {
    const { reply } = await askOnce(chunks([piece('x'), piece('y', 'length')], ''));
    expect(reply).toMatchObject({ text: 'xy', stop: 'length' });
  });

  test.each<[string, WireReply, { kind: string; message?: string }]>([
    ['that ends in its middle', chunks([piece('x')], ''), { kind: 'network' }],
    ['that is empty', chunks([], ''), { kind: 'network' }],
    ['that is not JSON', chunks([], 'data: {"choices"\n\n'), { kind: 'malformed' }],
    [
      'that says it failed in its middle',
      chunks([piece('x'), { error: { message: 'no tool was called', status_code: 400 } }], ''),
      { kind: 'request', message: 'hugging-face answered 400: no tool was called.' },
    ],
    ['that says the server is busy', chunks([{ error: { message: 'busy', code: 503 } }], ''), { kind: 'server' }],
  ])('is a failure when it is a stream %s', async (_, reply, expected) => {
    expect(await outcomeOf(askOnce(reply))).toMatchObject({ ...expected, requestId: 'Root=1', servedBy: 'groq' });
  });

  test.each<[WireReply, string]>([
    [{ fault: 'status', status: 422, message: 'response_format json_schema is not available here' }, 'unsupported'],
    [{ fault: 'status', status: 400, message: 'This model does not support structured outputs' }, 'unsupported'],
    [{ fault: 'status', status: 404, message: 'Model x is not supported by provider groq' }, 'unsupported'],
    [
      { fault: 'status', status: 400, message: 'The model x is not supported by any provider you have enabled.' },
      'request',
    ],
    [{ fault: 'body', body: { choices: [] } }, 'malformed'],
    [{ fault: 'body', body: { choices: [{}] } }, 'malformed'],
    [{ fault: 'body', body: { error: { message: 'upstream is down', code: 502 } } }, 'server'],
    [{ fault: 'body', body: { error: { message: 'slow down', code: 429 } } }, 'rate'],
    [{ fault: 'body', body: { error: { message: 'too long', http_status_code: 422 } } }, 'request'],
    [
      {
        fault: 'body',
        body: { choices: [{ error: { message: 'broke off', code: 502 }, message: { content: 'ha' } }] },
      },
      'server',
    ],
    [{ fault: 'status', status: 403, body: { error: 'You have exceeded your monthly included credits' } }, 'spend'],
    [{ fault: 'status', status: 422, body: { detail: [{ msg: 'Field required' }] } }, 'request'],
  ])('%j is a failure of kind %s', async (reply, kind) => {
    expect(await outcomeOf(askOnce(reply))).toMatchObject({ kind, requestId: 'Root=1' });
  });
});
