import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { BylineRecord } from '../../src/core/comparison/byline-record.ts';
import { Comparison } from '../../src/core/comparison/comparison.ts';
import type { WireReply, WireRequest } from '../wire/answer.ts';
import { startWire, type Wire } from '../wire/server.ts';
import { answerHonestly, type Question, questionOf } from './honest-juror.ts';
import { example, newcomer } from './program.ts';

const pair = ['compare', example('litellm'), example('openrouter')];
const folderOf = (home: string) => join(home, 'output/litellm-vs-openrouter');
const models = [
  {
    id: 'openai/gpt-oss-120b',
    providers: [
      { provider: 'groq', status: 'live', pricing: { input: 0.1, output: 0.5 }, supports_structured_output: true },
    ],
  },
];

let wire: Wire | undefined;
afterEach(async () => {
  await wire?.close();
  wire = undefined;
});

/** A service that answers honestly except where the script says otherwise. */
async function serve(
  script: (question: Question, request: WireRequest) => WireReply | null | Promise<WireReply | null> = () => null,
) {
  wire = await startWire(
    async (request) => {
      const question = questionOf(request);
      return (await script(question, request)) ?? answerHonestly(question);
    },
    { models: models as never },
  );
  const claude = { ANTHROPIC_API_KEY: 'sk-ant-test', ANTHROPIC_BASE_URL: wire.url };
  const huggingFace = { HF_TOKEN: 'hf_test', HF_ROUTER_URL: wire.url };
  return { wire, claude, huggingFace, both: { ...claude, ...huggingFace } };
}

const asked = (requests: readonly WireRequest[]) =>
  requests
    .filter(({ method, path }) => method === 'POST' && !path.endsWith('/count_tokens'))
    .map((request) => ({ api: request.api, ...questionOf(request) }))
    .filter(({ kind }) => kind !== 'answer')
    .map(({ api, tool, persona }) => `${api} ${tool} ${persona}`);

function readComparison(home: string): Comparison {
  return Comparison.parse(JSON.parse(readFileSync(join(folderOf(home), 'comparison.json'), 'utf8')));
}

/** An answer the client is told to wait no time for. */
const failing = (status: number, message = 'try later'): WireReply => ({
  fault: 'status',
  status,
  message,
  headers: { 'retry-after-ms': '1', 'retry-after': '0' },
});

test('with both keys Claude leads each seat, a second family votes, and every cost is in the file', async () => {
  const { wire, both } = await serve();
  const { folder, start } = newcomer();
  const { code, stderr } = await start(pair, both).finished;
  expect({ code, stderr: stderr.includes('one family') }, stderr).toEqual({ code: 0, stderr: false });
  const seats = [
    'litellm Builder',
    'litellm Founder',
    'litellm Futurist',
    'litellm Skeptic',
    'openrouter Builder',
    'openrouter Founder',
    'openrouter Futurist',
    'openrouter Skeptic',
  ];
  expect(asked(wire.requests).sort()).toEqual(
    [...seats.map((seat) => `chat ${seat}`), ...seats.map((seat) => `claude ${seat}`)].sort(),
  );
  const comparison = readComparison(folder);
  expect(comparison.families).toEqual(['anthropic', 'openai']);
  const bylines = comparison.tools.flatMap(({ reviews }) => reviews.map(({ byline }) => BylineRecord.parse(byline)));
  expect(bylines.map(({ provider, requestId }) => [provider, requestId === null])).toEqual(
    Array.from({ length: 8 }, () => ['claude', false]),
  );
  const spent = [
    comparison.answer?.byline.costUsd,
    ...comparison.tools.flatMap(({ reviews }) =>
      reviews.flatMap(({ byline, ballots }) => [byline?.costUsd, ...ballots.map((ballot) => ballot.byline?.costUsd)]),
    ),
  ];
  expect(comparison.costUsd).toBeCloseTo(
    spent.reduce<number>((sum, cost) => sum + (cost ?? Number.NaN), 0),
    9,
  );
  expect(stderr).toContain(`$${comparison.costUsd?.toFixed(4)}`);
});

