import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { Comparison } from '../../src/core/comparison/comparison.ts';
import type { WireReply, WireRequest } from '../wire/answer.ts';
import { startWire, type Wire, type WireOptions } from '../wire/server.ts';
import { answerHonestly, questionOf } from './honest-juror.ts';
import { writeLargeTool } from './large-tools.ts';
import { example, newcomer, type Running } from './program.ts';

let wire: Wire;
afterEach(() => wire.close());

/** A user with facts files of two large invented tools, in front of services that answer honestly. */
async function begin(
  options: WireOptions = {},
  script: (request: WireRequest) => WireReply = (request) => answerHonestly(questionOf(request)),
) {
  wire = await startWire(script, options);
  const { folder, start } = newcomer();
  const manuals = { ledgerly: writeLargeTool(folder, 'Ledgerly'), quarto: writeLargeTool(folder, 'Quarto') };
  const settings = { ANTHROPIC_API_KEY: 'sk-ant-test', ANTHROPIC_BASE_URL: wire.url };
  const run = (args: string, more: Record<string, string> = {}): Running['finished'] =>
    start(args.split(' '), { ...settings, ...more }).finished;
  return { folder, run, manuals };
}

const uploads = (): WireRequest[] =>
  wire.requests.filter(({ path, method }) => path === '/v1/files' && method === 'POST');
const messages = (): WireRequest[] => wire.requests.filter(({ path }) => path === '/v1/messages');
const chats = (): WireRequest[] => wire.requests.filter(({ api }) => api === 'chat');
/** The content of the first turn of a request. */
const contentOf = ({ body }: WireRequest): { type: string; source?: { file_id?: string }; text?: string }[] =>
  (body.messages as { content: { type: string }[] }[])[0]?.content ?? [];
const idsIn = (request: WireRequest): unknown[] =>
  contentOf(request).flatMap(({ type, source }) => (type === 'document' ? [source?.file_id] : []));

