import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startWire, type Wire } from './server.ts';

const headers = { authorization: 'Bearer sk-test', 'anthropic-version': '2026-10-21' };
const text = 'Tern keeps every log for ever. '.repeat(200);

let wire: Wire;
beforeEach(async () => {
  wire = await startWire(() => '{"a":"b"}');
});
afterEach(() => wire.close());

interface Answer {
  status: number;
  body: Record<string, unknown> & { id?: string; expires_at?: string; created_at?: string; next_page?: string };
}

const send = async (path: string, init: RequestInit = {}): Promise<Answer> => {
  const response = await fetch(`${wire.url}/v1/files${path}`, { ...init, headers: { ...headers, ...init.headers } });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
};
const upload = (parts: Record<string, string | File>, more: RequestInit = {}) => {
  const form = new FormData();
  for (const [name, part] of Object.entries(parts)) form.append(name, part);
  return send('', { method: 'POST', body: form, ...more });
};
const file = (content: string, name = 'tern.txt', type = 'text/plain') => new File([content], name, { type });

/** A message about a file, or about whatever block is given. */
const ask = async (block: object, path = '', more: object = {}) => {
  const content = [block, { type: 'text', text: 'Write.' }];
  const body = { model: 'claude-sonnet-5-5', max_tokens: 100, messages: [{ role: 'user', content }], ...more };
  const response = await fetch(`${wire.url}/v1/messages${path}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
};
const reference = (file_id: string, more: object = {}) => ({
  type: 'document',
  source: { type: 'file', file_id },
  ...more,
});

describe('the wire fake of the Files API', () => {
  test('keeps a file, tells of it, and deletes it once', async () => {
    const { status, body } = await upload({ file: file(text), expires_in_seconds: '3600' });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        type: 'file',
        filename: 'tern.txt',
        mime_type: 'text/plain',
        size_bytes: text.length,
        downloadable: false,
      },
    });
    expect(Date.parse(body.expires_at ?? '') - Date.parse(body.created_at ?? '')).toBeCloseTo(3_600_000, -2);
    expect(await send(`/${body.id}`)).toMatchObject({ status: 200, body: { id: body.id } });
    expect(await send(`/${body.id}`, { method: 'DELETE' })).toMatchObject({ body: { type: 'file_deleted' } });
    for (const method of ['GET', 'DELETE'])
      expect(await send(`/${body.id}`, { method })).toMatchObject({
        status: 404,
        body: { error: { type: 'not_found_error' } },
      });
  });

  test.each([
    ['another type', { file: file('a,b', 'a.csv', 'text/csv') }, 'text/csv'],
    ['an empty file', { file: file('') }, 'empty'],
    ['no file', { expires_in_seconds: '3600' }, 'exactly one'],
    ['a name with a path', { file: file(text, 'a:b.txt') }, 'filename'],
    ['a life that is too short', { file: file(text), expires_in_seconds: '3599' }, 'expires_in_seconds'],
    ['a life that is too long', { file: file(text), expires_in_seconds: '7776001' }, 'expires_in_seconds'],
    ['a life in words', { file: file(text), expires_in_seconds: 'month' }, 'expires_in_seconds'],
    ['a field nobody knows', { file: file(text), purpose: 'x' }, 'purpose'],
  ])('refuses %s', async (_, parts, words) => {
    const { status, body } = await upload(parts as Record<string, string | File>);
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain(words);
    expect(wire.files.uploaded).toEqual([]);
  });

  test('refuses what is no form, and whoever has no key', async () => {
    expect(
      await send('', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }),
    ).toMatchObject({ status: 400 });
    expect(await send('', { headers: { authorization: '' } })).toMatchObject({ status: 401 });
  });

  test('lists page by page, or by id without those that are gone', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 3; index += 1)
      ids.push((await upload({ file: file(`${text}${index}`) })).body.id ?? '');
    const first = await send('?limit=2');
    expect(first.body).toMatchObject({ data: [{ id: ids[0] }, { id: ids[1] }], next_page: expect.any(String) });
    const second = await send(`?limit=2&page=${first.body.next_page}`);
    expect(second.body).toMatchObject({ data: [{ id: ids[2] }], next_page: null });
    wire.files.lose(ids[0] ?? '');
    expect((await send(`?ids[]=${ids[0]}&ids[]=${ids[2]}`)).body).toMatchObject({ data: [{ id: ids[2] }] });
    for (const wrong of ['?limit=0', '?page=x', '?after_id=x', `?ids[]=${ids[0]}&limit=2`])
      expect(await send(wrong), wrong).toMatchObject({ status: 400 });
  });

  test('gives a message the text of its file, and counts and caches it', async () => {
    const id = (await upload({ file: file(text) })).body.id ?? '';
    const cached = reference(id, { title: 'Tern', cache_control: { type: 'ephemeral' } });
    const tokens = Math.ceil(text.length / 4);
    expect((await ask(cached)).body.usage).toMatchObject({ input_tokens: 2, cache_creation_input_tokens: tokens });
    expect((await ask(cached)).body.usage).toMatchObject({ input_tokens: 2, cache_read_input_tokens: tokens });
    expect((await ask(cached, '/count_tokens')).body).toEqual({ input_tokens: tokens + 2 });
    expect(wire.requests.at(-1)?.documents).toEqual([text]);
  });

  test('does not know a file that was deleted, expired, or belongs to another key', async () => {
    const [lost, expired] = [await upload({ file: file('one') }), await upload({ file: file('two') })];
    const foreign = wire.files.plant({ owner: 'Bearer sk-other', filename: 'theirs.txt' });
    wire.files.lose(lost.body.id ?? '');
    wire.files.expire(expired.body.id ?? '');
    expect(await ask(reference(lost.body.id ?? ''))).toMatchObject({ status: 404 });
    expect(await ask(reference(foreign.id))).toMatchObject({ status: 404 });
    expect(await ask(reference(expired.body.id ?? ''))).toMatchObject({
      status: 404,
      body: { error: { type: 'not_found_error', details: { error_code: 'file_expired' } } },
    });
    expect((await send('')).body).toMatchObject({ data: [{ id: expired.body.id }] });
  });

  test.each<[string, { body?: object; role?: string; block?: object }]>([
    ['in the system part', { body: { system: [reference('file_000001')] } }],
    ['in an assistant’s turn', { role: 'assistant' }],
    ['without a source', { block: { source: undefined } }],
    ['of an unknown kind', { block: { source: { type: 'scroll' } } }],
    ['with an empty text', { block: { source: { type: 'text', media_type: 'text/plain', data: '' } } }],
    ['with a title that is too long', { block: { title: 'x'.repeat(501) } }],
  ])('refuses a document %s', async (_, { body = {}, role, block = {} }) => {
    await upload({ file: file(text) });
    const messages = role === undefined ? {} : { messages: [{ role, content: [reference('file_000001')] }] };
    const { status } = await ask({ ...reference('file_000001'), ...block }, '', { ...body, ...messages });
    expect(status).toBe(400);
  });
});
