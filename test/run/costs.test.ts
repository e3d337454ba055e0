import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { CostReport } from '../../src/core/ledger.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import type { WireReply, WireRequest } from '../wire/answer.ts';
import { startWire, type Wire } from '../wire/server.ts';
import { answerHonestly, type Question, questionOf } from './honest-juror.ts';
import { example, newcomer } from './program.ts';

const pair = ['compare', example('litellm'), example('openrouter')];
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
  script: (question: Question, request: WireRequest) => WireReply | null = () => null,
  listed: typeof models = models,
) {
  const opened = await startWire(
    (request) => script(questionOf(request), request) ?? answerHonestly(questionOf(request)),
    { models: listed },
  );
  wire = opened;
  const claude = { ANTHROPIC_API_KEY: 'sk-ant-test', ANTHROPIC_BASE_URL: opened.url };
  const both = { ...claude, HF_TOKEN: 'hf_test', HF_ROUTER_URL: opened.url };
  const endpoint = { MODEL_ENDPOINT_URL: `${opened.url}/v1`, MODEL_ENDPOINT_KEY: 'local' };
  /** What was asked: messages and chat completions. */
  const asked = () =>
    opened.requests.filter(({ path }) => path === '/v1/messages' || path === '/v1/chat/completions').map(questionOf);
  return { claude, both, endpoint, asked };
}

type Start = ReturnType<typeof newcomer>['start'];

async function costsOf(start: Start, ...options: string[]): Promise<CostReport> {
  const { code, stdout, stderr } = await start(['costs', '--json', ...options]).finished;
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
}

/** Dollars of everything but the answer on top. */
async function costOfReviews(start: Start): Promise<number> {
  const { total, groups } = await costsOf(start, '--by', 'kind');
  const answer = groups.find(({ name }) => name === 'answer');
  return (total.cost.usd ?? Number.NaN) - (answer?.cost.usd ?? Number.NaN);
}

/** Dollars of the last line of a run. */
function lastLineOf(stderr: string): { estimated: number; spent: number } {
  const [, estimated, spent] = /^estimated \$([\d.]+), spent \$([\d.]+)\n$/m.exec(stderr) ?? [];
  return { estimated: Number(estimated), spent: Number(spent) };
}

