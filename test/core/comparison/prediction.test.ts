import { describe, expect, test } from 'vitest';
import { predictionsOf, recordsOf, type Settlement } from '../../../src/core/comparison/prediction.ts';
import { sampleDossier, sampleReview } from '../../contracts/store-samples.ts';

const base = sampleReview(sampleDossier('clock'));
const statement = (kind: 'prediction' | 'opinion', judgeBy: string | null) => ({
  beat: 'x',
  kind,
  text: `by ${judgeBy}`,
  quotes: [],
  judgeBy,
});
const statements = [
  statement('prediction', '2027-01-01'),
  statement('opinion', null),
  statement('prediction', '2028-01-01'),
];
const review = { ...base, id: 12, opinion: { ...base.opinion, statements } };
const settled = (number: number, as: Settlement['as'], at = '1'): Settlement => ({
  reviewId: 12,
  number,
  as,
  why: 'seen',
  by: 'Ada',
  at,
});

test('predictions are numbered in the order of their review, other statements do not count', () => {
  expect(predictionsOf(review, true, [], '2026-11-23').map(({ id, judgeBy }) => [id, judgeBy])).toEqual([
    ['12.1', '2027-01-01'],
    ['12.2', '2028-01-01'],
  ]);
});

describe('a prediction', () => {
  const stateOn = (today: string, settlements: Settlement[] = []) =>
    predictionsOf(review, true, settlements, today)[0]?.state;

  test('is open until the day it can be judged, then due', () => {
    expect(stateOn('2026-12-31')).toBe('open');
    expect(stateOn('2027-01-01')).toBe('due');
  });

  test('is what the last word about it says, early or late, and keeps every word', () => {
    const said = [
      settled(1, 'right'),
      settled(2, 'void'),
      settled(1, 'wrong'),
      { ...settled(1, 'right'), reviewId: 13 },
    ];
    expect(stateOn('2026-11-23', said)).toBe('wrong');
    expect(predictionsOf(review, true, said, '2026-11-23')[0]?.settlements.map(({ as }) => as)).toEqual([
      'right',
      'wrong',
    ]);
  });
});

test('a record counts every prediction of a persona once', () => {
  const mine = predictionsOf(review, true, [settled(1, 'wrong')], '2026-11-23');
  const theirs = predictionsOf({ ...review, id: 13, persona: 'antiquary' }, false, [], '2027-06-01');
  expect(recordsOf([...mine, ...theirs])).toEqual([
    { persona: 'antiquary', right: 0, wrong: 0, void: 0, due: 1, open: 1 },
    { persona: 'builder', right: 0, wrong: 1, void: 0, due: 0, open: 1 },
  ]);
});