test('of four personas one writes the shared part to the cache and three read it', async () => {
  const { claude } = await serve();
  const { folder, start } = newcomer();
  expect((await start(pair, claude).finished).code).toBe(0);
  for (const { reviews } of readComparison(folder).tools) {
    const usages = reviews.map(({ byline }) => byline?.usage);
    expect(usages.filter((usage) => (usage?.cacheWrite5m ?? 0) > 0)).toHaveLength(1);
    expect(usages.filter((usage) => (usage?.cacheRead ?? 0) > 0)).toHaveLength(3);
  }
});

test('the same command again sends nothing', async () => {
  const { wire, both } = await serve();
  const { folder, start } = newcomer();
  await start(pair, both).finished;
  const before = {
    count: asked(wire.requests).length,
    json: readFileSync(join(folderOf(folder), 'comparison.json'), 'utf8'),
  };
  const again = await start(['compare', 'openrouter', 'litellm', '--json'], both).finished;
  expect(again.code).toBe(0);
  expect(asked(wire.requests)).toHaveLength(before.count);
  expect(again.stdout).toBe(before.json);
});

test('killed in the middle and run again, it asks nothing twice that was answered', async () => {
  const release = Promise.withResolvers<void>();
  let answered = 0;
  const { wire, claude } = await serve(async () => {
    if (answered >= 5) await release.promise;
    answered += 1;
    return null;
  });
  const { folder, start } = newcomer();
  const first = start(pair, claude);
  await Promise.all([wire.arrived(8), first.says(/✓/g, 5)]);
  first.kill('SIGKILL');
  await first.finished;
  const inFlight = 3;
  release.resolve();
  expect((await start(pair, claude).finished).code).toBe(0);
  expect(asked(wire.requests)).toHaveLength(8 + inFlight);
  expect(readComparison(folder).tools.flatMap(({ reviews }) => reviews.map(({ status }) => status))).toEqual(
    Array.from({ length: 8 }, () => 'scored'),
  );
});

test('Ctrl-C ends it with 130 and says how to go on; what was answered is not asked again', async () => {
  const { wire, claude } = await serve(async ({ persona }, request) =>
    persona === 'Builder' || asked([request]).length === 0 ? null : { fault: 'stall' },
  );
  const { start } = newcomer();
  const first = start(pair, claude);
  await wire.arrived(8);
  first.kill('SIGINT');
  const { code, stderr } = await first.finished;
  expect(code).toBe(130);
  expect(stderr).toContain('run the same command again');
});

test.each([
  ['a refused key', 401, 'authentication_error', 2, 'ANTHROPIC_API_KEY'],
  ['missing credit', 402, 'billing_error', 4, 'credit'],
  ['a service that is down', 529, 'overloaded_error', 5, 'overloaded'],
])('%s: exit code, a plain line, nothing written', async (_what, status, type, expected, words) => {
  const { claude } = await serve(() => ({
    fault: 'status',
    status,
    type,
    message: `this is ${type.replaceAll('_', ' ')}`,
    headers: { 'retry-after-ms': '1' },
  }));
  const { folder, start } = newcomer();
  const { code, stdout, stderr } = await start(pair, claude).finished;
  expect({ code, stdout }, stderr).toEqual({ code: expected, stdout: '' });
  expect(stderr).toContain(words);
  expect(stderr).not.toMatch(/\n\s+at |sk-ant-test/);
  expect(existsSync(folderOf(folder))).toBe(false);
});

test('a refused key is not tried on every seat', async () => {
  const { wire, claude } = await serve(() => failing(401));
  await newcomer().start(pair, claude).finished;
  expect(asked(wire.requests).length).toBeLessThanOrEqual(2);
});

