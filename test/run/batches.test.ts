import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, expect, test } from 'vitest';
import { Comparison } from '../../src/core/comparison/comparison.ts';
import type { WireReply, WireRequest } from '../wire/answer.ts';
import type { BatchHabits } from '../wire/claude-batches.ts';
import { startWire, type Wire } from '../wire/server.ts';
import { answerHonestly, type Question, questionOf } from './honest-juror.ts';
import { example, newcomer } from './program.ts';

const pair = ['compare', example('litellm'), example('openrouter')];
const batched = [...pair, '--batch'];
const isCreate = ({ method, path }: WireRequest) => method === 'POST' && path === '/v1/messages/batches';
const stall: WireReply = { fault: 'stall' };

let wire: Wire | undefined;
afterEach(async () => {
  await wire?.close();
  wire = undefined;
});

/** A service that answers honestly, in batches and by itself, except where the script says otherwise. */
async function serve(
  batches: BatchHabits = {},
  script: (question: Question, request: WireRequest) => WireReply | null = () => null,
) {
  wire = await startWire((request) => script(questionOf(request), request) ?? answerHonestly(questionOf(request)), {
    batches,
    models: [{ id: 'openai/gpt-oss-120b', providers: [{ provider: 'groq', status: 'live' }] }] as never,
  });
  const { requests } = wire;
  const claude = { ANTHROPIC_API_KEY: 'sk-ant-test', ANTHROPIC_BASE_URL: wire.url };
  return {
    wire,
    claude,
    both: { ...claude, HF_TOKEN: 'hf_test', HF_ROUTER_URL: wire.url },
    creates: () => requests.filter(isCreate),
    /** Every custom id that was ever sent. */
    sent: () =>
      requests
        .filter(isCreate)
        .flatMap(({ body }) => (body.requests as { custom_id: string }[]).map((one) => one.custom_id)),
    /** What was asked live, but for the answer on top, which is one call and always is. */
    live: () =>
      requests.filter(
        (request) =>
          request.method === 'POST' && request.path === '/v1/messages' && questionOf(request).kind !== 'answer',
      ),
    chats: () => requests.filter(({ api }) => api === 'chat'),
  };
}

/** Rows of the database a run left behind. */
function rowsOf(home: string, query: string): Record<string, unknown>[] {
  const database = new BetterSqlite3(join(home, 'ship-or-skip.sqlite'), { readonly: true });
  try {
    return database.prepare(query).all() as Record<string, unknown>[];
  } finally {
    database.close();
  }
}
/** Calls on record, but for those of the answer on top. */
const callsOf = (home: string) => rowsOf(home, "select * from calls where persona <> 'answer'");

function comparisonOf(home: string): Comparison {
  const text = readFileSync(join(home, 'output/litellm-vs-openrouter/comparison.json'), 'utf8');
  return Comparison.parse(JSON.parse(text));
}
const scored = Array.from({ length: 8 }, () => 'scored');
const statusesOf = (home: string) =>
  comparisonOf(home).tools.flatMap(({ reviews }) => reviews.map(({ status }) => status));

test('batches fill every seat and nothing is asked live; the others read the entry the first one wrote', async () => {
  const { claude, creates, live } = await serve();
  const { folder, start } = newcomer();
  const { code, stderr } = await start(batched, claude).finished;
  expect(code, stderr).toBe(0);
  expect(statusesOf(folder)).toEqual(scored);
  expect(live()).toEqual([]);
  expect(creates().map(({ body }) => (body.requests as unknown[]).length)).toEqual([2, 6]);
  const usages = comparisonOf(folder).tools.flatMap(({ reviews }) => reviews.map(({ byline }) => byline?.usage));
  expect(usages.filter((usage) => (usage?.cacheWrite1h ?? 0) > 0)).toHaveLength(2);
  expect(usages.filter((usage) => (usage?.cacheRead ?? 0) > 0)).toHaveLength(6);
  expect(
    callsOf(folder)
      .map(({ batch }) => batch)
      .sort(),
  ).toEqual(['msgbatch_0001', 'msgbatch_0001', ...Array.from({ length: 6 }, () => 'msgbatch_0002')]);
  expect(stderr).toContain('one in a batch first, the others read its cache entry');
});

