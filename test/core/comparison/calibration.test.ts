import { expect, test } from 'vitest';
import {
  type Calibration,
  type CalibrationRun,
  findDrift,
  measureCalibration,
  recordCalibrations,
  standardError,
} from '../../../src/core/comparison/calibration.ts';
import type { ReviewRecord } from '../../../src/core/comparison/comparison.ts';
import type { Answer } from '../../../src/core/opinion/opinion.ts';
import type { Byline, CheckedAnswer } from '../../../src/core/opinion/review.ts';
import { byline as sampleByline } from '../../fixtures/comparison.ts';
import { inventPersona, panel } from '../../fixtures/desk.ts';
import { scoringRules } from '../../fixtures/rules.ts';

const check = (id: string, weight: number, silence: 'open' | 'no' = 'open') => ({
  id,
  ask: `${id}?`,
  kind: 'stated' as const,
  weight,
  silence,
});
const persona = { groups: [{ name: 'all', checks: [check('a', 50), check('b', 30), check('c', 20)] }] };
const ids = ['a', 'b', 'c'];
const known = (answers: Answer[]) => answers.map((answer, index) => ({ id: ids[index] ?? '', answer }));
const given = (answers: Answer[]): CheckedAnswer[] =>
  known(answers).map((entry) => ({ ...entry, said: entry.answer, because: '', quotes: [] }));
const byline: Byline = sampleByline();

type Pair = [given: Answer[] | null, known: Answer[]];
const run = (pairs: Pair[], more: Partial<CalibrationRun> = {}): CalibrationRun => ({
  persona: 'builder',
  written: 'claude:claude-sonnet-5-5',
  anchors: '1-aaaaaaaa',
  ranAt: '2026-11-23T10:00:00.000Z',
  answers: pairs.map(([answers, right], index) => ({
    tool: `tool-${index}`,
    checks: answers && given(answers),
    reason: answers === null ? 'refused' : null,
    known: known(right),
    byline,
  })),
  ...more,
});

test('leniency is the mean difference to the known answers, spread its standard deviation', () => {
  // 80 − 50 = 30, 50 − 50 = 0, 0 − 30 = −30
  const measured = measureCalibration(
    run([
      [
        ['yes', 'yes', 'no'],
        ['yes', 'no', 'no'],
      ],
      [
        ['yes', 'no', 'no'],
        ['yes', 'no', 'no'],
      ],
      [
        ['no', 'no', 'no'],
        ['no', 'yes', 'no'],
      ],
    ]),
    persona,
    scoringRules,
  );
  expect(measured?.leniency).toBe(0);
  expect(measured?.spread).toBeCloseTo(30);
  expect(measured?.differences.map(({ difference }) => difference)).toEqual([30, 0, -30]);
  expect(measured?.agreement).toBeCloseTo(7 / 9);
  // of the six known not to be yes, one was answered yes
  expect(measured?.falseYes).toBeCloseTo(1 / 6);
});

test('an open unknown is left out of both scores, as it is of a review’s', () => {
  // given 50 of 50 + 20, known 50 of 50 + 30
  const pair: Pair = [
    ['yes', 'unknown', 'no'],
    ['yes', 'no', 'unknown'],
  ];
  const measured = measureCalibration(run([pair, pair]), persona, scoringRules);
  expect(measured?.leniency).toBeCloseTo((100 * 50) / 70 - (100 * 50) / 80);
  expect(measured?.spread).toBe(0);
  expect(measured?.falseYes).toBe(0);
});

test('an anchor that was refused is left out of every figure', () => {
  const pair: Pair = [
    ['yes', 'yes', 'yes'],
    ['yes', 'yes', 'no'],
  ];
  expect(measureCalibration(run([pair, pair, [null, ['yes', 'no', 'no']]]), persona, scoringRules)).toMatchObject({
    leniency: 20,
    agreement: 2 / 3,
  });
});

test('one answered anchor, or a checklist that has changed since, gives no figures', () => {
  const pair: Pair = [
    ['yes', 'yes', 'yes'],
    ['yes', 'yes', 'no'],
  ];
  expect(measureCalibration(run([pair]), persona, scoringRules)).toBeNull();
  expect(measureCalibration(run([pair, [null, ['yes', 'no', 'no']]]), persona, scoringRules)).toBeNull();
  const changed = { groups: [{ name: 'all', checks: [check('a', 50), check('b', 30), check('new', 20)] }] };
  expect(measureCalibration(run([pair, pair]), changed, scoringRules)).toBeNull();
});

