import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { longestInline } from '../../src/core/asking/document.ts';
import { type Prompt, ProviderFailed } from '../../src/core/call.ts';
import { estimateTokens } from '../../src/core/cost.ts';
import { BudgetReached, budget } from '../../src/providers/budget.ts';
import { claude } from '../../src/providers/claude/claude.ts';
import { type ClaudeFileApi, claudeFileApi } from '../../src/providers/claude/claude-file-api.ts';
import { type ClaudeFiles, claudeFiles } from '../../src/providers/claude/claude-files.ts';
import { claudePriceOf } from '../../src/providers/claude/claude-price-list.ts';
import type { FileEntry } from '../../src/providers/file-log.ts';
import { loadOf } from '../../src/providers/load.ts';
import type { Store } from '../../src/store/contract/contract.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { opinionText, outcomeOf, promptFor, quiet } from '../contracts/ask.ts';
import type { WireFault, WireReply, WireRequest } from '../wire/answer.ts';
import { startWire, type Wire } from '../wire/server.ts';

const key = 'sk-ant-of-the-test';
const rules = 'Quote exactly.';
const text = (word: string, length = longestInline + 1): string =>
  `${word}: ünïcode & "quotes". `.repeat(length).slice(0, length);

/** A prompt whose shared part ends in documents. */
function promptAbout(texts: Record<string, string>, more: Partial<Prompt> = {}): Prompt {
  let shared = rules;
  const documents = Object.entries(texts).map(([tool, whole]) => {
    const start = shared.length + 2;
    shared += `\n\n${whole}`;
    return { dossierKey: `dossier:v1:${tool}`, tool, title: `Dossier of ${tool}`, start, end: shared.length };
  });
  return promptFor('claude:claude-sonnet-5-5', { shared, documents, ...more });
}
const prompt = promptAbout({ lantern: text('Lantern') });

let wire: Wire;
let store: Store;
let file: string;
let fault: (request: WireRequest) => WireFault | null;
let reply: (request: WireRequest) => WireReply;
beforeEach(async () => {
  fault = () => null;
  reply = () => opinionText;
  wire = await startWire((request) => reply(request), { filesFault: (request) => fault(request) });
  file = join(mkdtempSync(join(tmpdir(), 'files-')), 'test.sqlite');
  store = await openSqliteStore(file);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await wire.close();
  await store.close();
});

/** One run of the program: what it decided about a file holds until its end. */
function openRun({
  apiKey = key,
  now = () => new Date(),
  deadlineMs = 5_000,
  more = {} as Partial<ClaudeFileApi>,
} = {}) {
  const entries: FileEntry[] = [];
  const complaints: string[] = [];
  const access = { apiKey, baseURL: wire.url, now };
  const files = claudeFiles({
    api: { ...claudeFileApi({ ...access, deadlineMs }), ...more },
    uploads: store.files,
    log: (entry) => entries.push(entry),
    complain: (message) => complaints.push(message),
    now,
  });
  const client = claude({ ...access, priceOf: claudePriceOf, files });
  const ask = (question: Prompt = prompt, signal = quiet()) => client(question, { signal });
  return { ask, client, files, entries, complaints };
}

const to = (path: string, method = 'POST'): WireRequest[] =>
  wire.requests.filter((request) => request.path === path && request.method === method);
const uploads = (): WireRequest[] => to('/v1/files');
const messages = (): WireRequest[] => to('/v1/messages');
const firstTurn = (request: WireRequest | undefined): unknown =>
  (request?.body.messages as { content: unknown }[] | undefined)?.[0]?.content;