test('an answer from a batch costs half of what the same answer costs live', async () => {
  const { claude } = await serve();
  const one = ['review', example('litellm'), '--persona', 'builder', '--json'];
  const costOf = async (more: string[]) => {
    const { folder, start } = newcomer();
    expect((await start([...one, ...more], claude).finished).code).toBe(0);
    return callsOf(folder)[0];
  };
  const [live, inBatch] = [await costOf([]), await costOf(['--batch'])];
  const usage = JSON.parse(String(inBatch?.usage));
  expect(usage).toMatchObject({ cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0 });
  expect(inBatch?.cost_usd).toBeCloseTo((0.5 * (usage.input * 2 + usage.output * 10)) / 1e6, 12);
  expect(Number(inBatch?.cost_usd)).toBeLessThan(Number(live?.cost_usd) / 2);
});

test('the same command again sends nothing', async () => {
  const { wire: seen, claude } = await serve();
  const { start } = newcomer();
  await start(batched, claude).finished;
  const before = seen.requests.length;
  expect((await start(batched, claude).finished).code).toBe(0);
  expect(seen.requests).toHaveLength(before);
});

test('killed while its batch is under way, it picks it up by its id and creates no other', async () => {
  const release = Promise.withResolvers<void>();
  const { claude, creates, sent, live } = await serve({ hold: release.promise });
  const { folder, start } = newcomer();
  const first = start(batched, claude);
  await first.says(/batch msgbatch_0001 sent/g, 1);
  first.kill('SIGKILL');
  await first.finished;
  const listed = JSON.parse((await start(['batches', '--json'], claude).finished).stdout);
  expect(listed).toMatchObject([
    { id: 'msgbatch_0001', state: 'open', questions: [{ tool: 'litellm' }, { tool: 'openrouter' }] },
  ]);
  const offline = await start(['compare', 'litellm', 'openrouter', '--persona', 'builder'], {}).finished;
  expect(offline.stderr).toContain('note: 2 questions are in batches whose answers were not fetched yet');
  release.resolve();
  const { code, stderr } = await start(batched, claude).finished;
  expect(code, stderr).toBe(0);
  expect(creates()).toHaveLength(2);
  expect(new Set(sent()).size).toBe(8);
  expect(sent()).toHaveLength(8);
  expect(live()).toEqual([]);
  expect(statusesOf(folder)).toEqual(scored);
  expect((await start(['batches'], claude).finished).stdout).toBe('No batch is open.\n');
});

test.each([
  ['after the service took the batch and before it said so', 'breaksOff', 2],
  ['before the service took the batch', 'fails', 3],
] as const)(
  'killed %s, it sends no question twice',
  async (_moment, habit, posts) => {
    let stalls = true;
    const {
      claude,
      creates,
      live,
      wire: seen,
    } = await serve({
      [habit]: (request: WireRequest) => (stalls && isCreate(request) ? stall : null),
    });
    const { folder, start } = newcomer();
    const first = start(batched, claude);
    while (creates().length === 0) await seen.arrived(seen.requests.length + 1);
    first.kill('SIGKILL');
    await first.finished;
    stalls = false;
    const { code, stderr } = await start(batched, claude).finished;
    expect(code, stderr).toBe(0);
    expect(creates()).toHaveLength(posts);
    expect(live()).toEqual([]);
    expect(callsOf(folder)).toHaveLength(8);
    expect(statusesOf(folder)).toEqual(scored);
    expect(rowsOf(folder, "select * from batches where state <> 'closed'")).toEqual([]);
  },
  60_000,
);

test('killed while it reads the results, it keeps each of them once', async () => {
  let stalls = true;
  const reads = (request: WireRequest) => request.path.endsWith('msgbatch_0002/results');
  const { claude, creates } = await serve({
    twice: true,
    breaksOff: (request) => (stalls && reads(request) ? { fault: 'stall-body' } : null),
  });
  const { folder, start } = newcomer();
  const first = start(batched, claude);
  while (!wire?.requests.some(reads)) await wire?.arrived(wire.requests.length + 1);
  while (callsOf(folder).length < 5) await new Promise((turn) => setImmediate(turn));
  first.kill('SIGKILL');
  await first.finished;
  stalls = false;
  expect((await start(batched, claude).finished).code).toBe(0);
  expect(creates()).toHaveLength(2);
  expect(callsOf(folder).map(({ attempt, settled }) => [attempt, settled])).toEqual(
    Array.from({ length: 8 }, () => [1, 1]),
  );
});