describe('costs', () => {
  test('of a folder where nothing was ever asked are said, and 0', async () => {
    const { start } = newcomer();
    expect(await start(['costs', '--by', 'model']).finished).toMatchObject({
      code: 0,
      stdout: 'No call is on record.\n',
    });
    expect(await costsOf(start)).toMatchObject({ total: { calls: 0, cost: { usd: 0, unknown: 0 } }, groups: [] });
  });

  test('are those the services told, by model, with the prices of the day, and what the cache saved', async () => {
    const { both } = await serve();
    const { start, folder } = newcomer();
    const { stderr } = await start(pair, both).finished;
    const { total, groups, prices } = await costsOf(start, '--by', 'model');
    expect(groups.map(({ name, calls }) => [name, calls])).toEqual([
      ['claude:claude-sonnet-5-5', 8 + 1],
      ['hugging-face:openai/gpt-oss-120b:cheapest', 8],
    ]);
    expect(total.cost.usd?.toFixed(4)).toBe(lastLineOf(stderr).spent.toFixed(4));
    const today = new Date().toISOString().slice(0, 10);
    expect(prices).toEqual([
      { version: expect.stringMatching(/^claude \d{4}-\d\d-\d\d$/), calls: 8 + 1 },
      { version: `hugging-face ${today}`, calls: 8 },
    ]);
    expect(total.savedByCache.usd).toBeGreaterThan(0);
    expect(total).toMatchObject({ standingReviews: 8, costPerStandingReview: { unknown: 0 } });
    expect((total.costPerStandingReview.usd ?? 0) * 8).toBeCloseTo(await costOfReviews(start), 9);
    const store = await openSqliteStore(join(folder, 'ship-or-skip.sqlite'));
    const { calls } = await store.ledger.read();
    await store.close();
    expect(calls.reduce((sum, { costUsd }) => sum + (costUsd ?? Number.NaN), 0)).toBeCloseTo(total.cost.usd ?? 0, 12);
  });

  test('count what a rerun did not have to ask; it says nothing about money', async () => {
    const { both, asked } = await serve();
    const { start } = newcomer();
    await start(pair, both).finished;
    const before = asked().length;
    const again = await start(pair, both).finished;
    expect(again.stderr).not.toContain('estimated');
    expect(asked()).toHaveLength(before);
    const { total } = await costsOf(start);
    expect(total.reuses).toBe(8);
    expect(total.savedByReuse.usd).toBeCloseTo(await costOfReviews(start), 9);
  });

  test('name attempts that broke off and may be billed, and the most they can have cost', async () => {
    let cuts = 0;
    const { claude } = await serve(({ persona }) => {
      if (persona !== 'Skeptic' || cuts > 0) return null;
      cuts += 1;
      return { fault: 'cut' };
    });
    const { start } = newcomer();
    const { code, stderr } = await start([...pair, '--ballot', 'none'], claude).finished;
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/^estimated \$[\d.]+, spent unknown, because of .* `ship-or-skip costs` counts each\n$/m);
    const { total } = await costsOf(start);
    expect(total).toMatchObject({ calls: 8 + 1, cost: { unknown: 0 }, broken: 1, brokenAtMost: { unknown: 0 } });
    expect(total.brokenAtMost.usd).toBeGreaterThan(0);
    expect((await start(['costs']).finished).stdout).toMatch(
      /broke off +1 attempt that may be billed, at most \$0\.\d+; not in the cost/,
    );
  });

  test('name calls that were under way when the run was stopped', async () => {
    const { claude } = await serve(({ persona }) => (persona === 'Skeptic' ? { fault: 'stall' } : null));
    const { start } = newcomer();
    const run = start(['review', example('litellm'), '--persona', 'skeptic'], claude);
    await wire?.arrived(1);
    run.kill('SIGINT');
    expect((await run.finished).code).toBe(130);
    expect((await costsOf(start)).total).toMatchObject({ calls: 0, broken: 1, brokenAtMost: { unknown: 0 } });
  });

  test('of recorded replies are not taken for unknown ones', async () => {
    const { start } = newcomer();
    const recorded = ['compare', example('claude-files-api'), example('hugging-face-inference-providers')];
    await start(recorded).finished;
    // Asked afresh, a recording gives the review that stands: that is no reuse.
    await start([...recorded, '--fresh']).finished;
    const total = { calls: 0, supplied: 16 + 2, reuses: 0, cost: { usd: 0, unknown: 0 } };
    expect((await costsOf(start)).total).toMatchObject(total);
  });

  test.each([
    ['--since', 'yesterday'],
    ['--since', '2026-02-30'],
    ['--by', 'colour'],
  ])('are refused with %s %s', async (...options) => {
    const { code, stderr } = await newcomer().start(['costs', ...options]).finished;
    expect(code).toBe(2);
    expect(stderr).toMatch(/YYYY-MM-DD|tool, persona, model, kind, day/);
  });
});

describe('prices', () => {
  test('a Claude model that is not listed is refused before anything is asked, with the fix; so is its dry run', async () => {
    const { claude, asked } = await serve();
    for (const more of [[], ['--dry-run']]) {
      const { code, stderr } = await newcomer().start([...pair, '--lead', 'claude:claude-new-1', ...more], claude)
        .finished;
      expect(code).toBe(2);
      expect(stderr).toMatch(/^claude:claude-new-1 is not in the price table.*\nUse .*SHIP_OR_SKIP_PRICES/);
    }
    expect(asked()).toEqual([]);
  });

  test('a model of that kind in the settings of a command that asks nobody stops nothing', async () => {
    const { code } = await newcomer().start(['costs'], { SHIP_OR_SKIP_LEAD: 'claude:claude-new-1' }).finished;
    expect(code).toBe(0);
  });

  test('an endpoint costs what the settings say, and an unknown amount otherwise', async () => {
    const { endpoint } = await serve();
    const { start } = newcomer();
    const lead = ['--lead', 'endpoint:llama3.3'];
    const free = await start(['review', example('litellm'), ...lead], endpoint).finished;
    expect(free.stderr).toMatch(/^estimated unknown, spent unknown, because/m);
    const prices = { SHIP_OR_SKIP_PRICES: 'endpoint:llama3.3 input=1 output=2' };
    const paid = await start(['review', example('openrouter'), ...lead], { ...endpoint, ...prices }).finished;
    expect(lastLineOf(paid.stderr).spent).toBeGreaterThan(0);
    const { total, prices: used } = await costsOf(start);
    expect(total.cost).toEqual({ usd: expect.closeTo(lastLineOf(paid.stderr).spent, 4), unknown: 4 });
    expect(used).toEqual([
      { version: null, calls: 4 },
      { version: expect.stringContaining('SHIP_OR_SKIP_PRICES input=1 output=2'), calls: 4 },
    ]);
  });

  test('prices that cannot be read are refused at the door', async () => {
    const { claude, asked } = await serve();
    const { code, stderr } = await newcomer().start(pair, { ...claude, SHIP_OR_SKIP_PRICES: 'endpoint:a cheap' })
      .finished;
    expect(code).toBe(2);
    expect(stderr).toContain('SHIP_OR_SKIP_PRICES: "cheap" is not a price.\nWrite for example:');
    expect(asked()).toEqual([]);
  });
});