describe('a large document', () => {
  test('stands first in the first turn, with the breakpoint; rules before it, persona and question after it', async () => {
    const turns = [
      { role: 'user', text: 'Write.' },
      { role: 'assistant', text: 'Wrong.' },
      { role: 'user', text: 'Again.' },
    ] as const;
    await openRun().ask({ ...prompt, turns: [...turns] });
    expect(messages()[0]?.body).toMatchObject({
      system: [{ type: 'text', text: rules }],
      messages: [
        {
          role: 'user',
          content: [
            {
              type: 'document',
              source: { type: 'file', file_id: 'file_000001' },
              title: 'Dossier of lantern',
              cache_control: { type: 'ephemeral', ttl: '5m' },
            },
            { type: 'text', text: prompt.own },
            { type: 'text', text: 'Write.' },
          ],
        },
        { role: 'assistant', content: 'Wrong.' },
        { role: 'user', content: 'Again.' },
      ],
    });
    expect(messages()[0]?.documents).toEqual([text('Lantern')]);
  });

  test('is uploaded as plain text under a name of ours, for thirty days', async () => {
    await openRun().ask();
    const { filename, type, createdAt, expiresAt } = wire.files.uploaded[0] ?? {};
    expect({ filename, type }).toEqual({
      filename: expect.stringMatching(/^ship-or-skip\.lantern\.[0-9a-f]{16}\.txt$/),
      type: 'text/plain',
    });
    expect(Number(expiresAt) - Number(createdAt)).toBeGreaterThan(29.99 * 86_400_000);
    expect(Number(expiresAt) - Number(createdAt)).toBeLessThan(30.01 * 86_400_000);
  });

  test('is uploaded once by calls that begin together, and once by runs that follow', async () => {
    const run = openRun();
    await Promise.all(Array.from({ length: 6 }, () => run.ask()));
    await openRun().ask();
    expect(uploads()).toHaveLength(1);
    expect(messages()).toHaveLength(7);
  });

  test('beside a small one: each is a document, the breakpoint is on the last, and only the large one is uploaded', async () => {
    for (const tools of [
      ['lantern', 'quill'],
      ['quill', 'lantern'],
    ] as const) {
      const lengths = { lantern: longestInline + 1, quill: longestInline };
      await openRun().ask(promptAbout(Object.fromEntries(tools.map((tool) => [tool, text(tool, lengths[tool])]))));
    }
    const quill = { type: 'text', media_type: 'text/plain', data: text('quill', longestInline) };
    const lantern = { type: 'file', file_id: 'file_000001' };
    const cache_control = { type: 'ephemeral', ttl: '5m' };
    const own = [{ type: 'text' }, { type: 'text' }];
    expect(uploads()).toHaveLength(1);
    expect(firstTurn(messages()[0])).toMatchObject([{ source: lantern }, { source: quill, cache_control }, ...own]);
    expect(firstTurn(messages()[1])).toMatchObject([{ source: quill }, { source: lantern, cache_control }, ...own]);
  });

  test('counts in full for the budget and for the queue, uploaded or not', async () => {
    const tokens = estimateTokens(prompt.shared);
    expect(loadOf(prompt, 1, false).inputTokens).toBeGreaterThan(tokens);
    const priceOf = async () => claudePriceOf('claude-sonnet-5-5');
    const document = (tokens * 2.5) / 1_000_000;
    const limited = budget({ maxUsd: document, priceOf })(openRun().client);
    expect(await outcomeOf(limited(prompt, { signal: quiet() }))).toBeInstanceOf(BudgetReached);
    expect(wire.requests).toEqual([]);
  });

  test('takes nothing from the environment of a developer, and neither key nor text is stored or logged', async () => {
    vi.stubEnv('ANTHROPIC_CUSTOM_HEADERS', 'Authorization: Bearer somebody-else\nX-Team: somebody-else');
    const { ask, entries } = openRun();
    await ask();
    expect(uploads()[0]?.headers.authorization).toBe(`Bearer ${key}`);
    expect(JSON.stringify(uploads()[0]?.headers)).not.toContain('somebody-else');
    await store.close();
    expect(readFileSync(file).includes(key)).toBe(false);
    store = await openSqliteStore(file);
    expect(JSON.stringify(entries)).not.toMatch(/sk-ant|ünïcode/);
  });

  test('of another key is uploaded again: its files cannot be seen', async () => {
    await openRun().ask();
    await openRun({ apiKey: 'sk-ant-another' }).ask();
    expect(uploads()).toHaveLength(2);
    await openRun().ask();
    expect(uploads()).toHaveLength(2);
  });

  test('that another run uploaded in the same moment is used from there, and the second file is deleted', async () => {
    const [one, other] = [openRun(), openRun()];
    let waiting = 0;
    const both = Promise.withResolvers<void>();
    const keep = store.files.keep;
    // Both have looked for a file, and found none, before either keeps its own.
    store.files.keep = async (uploaded) => {
      waiting += 1;
      if (waiting === 2) both.resolve();
      await both.promise;
      return keep(uploaded);
    };
    await Promise.all([one.ask(), other.ask()]);
    expect(uploads()).toHaveLength(2);
    expect(wire.files.present()).toHaveLength(1);
    const used = messages().map((request) => firstTurn(request));
    expect(used).toMatchObject(Array(2).fill([{ source: { file_id: wire.files.present()[0]?.id } }, {}, {}]));
  });
});