/** What a run logged. */
const entriesOf = (folder: string, day = new Date()): Record<string, unknown>[] =>
  readFileSync(join(folder, `output/logs/${day.toISOString().slice(0, 10)}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

test('a large dossier is uploaded once, and every call of every run refers to it', async () => {
  const { folder, run, manuals } = await begin();
  const first = await run('review ledgerly.yaml');
  expect(first.code, first.stderr).toBe(0);
  expect(uploads()).toHaveLength(1);
  const [file] = wire.files.uploaded;
  expect(file).toMatchObject({ type: 'text/plain', filename: expect.stringMatching(/^ship-or-skip\.ledgerly\./) });
  expect(file?.text).toContain(manuals.ledgerly);
  expect(messages()).toHaveLength(4);
  for (const request of messages()) {
    expect(idsIn(request)).toEqual([file?.id]);
    expect(request.raw.length).toBeLessThan(40_000);
  }

  expect((await run('review ledgerly --fresh --keep new')).code).toBe(0);
  const again = await run('regenerate ledgerly skeptic --note Briefly. --keep new');
  expect(again.code, again.stderr).toBe(0);
  expect(messages().length).toBeGreaterThanOrEqual(9);
  expect(uploads()).toHaveLength(1);
  expect(messages().flatMap(idsIn)).toEqual(messages().map(() => file?.id));
  expect(entriesOf(folder).filter(({ document }) => document !== undefined)).toMatchObject([
    { document: 'uploaded', tool: 'ledgerly', file: file?.id, bytes: Buffer.byteLength(file?.text ?? '') },
  ]);
});

test('the breakpoint stands on the document: who follows reads it from the cache, whatever the persona', async () => {
  const { folder, run } = await begin();
  await run('review ledgerly.yaml');
  const [leader, ...followers] = messages();
  const prefix = ({ body }: WireRequest, content: unknown[]) =>
    JSON.stringify([body.model, body.system, body.output_config, content]);
  for (const request of messages()) {
    const [document, persona, ask] = contentOf(request);
    expect(document).toMatchObject({ type: 'document', cache_control: { type: 'ephemeral', ttl: '5m' } });
    expect(persona?.text).toMatch(/^# Who you are\nYou are \w+, one of the panel/);
    expect(ask?.text).toMatch(/^Review Ledgerly as/);
    expect(JSON.stringify(request.body).match(/cache_control/g)).toHaveLength(1);
    expect(prefix(request, [document])).toBe(prefix(leader as WireRequest, [contentOf(leader as WireRequest)[0]]));
  }
  const tokens = Math.ceil((wire.files.uploaded[0]?.text.length ?? 0) / 4);
  const usage = entriesOf(folder).flatMap((entry) => (entry.usage ? [entry.usage as Record<string, number>] : []));
  expect(usage.filter(({ cacheWrite5m }) => (cacheWrite5m ?? 0) > tokens)).toHaveLength(1);
  expect(usage.filter(({ cacheRead }) => (cacheRead ?? 0) > tokens)).toHaveLength(followers.length);
});

test('a duel of two large dossiers refers to the files their reviews refer to, in the order they are read', async () => {
  const { run } = await begin();
  const { code, stderr } = await run('compare ledgerly.yaml quarto.yaml');
  expect(code, stderr).toBe(0);
  expect(uploads()).toHaveLength(2);
  const idOf = (tool: string) => wire.files.uploaded.find(({ filename }) => filename.includes(tool))?.id;
  const duels = messages().filter((request) => questionOf(request).kind === 'duel');
  expect(duels).toHaveLength(8);
  const inOrder = [idOf('ledgerly'), idOf('quarto')];
  expect(duels.map(idsIn).filter((ids) => ids[0] === inOrder[0])).toEqual(Array(4).fill(inOrder));
  expect(duels.map(idsIn).filter((ids) => ids[0] === inOrder[1])).toEqual(Array(4).fill(inOrder.toReversed()));
});

test('another family reads the same text to the byte, within its prompt, and quotes of both are checked against it', async () => {
  const { folder, run } = await begin();
  const { code, stderr } = await run('compare ledgerly.yaml quarto.yaml', {
    HF_TOKEN: 'hf_test',
    HF_ROUTER_URL: wire.url,
  });
  expect(code, stderr).toBe(0);
  expect(chats().length).toBeGreaterThanOrEqual(8);
  for (const { body } of chats()) {
    const [system] = body.messages as { content: string }[];
    const held = wire.files.uploaded.filter(({ text }) => system?.content.includes(`\n\n${text}\n\n# Who you are`));
    expect(held).toHaveLength(1);
    const claude = messages().filter((request) => idsIn(request).join() === held[0]?.id);
    const [rules] = claude.flatMap(({ body: sent }) => sent.system as { text: string }[]);
    expect(system?.content.startsWith(`${rules?.text}\n\n${held[0]?.text}`)).toBe(true);
  }
  const text = readFileSync(join(folder, 'output/ledgerly-vs-quarto/comparison.json'), 'utf8');
  const reviews = Comparison.parse(JSON.parse(text)).tools.flatMap((tool) => tool.reviews);
  const quotes = reviews.flatMap(({ checks }) => checks.flatMap((check) => check.quotes));
  expect(quotes.length).toBeGreaterThan(50);
  expect(quotes.filter(({ verified }) => !verified)).toEqual([]);
  expect(quotes.filter(({ source }) => source === 'S2').length).toBeGreaterThan(40);
  const texts = wire.files.uploaded.map((file) => file.text);
  expect(quotes.filter(({ text: words }) => !texts.some((whole) => whole.includes(words)))).toEqual([]);
});

test('a file whose time has come is uploaded again, and the first answer does not wait for a refusal', async () => {
  const { run } = await begin();
  await run('review ledgerly.yaml');
  const later = pathToFileURL(join(import.meta.dirname, 'forty-days-later.ts')).href;
  const { code, stderr } = await run('review ledgerly --fresh --keep new', { NODE_OPTIONS: `--import=${later}` });
  expect(code, stderr).toBe(0);
  expect(uploads()).toHaveLength(2);
  expect(messages().slice(4).flatMap(idsIn)).toEqual(Array(4).fill(wire.files.uploaded[1]?.id));
});

test.each(['deleted behind our back', 'expired before its time'])(
  'a file that was %s is uploaded again, once, and the seat is answered',
  async (how) => {
    const { folder, run } = await begin();
    await run('review ledgerly.yaml');
    const [{ id } = { id: '' }] = wire.files.uploaded;
    if (how.startsWith('deleted')) wire.files.lose(id);
    else wire.files.expire(id);
    const { code, stderr } = await run('review ledgerly --fresh --keep new --verbose');
    expect(code, stderr).toBe(0);
    expect(uploads()).toHaveLength(2);
    const [refused, ...answered] = messages().slice(4);
    expect(idsIn(refused as WireRequest)).toEqual([id]);
    expect(answered.flatMap(idsIn)).toEqual(Array(4).fill(wire.files.uploaded[1]?.id));
    expect(entriesOf(folder).flatMap(({ document }) => document ?? [])).toEqual(['uploaded', 'gone', 'uploaded']);
    expect(stderr).toContain(`ledgerly document: ${id} is gone`);
  },
);

const created = (): WireRequest[] =>
  wire.requests.filter(({ path, method }) => path === '/v1/messages/batches' && method === 'POST');