test('what came back without an answer is asked again, live; what was answered is not', async () => {
  const { claude, live } = await serve(
    {
      outcomeOf: (request) =>
        ({ Skeptic: 'expired' as const, Founder: 'canceled' as const })[questionOf(request).persona] ?? null,
    },
    ({ persona }, { path }) =>
      persona === 'Futurist' && path.endsWith('batches') ? { fault: 'status', status: 500, type: 'api_error' } : null,
  );
  const { folder, start } = newcomer();
  const { code, stderr } = await start(batched, claude).finished;
  expect(code, stderr).toBe(0);
  expect(
    live()
      .map((request) => questionOf(request).persona)
      .sort(),
  ).toEqual(['Founder', 'Founder', 'Futurist', 'Futurist', 'Skeptic', 'Skeptic'].sort());
  expect(statusesOf(folder)).toEqual(scored);
  expect(stderr).toContain('6 came back without an answer and are asked again');
  expect(rowsOf(folder, 'select outcome, count(*) as n from batch_items group by outcome order by outcome')).toEqual([
    { outcome: 'answered', n: 2 },
    { outcome: 'canceled', n: 2 },
    { outcome: 'errored', n: 2 },
    { outcome: 'expired', n: 2 },
  ]);
});

test('a batch that ended while nobody looked is fetched although the facts changed since; the new questions are asked', async () => {
  const release = Promise.withResolvers<void>();
  const { claude, sent } = await serve({ hold: release.promise });
  const { folder, start } = newcomer();
  const facts = join(folder, 'litellm.yaml');
  copyFileSync(example('litellm'), facts);
  const command = ['review', facts, '--persona', 'builder', '--batch'];
  const first = start(command, claude);
  await first.says(/batch msgbatch_0001 sent/g, 1);
  first.kill('SIGKILL');
  await first.finished;
  release.resolve();
  writeFileSync(facts, readFileSync(facts, 'utf8').replace(/^tagline: .*$/m, 'tagline: Something else'));
  const { code, stderr } = await start(command, claude).finished;
  expect(code, stderr).toBe(0);
  expect(new Set(sent()).size).toBe(2);
  expect(callsOf(folder).map(({ settled, batch }) => [settled, batch])).toEqual([
    [0, 'msgbatch_0001'],
    [1, 'msgbatch_0002'],
  ]);
});

test('of two runs at once only one sends a question, and both end with every seat', async () => {
  const { claude, sent, live } = await serve({ looks: 1 });
  const { folder, start } = newcomer();
  const runs = await Promise.all([start(batched, claude), start(batched, claude)].map(({ finished }) => finished));
  expect(
    runs.map(({ code }) => code),
    runs.map(({ stderr }) => stderr).join('\n'),
  ).toEqual([0, 0]);
  expect(sent()).toHaveLength(8);
  expect(new Set(sent()).size).toBe(8);
  expect(live()).toEqual([]);
  expect(statusesOf(folder)).toEqual(scored);
  const spent = runs.map(({ stderr }) => Number(/^estimated .*, spent \$(.*)$/m.exec(stderr)?.[1] ?? 0));
  const paid = rowsOf(folder, 'select cost_usd from calls').reduce((sum, { cost_usd: cost }) => sum + Number(cost), 0);
  expect(spent.reduce((a, b) => a + b)).toBeCloseTo(paid, 3);
}, 40_000);

test('Ctrl-C leaves the batch to the service, says its id and ends with 130; the same command goes on', async () => {
  const release = Promise.withResolvers<void>();
  const { claude, creates } = await serve({ hold: release.promise });
  const { folder, start } = newcomer();
  const first = start(batched, claude);
  await first.says(/batch msgbatch_0001: 0 of 2 done/g, 1);
  first.kill('SIGINT');
  const { code, stderr } = await first.finished;
  expect(code).toBe(130);
  expect(stderr).toContain('batch msgbatch_0001 goes on at the service: the same command picks it up by this id');
  expect(stderr).not.toMatch(/\n\s+at /);
  release.resolve();
  const second = await start(batched, claude).finished;
  expect(second.stderr).toContain('batch msgbatch_0001 ended: 2 answers');
  expect({ code: second.code, creates: creates().length }).toEqual({ code: 0, creates: 2 });
  expect(statusesOf(folder)).toEqual(scored);
});

test.each([
  ['a refused key', 401, 'authentication_error', 2, 'ANTHROPIC_API_KEY'],
  ['missing credit', 402, 'billing_error', 4, 'credit'],
  ['a service that is down', 529, 'overloaded_error', 5, 'overloaded'],
])('%s ends it: exit code, one reason, nothing asked live', async (_what, status, type, expected, words) => {
  const { claude, live, creates } = await serve({
    fails: (request) =>
      isCreate(request)
        ? {
            fault: 'status',
            status,
            type,
            message: `this is ${type.replaceAll('_', ' ')}`,
            headers: { 'retry-after-ms': '1' },
          }
        : null,
  });
  const { start } = newcomer();
  const { code, stdout, stderr } = await start(batched, claude).finished;
  expect({ code, stdout }, stderr).toEqual({ code: expected, stdout: '' });
  expect(stderr).toContain(words);
  expect(stderr.match(new RegExp(`this is ${type.replaceAll('_', ' ')}`, 'g'))).toHaveLength(9);
  expect(stderr).not.toMatch(/\n\s+at |sk-ant-test/);
  expect(live()).toEqual([]);
  expect(creates()).toHaveLength(status === 529 ? 4 : 1);
});