describe('a file that is gone', () => {
  test('is uploaded once again by all calls that miss it together', async () => {
    const run = openRun();
    await run.ask();
    wire.files.lose('file_000001');
    await Promise.all(Array.from({ length: 4 }, () => run.ask()));
    expect(uploads()).toHaveLength(2);
    expect(run.entries.map(({ document, file: id }) => [document, id])).toEqual([
      ['uploaded', 'file_000001'],
      ['gone', 'file_000001'],
      ['uploaded', 'file_000002'],
    ]);
    expect(await store.files.list(claudeFileApi({ apiKey: key, baseURL: wire.url }).account)).toMatchObject([
      { id: 'file_000002' },
    ]);
  });

  test('is told once, although two calls hear of it in the same moment', async () => {
    let asking = 0;
    const both = Promise.withResolvers<Set<string>>();
    const findPresent = (): Promise<Set<string>> => {
      asking += 1;
      if (asking === 2) both.resolve(new Set());
      return both.promise;
    };
    const run = openRun({ more: { findPresent } });
    await run.ask();
    wire.files.lose('file_000001');
    await Promise.all([run.ask(), run.ask()]);
    expect(run.entries.map(({ document }) => document)).toEqual(['uploaded', 'gone', 'uploaded']);
    expect(uploads()).toHaveLength(2);
  });

  test('and gone again is not chased: the second refusal stands', async () => {
    const run = openRun();
    await run.ask();
    wire.files.lose('file_000001');
    reply = () => ({ fault: 'status', status: 404, type: 'not_found_error', message: 'File not found' });
    expect(await outcomeOf(run.ask())).toMatchObject({ kind: 'request', status: 404 });
    expect(uploads()).toHaveLength(2);
    expect(messages()).toHaveLength(3);
  });

  test('is told from a model that is not there', async () => {
    const run = openRun();
    await run.ask();
    const unknown = { ...prompt, model: 'claude:claude-of-tomorrow' };
    expect(await outcomeOf(run.ask(unknown))).toMatchObject({
      kind: 'request',
      message: expect.stringContaining('model'),
    });
    expect(uploads()).toHaveLength(1);
    expect(messages()).toHaveLength(2);
  });

  test('is not looked for after a failure that asking again may mend, nor when nobody can be asked', async () => {
    const run = openRun();
    await run.ask();
    reply = () => ({ fault: 'status', status: 529, type: 'overloaded_error' });
    expect(await outcomeOf(run.ask())).toMatchObject({ kind: 'server' });
    expect(to('/v1/files', 'GET')).toHaveLength(0);
    reply = () => ({ fault: 'status', status: 404, type: 'not_found_error', message: 'gone fishing' });
    fault = () => ({ fault: 'status', status: 503 });
    expect(await outcomeOf(run.ask())).toMatchObject({ message: 'claude answered 404: gone fishing.' });
  });

  test('or has less than a day left is replaced before it is named', async () => {
    await openRun().ask();
    const inDays = (days: number) => () => new Date(Date.now() + days * 86_400_000);
    await openRun({ now: inDays(28.9) }).ask();
    expect(uploads()).toHaveLength(1);
    await openRun({ now: inDays(29.1) }).ask();
    expect(uploads()).toHaveLength(2);
    expect(firstTurn(messages()[2])).toMatchObject([{ source: { file_id: 'file_000002' } }, {}, {}]);
  });
});