test('new weights change the figures without a new run', () => {
  const pair: Pair = [
    ['yes', 'yes', 'no'],
    ['yes', 'no', 'no'],
  ];
  const even = { groups: [{ name: 'all', checks: [check('a', 10), check('b', 10), check('c', 10)] }] };
  expect(measureCalibration(run([pair, pair]), persona, scoringRules)?.leniency).toBe(30);
  expect(measureCalibration(run([pair, pair]), even, scoringRules)?.leniency).toBeCloseTo(100 / 3);
});

test('the standard error is the standard deviation over the root of the number', () => {
  expect(standardError([2, 4, 4, 6])).toBeCloseTo(Math.sqrt(8 / 3) / 2);
});

const measured = (differences: number[], more: Partial<Calibration> = {}): Calibration => ({
  persona: 'builder',
  written: 'claude:claude-sonnet-5-5',
  model: 'claude-sonnet-5-5',
  anchors: '1-aaaaaaaa',
  ranAt: '2026-11-23T10:00:00.000Z',
  leniency: differences.reduce((sum, difference) => sum + difference, 0) / differences.length,
  spread: 0,
  agreement: 1,
  falseYes: 0,
  differences: differences.map((difference, index) => ({ tool: `tool-${index}`, given: 50, known: 50, difference })),
  ...more,
});

test('a juror that is steadily more lenient than before has drifted, above five points', () => {
  const before = measured([0, 2, -2, 0]);
  expect(findDrift(before, measured([6, 8, 4, 6]))).toMatchObject({ before: 0, now: 6, allowed: 5 });
  expect(findDrift(before, measured([-6, -4, -8, -6]))).toMatchObject({ now: -6 });
  expect(findDrift(before, measured([5, 7, 3, 5]))).toBeNull();
});

test('a change that the anchors do not share is noise: twice its standard error is allowed', () => {
  // changes 24, 0, 0, 0: mean 6, standard deviation 12, standard error 6
  expect(findDrift(measured([0, 0, 0, 0]), measured([24, 0, 0, 0]))).toBeNull();
  // changes 24, 16, 16, 24: mean 20, standard error 2.31
  expect(findDrift(measured([0, 0, 0, 0]), measured([24, 16, 16, 24]))).toMatchObject({ allowed: 5 });
});

test('runs over other anchors, of another persona or by another model are not compared', () => {
  const now = measured([50, 50, 50]);
  for (const other of [{ anchors: '2-bbbbbbbb' }, { persona: 'skeptic' }, { written: 'endpoint:llama3' }])
    expect(findDrift(measured([0, 0, 0], other), now)).toBeNull();
});

test('a comparison reports the newest run of each persona and model that answered for it', () => {
  const builder = inventPersona('builder');
  const all = (answer: Answer) => builder.groups.flatMap(({ checks }) => checks.map(({ id }) => ({ id, answer })));
  const over = (answer: Answer, more: Partial<CalibrationRun> = {}): CalibrationRun => ({
    ...run([], more),
    answers: ['one', 'two'].map((tool) => ({
      tool,
      checks: all(answer).map((entry) => ({ ...entry, said: answer, because: '', quotes: [] })),
      reason: null,
      known: all('no'),
      byline,
    })),
  });
  const review = { persona: 'builder', byline, ballots: [] } satisfies Pick<
    ReviewRecord,
    'persona' | 'byline' | 'ballots'
  >;
  const newer = over('yes', { ranAt: '2026-11-24T10:00:00.000Z' });
  expect(recordCalibrations([over('no'), newer], { panel, personas: [builder] }, [review])).toEqual([
    { persona: 'builder', model: byline.model, anchors: '1-aaaaaaaa', leniency: 100, spread: 0, ranAt: newer.ranAt },
  ]);
  expect(
    recordCalibrations([newer], { panel, personas: [builder] }, [{ ...review, byline: { ...byline, model: 'other' } }]),
  ).toEqual([]);
  expect(recordCalibrations([newer], { panel, personas: [builder] }, [{ ...review, persona: 'skeptic' }])).toEqual([]);
});