const idsInBatch = ({ body }: WireRequest): unknown[] =>
  (body.requests as { params: WireRequest['body'] }[]).flatMap(({ params }) => idsIn({ body: params } as WireRequest));

test('questions in batches name the file too, uploaded once, and live calls after them name the same', async () => {
  const { run } = await begin();
  const { code, stderr } = await run('compare ledgerly.yaml quarto.yaml --batch --duel');
  expect(code, stderr).toBe(0);
  expect(uploads()).toHaveLength(2);
  const [ledgerly, quarto] = wire.files.uploaded.toSorted((a, b) => a.filename.localeCompare(b.filename));
  expect(created().flatMap(idsInBatch).sort()).toEqual(
    [...Array(4).fill(ledgerly?.id), ...Array(4).fill(quarto?.id)].sort(),
  );
  expect(messages().map((request) => idsIn(request).toSorted())).toEqual(
    Array(8 + 1).fill([ledgerly?.id, quarto?.id].toSorted()),
  );
});

test('a question that comes back from a batch because its file is gone is answered with a new one', async () => {
  const { run } = await begin();
  await run('review ledgerly.yaml');
  const [{ id } = { id: '' }] = wire.files.uploaded;
  wire.files.lose(id);
  const { code, stderr } = await run('review ledgerly --fresh --keep new --batch');
  expect(code, stderr).toBe(0);
  expect(uploads()).toHaveLength(2);
  expect(messages().slice(5).flatMap(idsIn)).toEqual(Array(4).fill(wire.files.uploaded[1]?.id));
});

test('a batch that is refused because a file is gone is sent again with a new one', async () => {
  let refused = 0;
  const fails = ({ method, raw }: WireRequest) => {
    const gone = wire.files.uploaded.filter((file) => !wire.files.present().includes(file));
    if (method !== 'POST' || !gone.some(({ id }) => raw.includes(id))) return null;
    refused += 1;
    const message = 'requests.0.params.messages.0.content.0: File not found';
    return { fault: 'status' as const, status: 404, type: 'not_found_error', message };
  };
  const { run } = await begin({ batches: { fails } });
  await run('review ledgerly.yaml');
  wire.files.lose(wire.files.uploaded[0]?.id ?? '');
  const { code, stderr } = await run('review ledgerly --fresh --keep new --batch');
  expect({ code, refused }, stderr).toEqual({ code: 0, refused: 1 });
  expect(created().slice(1).flatMap(idsInBatch)).toEqual(Array(4).fill(wire.files.uploaded[1]?.id));
  expect(messages()).toHaveLength(4);
});

test('when nothing can be uploaded the same text goes with every call, and the note says why', async () => {
  const full = { type: 'invalid_request_error', code: 'storage_quota_exceeded', message: 'full' };
  const { folder, run } = await begin({ filesFault: () => ({ fault: 'status', status: 400, ...full }) });
  const { code, stderr } = await run('review ledgerly.yaml');
  expect(code, stderr).toBe(0);
  expect(wire.requests.filter(({ path }) => path === '/v1/files')).toHaveLength(1);
  expect(new Set(messages().map(({ documents }) => documents.join())).size).toBe(1);
  expect(messages().flatMap(idsIn)).toEqual([undefined, undefined, undefined, undefined]);
  expect(stderr).toContain('storage for files is full');
  expect(stderr).toContain('ship-or-skip files --prune');
  const usage = entriesOf(folder).flatMap((entry) => (entry.usage ? [entry.usage as Record<string, number>] : []));
  expect(usage.filter(({ cacheRead }) => (cacheRead ?? 0) > 0)).toHaveLength(3);
});

test('small dossiers make exactly the request they always made', async () => {
  const { run } = await begin();
  const { code, stderr } = await run(`compare ${example('litellm')} ${example('openrouter')}`);
  expect(code, stderr).toBe(0);
  expect(wire.requests.every(({ path }) => path === '/v1/messages')).toBe(true);
  const { stdout } = await run(`prompt ${example('litellm')} --persona skeptic --json`);
  const { shared, own, turns, schema } = JSON.parse(stdout);
  const asked = messages().find((request) => {
    const { persona, tool, kind } = questionOf(request);
    return persona === 'Skeptic' && tool === 'litellm' && kind === 'opinion';
  });
  const { stream: _, ...body } = asked?.body ?? {};
  expect(body).toEqual({
    model: 'claude-sonnet-5-5',
    max_tokens: 16_000,
    system: [
      { type: 'text', text: shared, cache_control: { type: 'ephemeral', ttl: '5m' } },
      { type: 'text', text: own },
    ],
    messages: [{ role: 'user', content: turns[0].text }],
    output_config: { effort: 'medium', format: { type: 'json_schema', schema: schema.schema } },
  });
});