test('a seat that is refused is missing on the page, with the reason, and the run ends with 3', async () => {
  const { claude } = await serve(({ persona, tool }) =>
    persona === 'Skeptic' && tool === 'litellm'
      ? { text: null, stop: 'refusal', stopDetails: { type: 'refusal', category: 'cyber', explanation: null } }
      : null,
  );
  const { folder, start } = newcomer();
  const { code, stderr } = await start(pair, claude).finished;
  expect(code).toBe(3);
  expect(stderr).toContain('litellm skeptic');
  const review = readComparison(folder).tools[0]?.reviews[1];
  expect(review).toMatchObject({ persona: 'skeptic', status: 'missing', score: null, verdict: null });
  expect(review?.reason).toContain('refused');
  expect(readFileSync(join(folderOf(folder), 'index.html'), 'utf8')).toContain('refused');
});

test('when the second family is down the comparison is made, and the page says that one family answered', async () => {
  const { both } = await serve((_, { api }) => (api === 'chat' ? failing(503) : null));
  const { folder, start } = newcomer();
  const { code } = await start(pair, both).finished;
  expect(code).toBe(0);
  expect(readComparison(folder).families).toEqual(['anthropic']);
  expect(readFileSync(join(folderOf(folder), 'index.html'), 'utf8')).toMatch(/one family only/i);
});

test('passing troubles are asked again and leave no trace but the wait', async () => {
  const seen = new Map<string, number>();
  const { claude } = await serve(({ persona, tool }) => {
    const count = (seen.get(`${tool} ${persona}`) ?? 0) + 1;
    seen.set(`${tool} ${persona}`, count);
    if (count > 1) return null;
    return {
      Builder: failing(529),
      Skeptic: { fault: 'reset' },
      Founder: { fault: 'html' },
      Futurist: { fault: 'cut' },
    }[persona] as WireReply;
  });
  const { folder, start } = newcomer();
  const { code, stderr } = await start(pair, claude).finished;
  expect(code, stderr).toBe(0);
  expect(readComparison(folder).tools.map(({ panel }) => panel.ship + panel.skip)).toEqual([4, 4]);
});

test('a truncated answer gets more room once', async () => {
  const rooms: unknown[] = [];
  const { claude } = await serve(({ persona, tool, kind }, { body }) => {
    if (persona !== 'Founder' || tool !== 'litellm') return null;
    rooms.push(body.max_tokens);
    return rooms.length === 1 && kind === 'opinion' ? { text: '{"checks": [', stop: 'max_tokens' } : null;
  });
  const { start } = newcomer();
  expect((await start(pair, claude).finished).code).toBe(0);
  expect(rooms).toEqual([16_000, 32_000]);
});

test('the budget stops before the call that could exceed it, and keeps what is done', async () => {
  const { wire, claude } = await serve();
  const { start } = newcomer();
  const { code, stderr } = await start([...pair, '--max-cost', '0.01'], claude).finished;
  expect(code).toBe(4);
  expect(stderr).toContain('--max-cost');
  expect(asked(wire.requests)).toEqual([]);
});

test('a dry run asks nothing, and names leads, ballots, duels and expected repairs, each with tokens and cost', async () => {
  const { wire, both } = await serve();
  const { code, stdout } = await newcomer().start([...pair, '--dry-run'], both).finished;
  expect(code).toBe(0);
  const lines = stdout.replaceAll('\n  ', ' ').split('\n');
  const tokens = 'about [\\d,]+ tokens in.*, [\\d,]+ out, about \\$\\d\\S*, at most \\$\\d\\S*';
  const claude = 'claude:claude-sonnet-5-5';
  const second = 'hugging-face:openai/gpt-oss-120b:cheapest';
  expect(lines).toEqual([
    expect.stringMatching(new RegExp(`^8 leads by ${claude}: ${tokens}$`)),
    expect.stringMatching(new RegExp(`^8 ballots by ${second}: ${tokens}$`)),
    expect.stringMatching(new RegExp(`^1 answer on top by ${claude}: ${tokens}$`)),
    expect.stringMatching(new RegExp(`^about 2 expected repairs by ${claude}: ${tokens}$`)),
    expect.stringMatching(new RegExp(`^about 0 expected repairs by ${second}: ${tokens}$`)),
    expect.stringMatching(
      new RegExp(`^Up to 8 duels by ${claude}: ${tokens}, on top if the scores come out inside the noise\\.$`),
    ),
    expect.stringMatching(/^17 calls and about 2 repairs, about \$\S+, at most \$\S+ in all\. Nothing was asked\.$/),
    expect.stringContaining('count_tokens, which is free, counted 5 of 7 prompt prefixes'),
    '',
  ]);
  expect(asked(wire.requests)).toEqual([]);
});

