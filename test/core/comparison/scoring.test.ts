import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ReviewRecord } from '../../../src/core/comparison/comparison.ts';
import { type Juror, judgePanel, scoreSeat } from '../../../src/core/comparison/scoring.ts';
import type { Answer } from '../../../src/core/opinion/opinion.ts';
import type { CheckedAnswer } from '../../../src/core/opinion/review.ts';
import type { Check } from '../../../src/core/panel/persona.ts';

const panel = { shipThreshold: 60, minimumCoverage: 0.4 };
const check = (id: string, weight: number, silence: 'open' | 'no' = 'open'): Check => ({
  id,
  ask: `${id}?`,
  kind: 'stated',
  weight,
  silence,
  cues: ['x'],
});
const personaOf = (...checks: Check[]) => ({ groups: [{ name: 'all', checks }] });
const said = (id: string, answer: Answer): CheckedAnswer => ({ id, answer, said: answer, because: '', quotes: [] });
const juror = (name: string, answers: Record<string, Answer>): Juror => ({
  name,
  answers: Object.entries(answers).map(([id, answer]) => said(id, answer)),
});

const four = personaOf(check('a', 40), check('b', 30), check('c', 20), check('d', 10));

test('the score is the weight of yes over the weight that counts', () => {
  const result = scoreSeat(four, panel, [juror('lead', { a: 'yes', b: 'no', c: 'yes', d: 'no' })]);
  expect(result).toMatchObject({ status: 'scored', score: 60, verdict: 'ship', coverage: 1, spread: null });
});

test('an open unknown is left out of the score and lowers coverage', () => {
  const result = scoreSeat(four, panel, [juror('lead', { a: 'yes', b: 'unknown', c: 'no', d: 'no' })]);
  expect(result.score).toBeCloseTo((100 * 40) / 70);
  expect(result.coverage).toBeCloseTo(0.7);
});

test('where silence means no, unknown counts as no and still does not count as covered', () => {
  const persona = personaOf(check('a', 50), check('b', 50, 'no'));
  const result = scoreSeat(persona, panel, [juror('lead', { a: 'yes', b: 'unknown' })]);
  expect(result).toMatchObject({ score: 50, coverage: 0.5 });
  expect(result.checks[1]).toMatchObject({ answer: 'unknown', counts: 'no' });
});

test('below minimum coverage a seat is unscored, never zero', () => {
  const result = scoreSeat(four, panel, [juror('lead', { a: 'unknown', b: 'yes', c: 'unknown', d: 'unknown' })]);
  expect(result).toMatchObject({ status: 'unscored', score: null, verdict: null, coverage: 0.3 });
});

test('a check a juror left out is that juror’s unknown', () => {
  expect(scoreSeat(four, panel, [juror('lead', { a: 'yes', b: 'yes' })]).checks[2]).toMatchObject({
    answer: 'unknown',
    counts: 'out',
  });
});

test('verdicts are made on the unrounded score', () => {
  const persona = personaOf(check('a', 59.6), check('b', 40.4));
  expect(scoreSeat(persona, panel, [juror('lead', { a: 'yes', b: 'no' })])).toMatchObject({ verdict: 'skip' });
});

test('two jurors who disagree make a contested unknown; three make a majority', () => {
  const yes = juror('lead', { a: 'yes', b: 'yes', c: 'yes', d: 'yes' });
  const no = juror('x', { a: 'no', b: 'yes', c: 'yes', d: 'yes' });
  const split = scoreSeat(four, panel, [yes, no]);
  expect(split.checks[0]).toMatchObject({
    answer: 'unknown',
    contested: true,
    counts: 'out',
    votes: { yes: 1, no: 1, unknown: 0 },
  });
  expect(split.spread).toBeCloseTo(40);
  const decided = scoreSeat(four, panel, [yes, no, juror('y', { a: 'no', b: 'yes', c: 'yes', d: 'yes' })]);
  expect(decided.checks[0]).toMatchObject({ answer: 'no', contested: false });
});

test('what is not established counts as no where silence means no, contested or not', () => {
  const persona = personaOf(check('a', 50, 'no'), check('b', 50));
  const result = scoreSeat(persona, panel, [
    juror('lead', { a: 'yes', b: 'yes' }),
    juror('x', { a: 'unknown', b: 'yes' }),
  ]);
  expect(result.checks[0]).toMatchObject({ answer: 'unknown', contested: true, counts: 'no' });
  expect(result.score).toBe(50);
});

const answers = fc.array(fc.constantFrom<Answer>('yes', 'no'), { minLength: 4, maxLength: 4 });

test('where every check counts, one flip moves the score by exactly its weight', () => {
  fc.assert(
    fc.property(answers, fc.nat(3), (given, flipped) => {
      const toJuror = (list: Answer[]) =>
        juror('lead', Object.fromEntries(['a', 'b', 'c', 'd'].map((id, index) => [id, list[index] ?? 'unknown'])));
      const other = given.map((answer, index) => (index === flipped ? (answer === 'yes' ? 'no' : 'yes') : answer));
      const before = scoreSeat(four, panel, [toJuror(given)]).score ?? 0;
      const after = scoreSeat(four, panel, [toJuror(other)]).score ?? 0;
      expect(Math.abs(after - before)).toBeCloseTo([40, 30, 20, 10][flipped] ?? Number.NaN);
    }),
  );
});

const seat = (score: number | null): Pick<ReviewRecord, 'status' | 'score' | 'verdict'> => ({
  status: score === null ? 'missing' : 'scored',
  score,
  verdict: score === null ? null : score >= 60 ? 'ship' : 'skip',
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
