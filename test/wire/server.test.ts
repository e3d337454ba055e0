import { afterEach, describe, expect, test } from 'vitest';
import { startWire, type Wire } from './server.ts';

let wire: Wire | undefined;
afterEach(async () => {
  await wire?.close();
});

const schema = (more: object = {}, property: object = { type: 'string' }) => ({
  output_config: {
    format: {
      type: 'json_schema',
      schema: { type: 'object', properties: { a: property }, required: ['a'], additionalProperties: false, ...more },
    },
  },
});

const message = { model: 'claude-sonnet-5-5', max_tokens: 100, messages: [{ role: 'user', content: 'Hello' }] };
const cited = [{ role: 'user', content: [{ type: 'document', source: {}, citations: { enabled: true } }] }];
const cached = { type: 'text', text: 'x', cache_control: { type: 'ephemeral' } };

async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  wire = await startWire(() => 'fine', { models: [{ id: 'a/b', providers: [] }] });
  return fetch(`${wire.url}${path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer key', ...headers },
    body: JSON.stringify(body),
  });
}

const claudeHeaders = { 'anthropic-version': '2026-10-21' };

/** The body of an answer, of which each test says what it expects. */
async function read(response: Response): Promise<Record<string, unknown>> {
  return (await response.json()) as Record<string, unknown>;
}

describe('the wire fake of the Messages API', () => {
  test('answers a good request', async () => {
    const response = await post('/v1/messages', { ...message, ...schema() }, claudeHeaders);
    expect(response.status).toBe(200);
    expect(response.headers.get('request-id')).toBe('req_000001');
    expect(response.headers.get('anthropic-ratelimit-requests-remaining')).not.toBeNull();
  });

  test.each<[string, object]>([
    ['temperature', { temperature: 1 }],
    ['top_p', { top_p: 1 }],
    ['top_k', { top_k: 1 }],
    ['max_tokens', { max_tokens: undefined }],
    ['at least one message', { messages: [] }],
    ['tool_choice', { tool_choice: { type: 'tool', name: 'x' } }],
    ['tool_choice', { tool_choice: { type: 'any' } }],
    ['minimum', schema({}, { type: 'integer', minimum: 0 })],
    ['maxLength', schema({}, { type: 'string', maxLength: 3 })],
    ['pattern', schema({}, { anyOf: [{ type: 'string', pattern: 'x' }] })],
    ['minItems', schema({}, { type: 'array', items: { type: 'string' }, minItems: 2 })],
    ['additionalProperties', schema({ additionalProperties: undefined })],
    ['additionalProperties', schema({}, { type: 'array', items: { type: 'object', properties: {} } })],
    ['citations', { messages: cited, ...schema() }],
    ['prefill', { messages: [...message.messages, { role: 'assistant', content: '{' }], ...schema() }],
    ['cache_control', { system: Array.from({ length: 5 }, () => cached) }],
    ['non-empty', { system: [{ type: 'text', text: ' ' }] }],
    ['effort', { output_config: { effort: 'huge' } }],
  ])('refuses a request and says %s: %j', async (word, more) => {
    const response = await post('/v1/messages', { ...message, ...more }, claudeHeaders);
    expect(response.status).toBe(400);
    expect(await read(response)).toMatchObject({
      type: 'error',
      error: { type: 'invalid_request_error', message: expect.stringContaining(word) },
    });
  });

  test('wants a bearer token, a version and a known model', async () => {
    expect((await post('/v1/messages', message, { ...claudeHeaders, authorization: 'x' })).status).toBe(401);
    await wire?.close();
    expect((await post('/v1/messages', message)).status).toBe(400);
    await wire?.close();
    expect((await post('/v1/messages', { ...message, model: 'claude-one' }, claudeHeaders)).status).toBe(404);
  });

  test('counts tokens and lists models', async () => {
    expect(await (await post('/v1/messages/count_tokens', message, claudeHeaders)).json()).toEqual({ input_tokens: 2 });
    const get = (path: string) =>
      fetch(`${wire?.url}${path}`, { headers: { authorization: 'Bearer key', ...claudeHeaders } });
    expect((await read(await get('/v1/models'))).data).not.toEqual([]);
    expect((await get('/v1/models/claude-sonnet-5-5')).status).toBe(200);
    expect((await get('/v1/models/claude-one')).status).toBe(404);
  });

  test('lets a prefix be read from the cache only once its first answer has begun', async () => {
    const gate = Promise.withResolvers<void>();
    wire = await startWire(async ({ number }) => {
      if (number === 1) await gate.promise;
      return 'fine';
    });
    const { url } = wire;
    const system = [{ type: 'text', text: 'word '.repeat(600), cache_control: { type: 'ephemeral' } }];
    const ask = async (own: string) => {
      const body = JSON.stringify({ ...message, system: [...system, { type: 'text', text: own }] });
      const response = await fetch(`${url}/v1/messages`, {
        method: 'POST',
        headers: { authorization: 'Bearer key', ...claudeHeaders },
        body,
      });
      return (await read(response)).usage;
    };
    const first = ask('one');
    await wire.arrived(1);
    expect(await ask('two')).toMatchObject({ cache_creation_input_tokens: 750, cache_read_input_tokens: 0 });
    gate.resolve();
    await first;
    expect(await ask('three')).toMatchObject({ cache_creation_input_tokens: 0, cache_read_input_tokens: 750 });
  });
});

describe('the wire fake of a router', () => {
  const chat = { model: 'a/b', max_tokens: 100, messages: [{ role: 'user', content: 'Hello' }] };
  const format = (json_schema: object) => ({ response_format: { type: 'json_schema', json_schema } });
  const strict = { name: 'x', strict: true };

  test.each<[string, object]>([
    ['max_tokens', { max_tokens: undefined }],
    ['messages', { messages: [] }],
    [
      'system',
      {
        messages: [
          { role: 'system', content: 'a' },
          { role: 'system', content: 'b' },
        ],
      },
    ],
    ['model', { model: 'http://somewhere' }],
    ['name', format({ strict: true, schema: {} })],
    ['strict', format({ name: 'x', schema: {} })],
    ['schema', format(strict)],
    ['additionalProperties', format({ ...strict, schema: { type: 'object', properties: {} } })],
    [
      'required',
      format({
        ...strict,
        schema: { type: 'object', properties: { a: {} }, required: [], additionalProperties: false },
      }),
    ],
  ])('refuses a request and says %s: %j', async (word, more) => {
    const response = await post('/v1/chat/completions', { ...chat, ...more });
    expect(response.status).toBe(400);
    expect(await read(response)).toMatchObject({ error: { message: expect.stringContaining(word) } });
  });

  test('answers a good request, names who served it, and lists models', async () => {
    const response = await post('/v1/chat/completions', chat);
    expect(response.headers.get('x-inference-provider')).toBe('groq');
    expect(await read(response)).toMatchObject({ choices: [{ message: { content: 'fine' } }] });
    const get = (path: string, headers = {}) => fetch(`${wire?.url}${path}`, { headers });
    expect((await get('/v1/models')).status).toBe(401);
    expect((await get('/v1/models/a/b', { authorization: 'Bearer hf' })).status).toBe(200);
    expect((await get('/v1/models/a/c', { authorization: 'Bearer hf' })).status).toBe(404);
  });

  test('keeps every request byte for byte', async () => {
    await post('/v1/chat/completions', chat);
    expect(wire?.requests.map(({ raw }) => raw)).toEqual([JSON.stringify(chat)]);
  });
});

describe('the wire fake of Message Batches', () => {
  const one = (custom_id: string, more: object = {}) => ({ custom_id, params: { ...message, ...more } });
  const path = '/v1/messages/batches';

  test.each<[string, unknown]>([
    ['requests: at least one', {}],
    ['requests: at least one', { requests: [] }],
    ['requests.1.custom_id: String should match', { requests: [one('a'), one('slug:persona')] }],
    ['requests.0.custom_id: String should match', { requests: [one('x'.repeat(65))] }],
    ['requests.1.custom_id: "a" is not unique', { requests: [one('a'), one('a')] }],
    ['requests.0.params.stream', { requests: [one('a', { stream: false })] }],
    ['requests.0.params.temperature', { requests: [one('a', { temperature: 1 })] }],
    ['requests.1.params.max_tokens', { requests: [one('a'), one('b', { max_tokens: 0 })] }],
    ['requests.0.params.output_config', { requests: [one('a', schema({ additionalProperties: true }))] }],
  ])('refuses a whole batch because of %s', async (words, body) => {
    const response = await post(path, body, claudeHeaders);
    expect(response.status).toBe(400);
    expect(JSON.stringify(await read(response))).toContain(words.replaceAll('"', '\\"'));
  });

  test('tells how far a batch is, gives its results once it has ended, and knows no other', async () => {
    wire = await startWire(() => 'fine', { batches: { looks: 1 } });
    const { url } = wire;
    const headers = { ...claudeHeaders, authorization: 'Bearer key' };
    const get = (rest: string) => fetch(`${url}${path}${rest}`, { headers });
    const body = JSON.stringify({ requests: [one('a'), one('b')] });
    const made = await read(await fetch(url + path, { method: 'POST', headers, body }));
    expect(made).toMatchObject({ id: 'msgbatch_0001', processing_status: 'in_progress', ended_at: null });
    expect((await get('/msgbatch_0001/results')).status).toBe(400);
    expect(await read(await get('/msgbatch_0001'))).toMatchObject({ request_counts: { processing: 2, succeeded: 0 } });
    expect(await read(await get('/msgbatch_0001'))).toMatchObject({ processing_status: 'ended' });
    const lines = (await (await get('/msgbatch_0001/results')).text()).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).custom_id)).toEqual(['b', 'a']);
    expect(await read(await get(''))).toMatchObject({ data: [{ id: 'msgbatch_0001' }], has_more: false });
    expect((await get('/msgbatch_0002')).status).toBe(404);
    expect((await fetch(`${url}${path}`)).status).toBe(401);
  });

  test('gives what a cancelled batch was not asked back as canceled', async () => {
    wire = await startWire(() => 'fine', { batches: { looks: 5 } });
    const { url } = wire;
    const headers = { ...claudeHeaders, authorization: 'Bearer key' };
    const send = (rest: string, method: string, body?: string) =>
      fetch(`${url}${path}${rest}`, { method, headers, ...(body === undefined ? {} : { body }) });
    await send('', 'POST', JSON.stringify({ requests: [one('a')] }));
    expect(await read(await send('/msgbatch_0001/cancel', 'POST'))).toMatchObject({ processing_status: 'canceling' });
    expect(await read(await send('/msgbatch_0001', 'GET'))).toMatchObject({ processing_status: 'ended' });
    expect(JSON.parse(await (await send('/msgbatch_0001/results', 'GET')).text())).toEqual({
      custom_id: 'a',
      result: { type: 'canceled' },
    });
  });
});