describe('a dry run', () => {
  test('counts prompts at Claude where there is a key, and says what it went by', async () => {
    const { claude, both } = await serve();
    const plan = async (settings: Record<string, string>) =>
      JSON.parse((await newcomer().start([...pair, '--dry-run', '--json'], settings).finished).stdout);
    const counted = await plan(claude);
    expect(counted.prefixes).toEqual({ counted: 5, of: 5 });
    expect(wire?.requests.filter(({ path }) => path.endsWith('/count_tokens'))).toHaveLength(5);
    expect((await plan(both)).prefixes).toEqual({ counted: 5, of: 7 });
    const away = await plan({ ...claude, ANTHROPIC_BASE_URL: 'http://127.0.0.1:9' });
    expect(away.prefixes).toEqual({ counted: 0, of: 5 });
    // The fake counts four characters for a token, the local estimate three.
    const [lead, guess] = [counted.lines[0], away.lines[0]];
    expect(lead.inputTokens / guess.inputTokens).toBeCloseTo(0.75, 1);
    expect(lead.cacheReadTokens).toBeGreaterThan(2.9 * lead.cacheWriteTokens);
    const said = await newcomer().start([...pair, '--dry-run'], { ...claude, ANTHROPIC_BASE_URL: 'http://127.0.0.1:9' })
      .finished;
    expect(said.stdout).toContain('All tokens are estimated from the length of the prompts.');
  });

  test('foresees what the run then estimates, and is above what it spends', async () => {
    const { both } = await serve();
    const { start } = newcomer();
    const { costUsd, worstUsd } = JSON.parse(
      (await start([...pair, '--dry-run', '--json'], { ...both, ANTHROPIC_BASE_URL: 'http://127.0.0.1:9' }).finished)
        .stdout,
    );
    const { estimated, spent } = lastLineOf((await start(pair, both).finished).stderr);
    expect(estimated).toBeCloseTo(costUsd, 4);
    expect(spent).toBeGreaterThan(0);
    expect(spent).toBeLessThan(estimated);
    expect(estimated).toBeLessThan(worstUsd);
  });

  test('expects as many correction rounds as opinions on record have needed', async () => {
    const { claude } = await serve();
    const { folder, start } = newcomer();
    await start([...pair], claude).finished;
    const store = await openSqliteStore(join(folder, 'ship-or-skip.sqlite'));
    for (let attempt = 1; attempt <= 20; attempt += 1) await keepOpinion(store, attempt);
    await store.close();
    const { stdout } = await start([...pair, '--fresh', '--dry-run', '--json'], claude).finished;
    const repairs = JSON.parse(stdout).lines.find(({ kind }: { kind: string }) => kind === 'repair');
    expect(repairs.calls).toBeCloseTo((8 * 10) / 28, 9);
  });
});

/** An opinion on record of another tool; every second one needed a correction round. */
async function keepOpinion(store: Awaited<ReturnType<typeof openSqliteStore>>, attempt: number): Promise<void> {
  const { samplePrompt, sampleReply } = await import('../contracts/store-samples.ts');
  await store.calls.keep(samplePrompt({ attempt }), sampleReply());
  if (attempt % 2 === 0) await store.calls.keep(samplePrompt({ attempt, purpose: 'repair' }), sampleReply());
}

