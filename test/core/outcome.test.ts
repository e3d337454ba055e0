import { expect, test } from 'vitest';
import type { PanelRecord, ReviewRecord } from '../../src/core/comparison.ts';
import { type Contender, commonJobs, decideOutcome, judgePanel } from '../../src/core/outcome.ts';

const seat = (score: number | null): Pick<ReviewRecord, 'status' | 'score' | 'verdict'> => ({
  status: score === null ? 'missing' : 'scored',
  score,
  verdict: score === null ? null : score >= 60 ? 'ship' : 'skip',
});
const panelOf = (score: number | null): PanelRecord => ({
  verdict: 'ship',
  label: '',
  ship: 0,
  skip: 0,
  shipPercent: null,
  score,
  spread: null,
});
const tool = (slug: string, score: number | null, jobs = ['route model calls']): Contender => ({
  slug,
  name: slug.toUpperCase(),
  jobs,
  panel: panelOf(score),
  reviews: [],
});

test.each([
  [[70, 70, 70, 70], 'ship', 'Ship · 4 ship / 0 skip', 100],
  [[70, 70, 50], 'ship', 'Ship · 2 ship / 1 skip', 67],
  [[70, 70, 50, 50], 'mixed', 'Mixed · 2 ship / 2 skip', 50],
  [[70, 50, 50], 'skip', 'Skip · 1 ship / 2 skip', 33],
  [[50, 50, 50, 50], 'skip', 'Skip · 0 ship / 4 skip', 0],
  [[70, 70, null, null], 'ship', 'Ship · 2 ship / 0 skip', 100],
])('a panel of %j is %s', (scores, verdict, label, shipPercent) => {
  expect(judgePanel(scores.map(seat))).toMatchObject({ verdict, label, shipPercent });
});

test('a panel with fewer than half of its seats scored is unscored, and has no number', () => {
  expect(judgePanel([70, null, null, null].map(seat))).toMatchObject({
    verdict: 'unscored',
    score: null,
    shipPercent: null,
    ship: 1,
  });
  expect(judgePanel([])).toMatchObject({ verdict: 'unscored', score: null });
});

test('the panel score is the unrounded mean of the scored seats', () => {
  expect(judgePanel([70, 61, null].map(seat)).score).toBe(65.5);
});

test('a margin above the noise names a winner; one exactly at it does not', () => {
  expect(decideOutcome([tool('a', 70), tool('b', 63)], { noise: 6 })).toMatchObject({
    kind: 'winner',
    winner: 'a',
    margin: 7,
  });
  expect(decideOutcome([tool('a', 70), tool('b', 64)], { noise: 6 })).toMatchObject({
    kind: 'tie',
    winner: null,
    margin: 6,
  });
});

test('tools without a common job are not a choice, whatever their scores', () => {
  const outcome = decideOutcome([tool('a', 90, ['store documents']), tool('b', 20)], { noise: 6 });
  expect(outcome).toMatchObject({ kind: 'different-jobs', winner: null, margin: null });
  expect(outcome.reason).toContain('store documents');
  expect(outcome.ranking.map((entry) => entry.rank)).toEqual([null, null]);
});

test('jobs are compared without case and spacing', () => {
  expect(commonJobs([{ jobs: ['Route  model calls'] }, { jobs: ['x', 'route model calls '] }])).toEqual([
    'Route  model calls',
  ]);
});

test('without a panel score there is nothing to decide', () => {
  expect(decideOutcome([tool('a', 70), tool('b', null)], { noise: 6 })).toMatchObject({
    kind: 'undecided',
    winner: null,
    margin: null,
  });
});

test('three tools are ranked, and those within the noise of the best of their group share its rank', () => {
  const { ranking } = decideOutcome([tool('a', 50), tool('b', 80), tool('c', 76)], { noise: 6 });
  expect(ranking).toEqual([
    { slug: 'b', rank: 1, score: 80 },
    { slug: 'c', rank: 1, score: 76 },
    { slug: 'a', rank: 3, score: 50 },
  ]);
});