test('ballots of other families stay live, beside the batch', async () => {
  const { both, live, chats, creates } = await serve();
  const { folder, start } = newcomer();
  const { code, stderr } = await start([...batched, '--ballot', 'hugging-face:openai/gpt-oss-120b'], both).finished;
  expect(code, stderr).toBe(0);
  expect({ live: live().length, chats: chats().length, creates: creates().length }).toEqual({
    live: 0,
    chats: 8,
    creates: 2,
  });
  expect(comparisonOf(folder).families).toEqual(['anthropic', 'openai']);
});

test('the run log has a line for each answer, with its batch, and neither prompts nor keys', async () => {
  let failures = 0;
  const { claude } = await serve({
    fails: ({ method }) => {
      failures += 1;
      const down = { fault: 'status' as const, status: 503, headers: { 'retry-after-ms': '1' } };
      return method === 'GET' && failures <= 3 ? down : null;
    },
  });
  const { folder, start } = newcomer();
  const { code, stderr } = await start(batched, claude).finished;
  expect(code, stderr).toBe(0);
  const logs = join(folder, 'output/logs');
  const texts = readdirSync(logs).map((file) => readFileSync(join(logs, file), 'utf8'));
  const entries = texts.flatMap((text) => text.trim().split('\n')).map((line) => JSON.parse(line));
  expect(entries.filter(({ outcome }) => outcome === 'answered')).toHaveLength(8 + 1);
  expect(entries.filter(({ tried }) => tried === 'look').map(({ outcome, status }) => [outcome, status])).toEqual([
    ['server', 503],
    ['server', 503],
  ]);
  expect(entries.filter(({ tried }) => tried === 'send')).toMatchObject([
    { outcome: 'sent', batch: 'msgbatch_0001', status: null },
    { outcome: 'sent', batch: 'msgbatch_0002', status: null },
  ]);
  expect(entries.filter(({ batch }) => !/^msgbatch_000[12]$/.test(batch))).toMatchObject([{ persona: 'answer' }]);
  expect(texts.join('')).not.toContain('sk-ant-test');
  expect(texts.join('').length).toBeLessThan(700 * entries.length);
});

test.each([
  ['a lead whose service has no batches', ['--lead', 'hugging-face:openai/gpt-oss-120b'], 'no batches'],
  ['no key', [], 'ANTHROPIC_API_KEY'],
])('%s is refused at the door', async (_what, more, words) => {
  const { code, stderr } = await newcomer().start([...batched, ...more]).finished;
  expect(code).toBe(2);
  expect(stderr).toContain(words);
});

test('--dry-run --batch shows the price in batches and which way is chosen, and asks nobody', async () => {
  const { wire: seen, claude } = await serve();
  const { start } = newcomer();
  const live = JSON.parse((await start([...pair, '--dry-run', '--json'], claude).finished).stdout);
  const { code, stdout } = await start([...batched, '--dry-run', '--json'], claude).finished;
  const plan = JSON.parse(stdout);
  expect(code).toBe(0);
  expect(plan.calls).toHaveLength(16 + 1);
  const costOf = (of: typeof plan, kind: string) =>
    of.lines.find((line: { kind: string }) => line.kind === kind).costUsd;
  expect(costOf(plan, 'lead')).toBeLessThan(0.55 * costOf(live, 'lead'));
  expect(costOf(plan, 'repair')).toBeCloseTo(costOf(live, 'repair') / 2, 12);
  expect(plan.prefixes.counted).toBeGreaterThan(0);
  expect(plan.batches).toMatchObject([
    { tool: 'litellm', questions: 4, way: 'warmed-batch' },
    { tool: 'openrouter', questions: 4, way: 'warmed-batch' },
  ]);
  const words = (await start([...batched, '--dry-run'], claude).finished).stdout;
  expect(words).toMatch(
    /litellm, 4 questions to claude:claude-sonnet-5-5: one in a batch first.*all at once \$0\.\d+, live \$0\.\d+/,
  );
  expect(seen.requests.filter(({ path }) => path !== '/v1/messages/count_tokens')).toEqual([]);
});