describe('--max-cost', () => {
  const nearly = (amount: number) => ['--max-cost', amount.toFixed(6)];

  test('keeps what is done, exits 4, asks nobody more, and a higher one goes on', async () => {
    const { claude, asked } = await serve();
    const { start } = newcomer();
    const first = await start([...pair, '--max-cost', '0.25'], claude).finished;
    expect(first.code).toBe(4);
    expect(first.stderr).toContain('run again with a higher --max-cost');
    const answered = asked().length;
    expect(answered).toBeGreaterThan(0);
    expect(answered).toBeLessThan(8);
    const { total } = await costsOf(start);
    expect(total.calls).toBe(answered);
    expect(total.cost.usd).toBeLessThanOrEqual(0.25);
    expect((await start([...pair, '--max-cost', '9'], claude).finished).code).toBe(0);
    expect(asked()).toHaveLength(8 + 1);
  });

  test('counts correction rounds with their doubled room', async () => {
    const { claude, asked } = await serve(() => ({ text: '{"checks": [', stop: 'max_tokens' }));
    const opinion = ['review', example('litellm'), '--persona', 'skeptic'];
    const { worstUsd, lines } = JSON.parse(
      (await newcomer().start([...opinion, '--dry-run', '--json'], claude).finished).stdout,
    );
    const [lead, repair] = lines;
    expect(worstUsd).toBeCloseTo(lead.worstUsd + repair.worstUsd, 12);
    // Two of them, each with twice the room for its answer.
    expect(repair.worstUsd).toBeGreaterThan(2 * 1.7 * lead.worstUsd);
    const { code } = await newcomer().start([...opinion, ...nearly(repair.worstUsd / 2)], claude).finished;
    expect({ code, asked: asked().length }).toEqual({ code: 4, asked: 1 });
  });

  test('counts ballots, whose lead is kept', async () => {
    const { both, asked } = await serve();
    const { start } = newcomer();
    const seat = ['review', example('litellm'), '--persona', 'skeptic', '--ballot', 'claude:claude-opus-5-5'];
    const { lines } = JSON.parse((await start([...seat, '--dry-run', '--json'], both).finished).stdout);
    const most = Math.max(...lines.slice(0, 2).map(({ worstUsd }: { worstUsd: number }) => worstUsd));
    const { code, stderr } = await start([...seat, ...nearly(most)], both).finished;
    expect(code, stderr).toBe(4);
    expect(asked().map(({ kind }) => kind)).toEqual(['opinion']);
    expect((await costsOf(start)).total.standingReviews).toBe(1);
  });

  test('counts repeats', async () => {
    const { claude, asked } = await serve((question) => ({
      text: answerHonestly(question),
      usage: { output: question.kind === 'opinion' ? 4_000 : 7_500 },
    }));
    const { start } = newcomer();
    const seat = ['review', example('litellm'), '--persona', 'skeptic', '--repeat', '5'];
    const { lines } = JSON.parse((await start([...seat, '--dry-run', '--json'], claude).finished).stdout);
    expect(lines.map(({ kind, calls }: { kind: string; calls: number }) => [kind, calls])).toEqual([
      ['lead', 1],
      ['repeat', 4],
      ['repair', 0.25],
    ]);
    const { code, stderr } = await start([...seat, ...nearly(lines[0].worstUsd)], claude).finished;
    expect(code, stderr).toBe(4);
    expect(asked().map(({ kind }) => kind)).toEqual(['opinion', 'ballot']);
    expect((await costsOf(start)).total.cost.usd).toBeLessThanOrEqual(lines[0].worstUsd);
  });

  test('counts duels: the comparison is written without the ones it had no money for', async () => {
    const { claude, asked } = await serve();
    const { start } = newcomer();
    expect((await start([...pair, '--ballot', 'none'], claude).finished).code).toBe(0);
    const before = asked().length;
    const { code, stderr } = await start([...pair, '--duel', '--max-cost', '0.01'], claude).finished;
    expect({ code, asked: asked().length }, stderr).toEqual({ code: 4, asked: before });
    expect(stderr).toContain('missing: head to head');
  });

  test('counts the calls of a calibration', async () => {
    const { claude, asked } = await serve();
    const { code, stderr } = await newcomer().start(['calibrate', '--max-cost', '0.25'], claude).finished;
    expect(code).toBe(4);
    expect(stderr).toContain('higher --max-cost');
    expect(asked().length).toBeGreaterThan(0);
    expect(asked().length).toBeLessThan(24);
    expect(stderr).toMatch(/^estimated \$[\d.]+, spent \$0\.[\d]+\n$/m);
  });

  test.each([
    ['an endpoint', { SHIP_OR_SKIP_BALLOTS: 'endpoint:llama3.3' }, models],
    ['a Hugging Face model the router does not list', {}, []],
    [
      'a Hugging Face model whose providers tell none',
      {},
      [{ id: 'openai/gpt-oss-120b', providers: [{ provider: 'groq', status: 'live' }] }],
    ],
  ])('with a model of unknown price (%s) nothing is sent to any', async (_what, more, listed) => {
    const { both, endpoint, asked } = await serve(() => null, listed as typeof models);
    const settings = { ...both, ...endpoint, ...more };
    const { code, stderr } = await newcomer().start([...pair, '--max-cost', '5'], settings).finished;
    expect(code).toBe(4);
    expect(stderr).toMatch(/The price of \S+ is unknown, so the limit of \$5\.00 could not be kept\./);
    expect(asked()).toEqual([]);
  });
});