describe('an upload that fails', () => {
  const broken: [string, WireFault][] = [
    ['busy service', { fault: 'status', status: 529, type: 'overloaded_error' }],
    ['rate limit', { fault: 'status', status: 429, type: 'rate_limit_error' }],
    ['gateway without files', { fault: 'status', status: 404 }],
    ['portal page', { fault: 'html' }],
    ['body that is no file', { fault: 'body', body: { id: 'file\u001b[31m', filename: 7 } }],
    ['reset connection', { fault: 'reset' }],
    ['full storage', { fault: 'status', status: 400, type: 'invalid_request_error', code: 'storage_quota_exceeded' }],
  ];
  test.each(broken)(
    '(%s) leaves the same text in every call of the run, and the next run tries again',
    async (_, wrong) => {
      fault = () => wrong;
      const run = openRun();
      await run.ask();
      await run.ask();
      const source = { type: 'text', media_type: 'text/plain', data: text('Lantern') };
      for (const request of messages())
        expect(firstTurn(request)).toMatchObject([{ source, cache_control: { type: 'ephemeral' } }, {}, {}]);
      expect(uploads()).toHaveLength(1);
      expect(run.entries).toMatchObject([{ document: 'inline', tool: 'lantern', file: null }]);
      expect(run.complaints).toHaveLength(1);
      fault = () => null;
      await openRun().ask();
      expect(uploads()).toHaveLength(2);
      expect(firstTurn(messages()[2])).toMatchObject([{ source: { type: 'file' } }, {}, {}]);
    },
  );

  test('for want of storage tells how to free it', async () => {
    fault = () => ({ fault: 'status', status: 400, type: 'invalid_request_error', code: 'storage_quota_exceeded' });
    const run = openRun();
    await run.ask();
    expect(run.complaints[0]).toContain('ship-or-skip files --prune');
  });

  test.each([
    [401, 'credentials'],
    [402, 'spend'],
    [403, 'credentials'],
  ] as const)('with %i ends the call as it would end any, and nothing is asked', async (status, kind) => {
    fault = () => ({ fault: 'status', status, message: `no, not with ${key}` });
    const failure = await outcomeOf(openRun().ask());
    expect(failure).toBeInstanceOf(ProviderFailed);
    expect(failure).toMatchObject({ kind, status });
    expect(String(failure)).not.toContain(key);
    expect(messages()).toEqual([]);
  });

  test('because it takes too long leaves the text in the call', async () => {
    fault = () => ({ fault: 'stall' });
    const run = openRun({ deadlineMs: 50 });
    await run.ask();
    expect(run.entries).toMatchObject([{ document: 'inline', failure: 'deadline' }]);
  });

  test('because the run was stopped ends the call with the reason', async () => {
    const reason = new Error('enough');
    const stop = new AbortController();
    fault = () => {
      stop.abort(reason);
      return { fault: 'stall' };
    };
    const run = openRun();
    expect(await outcomeOf(run.ask(prompt, stop.signal))).toBe(reason);
    expect({ messages: messages(), entries: run.entries }).toEqual({ messages: [], entries: [] });
  });
});

test('without the Files API a document is the same text in the same place', async () => {
  const ask = claude({ apiKey: key, baseURL: wire.url, priceOf: claudePriceOf });
  await ask(prompt, { signal: quiet() });
  expect(messages()[0]?.documents).toEqual([text('Lantern')]);
  expect(wire.requests).toHaveLength(1);
});

test('a prompt without documents asks the Files API nothing', async () => {
  const files: ClaudeFiles = openRun().files;
  expect(await files.idsFor(promptFor('claude:claude-sonnet-5-5'), quiet())).toEqual(new Map());
  expect(wire.requests).toEqual([]);
});