test.each([
  ['in a file system that takes none', '/proc/nope'],
  ['that is a file', example('litellm')],
])('a folder for the documents %s is refused before anybody is asked', async (_what, out) => {
  const { wire, claude } = await serve();
  const { code, stderr } = await newcomer().start([...pair, '--out', out], claude).finished;
  expect(code).toBe(2);
  expect(stderr).toContain(`--out ${out} cannot be written to`);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(asked(wire.requests)).toEqual([]);
});

test('a folder called .env is named, and is no fault of the program', async () => {
  const { folder, start } = newcomer();
  mkdirSync(join(folder, '.env'));
  const { code, stderr } = await start([...pair]).finished;
  expect(code, stderr).toBe(2);
  expect(stderr).toMatch(/^\.env cannot be read/m);
  expect(stderr).not.toContain('fault in ship-or-skip');
});

test('a fifth persona is one more file: it is asked, scored and shown', async () => {
  const { claude } = await serve();
  const { folder, start } = newcomer();
  const personas = join(folder, 'personas');
  cpSync(resolve(import.meta.dirname, '../../personas'), personas, { recursive: true });
  const fifth = readFileSync(join(personas, 'skeptic.yaml'), 'utf8')
    .replace('id: skeptic', 'id: auditor')
    .replace('name: Skeptic', 'name: Auditor')
    .replace('order: 20', 'order: 50');
  writeFileSync(join(personas, 'auditor.yaml'), fifth);
  const { code, stderr } = await start([...pair, '--personas', personas], claude).finished;
  expect(code, stderr).toBe(0);
  expect(readComparison(folder).tools[0]?.reviews.map(({ persona }) => persona)).toEqual([
    'builder',
    'skeptic',
    'founder',
    'futurist',
    'auditor',
  ]);
  expect(readFileSync(join(folderOf(folder), 'index.html'), 'utf8')).toContain('Auditor');
});

test('an OpenAI-compatible server of one’s own can lead', async () => {
  const { wire } = await serve();
  const { folder, start } = newcomer();
  const settings = { MODEL_ENDPOINT_URL: `${wire.url}/v1`, MODEL_ENDPOINT_KEY: 'local' };
  const { code, stderr } = await start([...pair, '--lead', 'endpoint:llama3.3'], settings).finished;
  expect(code, stderr).toBe(0);
  expect(readComparison(folder)).toMatchObject({ costUsd: null, families: ['llama3.3'] });
});

test('without a key other tools are refused in three lines, and nothing is written', async () => {
  const { folder, start } = newcomer();
  const { code, stdout, stderr } = await start(pair).finished;
  expect({ code, stdout, lines: stderr.trim().split('\n').length }).toEqual({ code: 2, stdout: '', lines: 3 });
  expect(stderr).toMatch(/ANTHROPIC_API_KEY[\s\S]*MODEL_ENDPOINT_URL/);
  expect(existsSync(join(folder, 'output'))).toBe(false);
});

test('settings are read from .env in the working folder', async () => {
  const { claude } = await serve();
  const { folder, start } = newcomer();
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, '.env'),
    Object.entries(claude)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  expect((await start(pair).finished).code).toBe(0);
  expect(readComparison(folder).families).toEqual(['anthropic']);
});
