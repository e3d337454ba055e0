import { describe, expect, test } from 'vitest';
import {
  type BrokenAttempt,
  type LedgerCall,
  type LedgerRows,
  reportCosts,
  spentSince,
} from '../../src/core/ledger.ts';

const prices = {
  version: 'claude 2026-11-22',
  tiers: [{ upTo: null, price: { input: 2, output: 10, cacheWrite5m: 2.5, cacheWrite1h: 4, cacheRead: 0.1 } }],
};
const usage = { input: 100, output: 50, thinking: null, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0 };

function call(more: Partial<LedgerCall> = {}): LedgerCall {
  return {
    tool: 'clock',
    persona: 'builder',
    model: 'claude:claude-sonnet-5-5',
    kind: 'opinion',
    at: '2026-11-20T10:00:00.000Z',
    usage,
    costUsd: 0.5,
    prices,
    batch: null,
    supplied: false,
    reviewId: null,
    ...more,
  };
}

const broken: BrokenAttempt = {
  ...call(),
  promptKey: 'prompt:v1:a',
  attempt: 1,
  reason: 'deadline',
  worstUsd: 0.2,
  priceVersion: prices.version,
};

function report(rows: Partial<LedgerRows>, query: Partial<Parameters<typeof reportCosts>[1]> = {}) {
  const all = { calls: [], reuses: [], broken: [], standing: new Set<number>(), ...rows };
  return reportCosts(all, { since: null, by: null, ...query });
}

const totalOf = (...args: Parameters<typeof report>) => report(...args).total;

describe('a report of costs', () => {
  test('of nothing is nothing, and nothing of it is unknown', () => {
    const none = { usd: 0, unknown: 0 };
    expect(totalOf({})).toMatchObject({
      calls: 0,
      cost: none,
      savedByCache: none,
      savedByBatch: none,
      savedByReuse: none,
      brokenAtMost: none,
      costPerStandingReview: { usd: null, unknown: 0 },
      spentPerStandingReview: null,
    });
  });

  test('adds up what is known, and counts what is not', () => {
    const total = totalOf({ calls: [call(), call({ costUsd: null, usage: null }), call({ costUsd: 0.25 })] });
    expect(total.cost).toEqual({ usd: 0.75, unknown: 1 });
    expect(total).toMatchObject({ calls: 3, withoutUsage: 1, tokens: { ...usage, input: 200, output: 100 } });
    expect(totalOf({ calls: [call({ costUsd: null })] }).cost).toEqual({ usd: null, unknown: 1 });
  });

  test('adds up tokens by class; of thinking only what is told', () => {
    const cached = { input: 1, output: 2, thinking: 3, cacheWrite5m: 4, cacheWrite1h: 5, cacheRead: 6 };
    const { tokens } = totalOf({ calls: [call({ usage: cached }), call()] });
    expect(tokens).toEqual({ input: 101, output: 52, thinking: 3, cacheWrite5m: 4, cacheWrite1h: 5, cacheRead: 6 });
  });

  test('keeps replies nobody was paid for out of every figure but their own', () => {
    const supplied = call({ supplied: true, costUsd: null, usage: null });
    expect(totalOf({ calls: [supplied, call()] })).toMatchObject({
      calls: 1,
      supplied: 1,
      withoutUsage: 0,
      cost: { usd: 0.5, unknown: 0 },
    });
  });

  test('tells by which prices calls were paid', () => {
    const calls = [call(), call(), call({ prices: null, costUsd: null }), call({ supplied: true, prices: null })];
    expect(report({ calls }).prices).toEqual([
      { version: prices.version, calls: 2 },
      { version: null, calls: 1 },
    ]);
  });
});

test('what was spent since a moment is paid calls and the most broken attempts can have cost; one of unknown cost is counted', () => {
  const since = '2026-11-20T10:00:00.000Z';
  const early = { at: '2026-11-20T09:59:59.999Z' };
  const calls = [call(), call(early), call({ supplied: true })];
  expect(spentSince({ calls, broken: [broken, { ...broken, ...early }] }, since)).toEqual({ usd: 0.7, unknown: 0 });
  expect(spentSince({ calls: [...calls, call({ costUsd: null })], broken: [] }, since)).toEqual({
    usd: 0.5,
    unknown: 1,
  });
});

describe('what the cache saved', () => {
  const written = { ...usage, cacheWrite5m: 1_000_000 };
  const read = { ...usage, cacheRead: 1_000_000 };

  test('is less than nothing where a prefix was only written', () => {
    expect(totalOf({ calls: [call({ usage: written })] }).savedByCache.usd).toBeCloseTo(-0.5, 9);
  });

  test('is the reading less the writing, at the prices of the call, halved in a batch', () => {
    const calls = [call({ usage: written }), call({ usage: read })];
    expect(totalOf({ calls }).savedByCache.usd).toBeCloseTo(1.4, 9);
    expect(totalOf({ calls: calls.map((one) => ({ ...one, batch: 'b' })) }).savedByCache.usd).toBeCloseTo(0.7, 9);
  });

  test('is unknown where cached tokens have no price, and nothing where there are none', () => {
    const calls = [call({ usage: read, prices: null }), call({ prices: null }), call({ usage: null })];
    expect(totalOf({ calls }).savedByCache).toEqual({ usd: 0, unknown: 2 });
  });
});

