import { expect, test } from 'vitest';
import type { DuelRecord } from '../../../src/core/comparison/comparison.ts';
import { commonJobs, decide, rank, type Standing } from '../../../src/core/comparison/decision.ts';

const tool = (slug: string, score: number | null, jobs = ['route model calls']): Standing => ({
  slug,
  name: slug.toUpperCase(),
  jobs,
  panel: { score },
});
const duel = (persona: string, prefers: string | null, pair = ['a', 'b'] as const): DuelRecord => {
  const [one, other] = pair;
  const order = (first: string, second: string) => ({ first, second, prefers, because: '' });
  return { persona, prefers, orders: [order(one, other), order(other, one)] };
};
const panel = (...prefers: (string | null)[]) => prefers.map((slug, index) => duel(`p${index}`, slug));

test('a margin above the noise names a winner; one exactly at it does not', () => {
  expect(decide([tool('a', 70), tool('b', 63)], 6, [])).toMatchObject({
    kind: 'winner',
    winner: 'a',
    margin: 7,
    basis: 'scores',
  });
  expect(decide([tool('a', 70), tool('b', 64)], 6, [])).toMatchObject({ kind: 'tie', winner: null, margin: 6 });
});

test('a margin that only rounding lifts above the noise is a tie', () => {
  expect(decide([tool('a', 0.1 + 0.2), tool('b', 0)], 0.3, []).kind).toBe('tie');
});

test('a tie without a duel says so', () => {
  expect(decide([tool('a', 70), tool('b', 68)], 6, []).reason).toMatch(
    /^The panel cannot separate A and B: 70 points to 68, .* up to 6 means nothing\. The reviewers did not judge them head to head\.$/,
  );
});

test('tools without a common job are not a choice, whatever scores and duels say', () => {
  const decision = decide([tool('a', 90, ['store documents']), tool('b', 20)], 6, panel('a', 'a'));
  expect(decision).toMatchObject({ kind: 'different-jobs', winner: null, margin: null, basis: 'none' });
  expect(decision.reason).toContain('store documents');
  expect(rank([tool('a', 90), tool('b', 20)], 6, decision).map((entry) => entry.rank)).toEqual([null, null]);
});

test('without a panel score there is nothing to decide', () => {
  const decision = decide([tool('a', 70), tool('b', null)], 6, []);
  expect(decision).toMatchObject({ kind: 'undecided', winner: null, margin: null });
  expect(rank([tool('a', 70), tool('b', null)], 6, decision).map((entry) => entry.rank)).toEqual([1, null]);
});

test('jobs are compared without case and spacing', () => {
  expect(commonJobs([{ jobs: ['Route  model calls'] }, { jobs: ['x', 'route model calls '] }])).toEqual([
    'Route  model calls',
  ]);
});

test.each([
  [['a', 'a', 'a', null], 'a'],
  [['b', 'b', 'b', 'a'], 'b'],
  [['a', 'a', 'b', 'b'], null],
  [['a', 'a', null, null], null],
  [[null, null, null, null], null],
])('head to head, %j make %j the winner: more than half of all must agree', (prefers, winner) => {
  const decision = decide([tool('a', 70), tool('b', 68)], 6, panel(...prefers));
  expect(decision).toMatchObject({ kind: winner === null ? 'tie' : 'winner', winner, basis: 'duel', margin: 2 });
  expect(decision.reason).toMatch(
    winner === null ? /^The reviewers are split: / : /^3 of 4 reviewers would choose [AB] over [AB], whichever/,
  );
});

test('duels between other tools do not count', () => {
  const duels = [duel('p', 'c', ['a', 'c'] as never)];
  expect(decide([tool('a', 70), tool('b', 68), tool('c', 20)], 6, duels)).toMatchObject({
    kind: 'tie',
    basis: 'scores',
  });
});

test('three tools are ranked, and those within the noise of the best of their group share its rank', () => {
  const tools = [tool('a', 50), tool('b', 80), tool('c', 76)];
  expect(rank(tools, 6, decide(tools, 6, []))).toEqual([
    { slug: 'b', rank: 1, score: 80 },
    { slug: 'c', rank: 1, score: 76 },
    { slug: 'a', rank: 3, score: 50 },
  ]);
});

test('who wins head to head is first, whatever its score, and the other is second', () => {
  const tools = [tool('a', 70), tool('b', 68), tool('c', 66)];
  expect(rank(tools, 6, decide(tools, 6, panel('b', 'b', 'a')))).toEqual([
    { slug: 'b', rank: 1, score: 68 },
    { slug: 'a', rank: 2, score: 70 },
    { slug: 'c', rank: 2, score: 66 },
  ]);
});

test('a panel that splits over tools far apart in score leaves them on one rank', () => {
  const tools = [tool('a', 90), tool('b', 60)];
  expect(rank(tools, 6, decide(tools, 6, panel('b', 'a'))).map((entry) => entry.rank)).toEqual([1, 1]);
});