test('a batch saved as much as its calls cost; nothing is known of one of unknown cost', () => {
  const calls = [call(), call({ batch: 'b', costUsd: 0.3 }), call({ batch: 'b', costUsd: null })];
  expect(totalOf({ calls }).savedByBatch).toEqual({ usd: 0.3, unknown: 1 });
});

describe('what reuse saved', () => {
  const calls = [
    call({ reviewId: 1, costUsd: 0.5 }),
    call({ reviewId: 1, costUsd: 0.25, kind: 'repair' }),
    call({ reviewId: 1, costUsd: 0.1, kind: 'ballot', model: 'endpoint:b', at: '2026-11-21T10:00:00.000Z' }),
    call({ reviewId: 2, costUsd: null }),
    call({ costUsd: 9 }),
  ];
  const used = (reviewId: number, at: string) => ({ reviewId, at });

  test('is the cost of the calls that had gone into the review by then, each time', () => {
    const reuses = [used(1, '2026-11-20T12:00:00.000Z'), used(1, '2026-11-22T12:00:00.000Z')];
    expect(totalOf({ calls, reuses })).toMatchObject({ reuses: 2, savedByReuse: { unknown: 0 } });
    expect(totalOf({ calls, reuses }).savedByReuse.usd).toBeCloseTo(0.75 + 0.85, 9);
  });

  test('is unknown for a review of unknown cost', () => {
    const reuses = [used(2, '2026-11-22T12:00:00.000Z')];
    expect(totalOf({ calls, reuses }).savedByReuse).toEqual({ usd: null, unknown: 1 });
  });

  test('counts on the day of the use, also where the calls were made before the report begins', () => {
    const rows = { calls, reuses: [used(1, '2026-11-25T12:00:00.000Z')] };
    const { groups, total } = report(rows, { since: '2026-11-24', by: 'day' });
    expect(groups.map(({ name, calls: count, reuses }) => [name, count, reuses])).toEqual([['2026-11-25', 0, 1]]);
    expect(total.savedByReuse.usd).toBeCloseTo(0.85, 9);
    const byModel = report(rows, { by: 'model' }).groups.find(({ name }) => name === 'endpoint:b');
    expect(byModel?.savedByReuse.usd).toBeCloseTo(0.1, 9);
  });
});

describe('what a standing review cost', () => {
  const calls = [
    call({ reviewId: 1, costUsd: 0.5 }),
    call({ reviewId: 1, costUsd: 0.1, kind: 'ballot' }),
    call({ reviewId: 2, costUsd: 0.2 }),
    call({ reviewId: 3, costUsd: null }),
    call({ reviewId: 4, costUsd: 5 }),
    call({ costUsd: 0.7 }),
  ];

  test('is the mean over reviews of known cost; the others are counted', () => {
    const total = totalOf({ calls, standing: new Set([1, 2, 3]) });
    expect(total.standingReviews).toBe(3);
    expect(total.costPerStandingReview.unknown).toBe(1);
    expect(total.costPerStandingReview.usd).toBeCloseTo((0.6 + 0.2) / 2, 9);
  });

  test('is more with everything else that was spent', () => {
    expect(totalOf({ calls, standing: new Set([1, 2]) }).spentPerStandingReview).toBeCloseTo(6.5 / 2, 9);
  });

  test('is that of a part of it in each group', () => {
    const { groups } = report({ calls, standing: new Set([1]) }, { by: 'kind' });
    const perReview = groups.map(({ name, costPerStandingReview }) => [name, costPerStandingReview.usd]);
    expect(perReview).toEqual([
      ['opinion', 0.5],
      ['ballot', 0.1],
    ]);
  });
});

test('attempts that broke off are counted beside the cost, with the most they can have cost', () => {
  const total = totalOf({ calls: [call()], broken: [broken, { ...broken, worstUsd: null }] });
  expect(total).toMatchObject({ cost: { usd: 0.5 }, broken: 2, brokenAtMost: { usd: 0.2, unknown: 1 } });
});

test('since a day counts that day, and nothing before', () => {
  const calls = [call({ at: '2026-11-19T23:59:59.999Z' }), call({ at: '2026-11-20T00:00:00.000Z' })];
  const rows = { calls, broken: [{ ...broken, at: '2026-11-19T23:59:59.999Z' }] };
  expect(totalOf(rows, { since: '2026-11-20' })).toMatchObject({ calls: 1, broken: 0 });
});

test.each([
  ['tool', ['dial', 'clock']],
  ['persona', ['skeptic', 'builder']],
  ['model', ['endpoint:b', 'claude:claude-sonnet-5-5']],
  ['kind', ['ballot', 'opinion']],
  ['day', ['2026-11-20', '2026-11-21']],
] as const)('by %s the groups hold every call once, the dearest first, days in order', (by, names) => {
  const other = { tool: 'dial', persona: 'skeptic', model: 'endpoint:b', kind: 'ballot' as const };
  const calls = [call({ costUsd: 0.1 }), call({ costUsd: 2, at: '2026-11-21T10:00:00.000Z', ...other })];
  const { groups, total } = report({ calls }, { by });
  expect(groups.map(({ name }) => name)).toEqual(names);
  expect(groups.reduce((sum, { calls: count }) => sum + count, 0)).toBe(total.calls);
  expect(groups.reduce((sum, { cost }) => sum + (cost.usd ?? 0), 0)).toBeCloseTo(total.cost.usd ?? 0, 12);
});
