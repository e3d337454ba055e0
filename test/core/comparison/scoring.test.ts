import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReviewRecord } from '../../../src/core/comparison/comparison.ts';
import { type Juror, judgePanel, scoreSeat } from '../../../src/core/comparison/scoring.ts';
import type { Answer, Matters } from '../../../src/core/opinion/opinion.ts';
import type { CheckedAnswer } from '../../../src/core/opinion/review.ts';
import type { Check } from '../../../src/core/panel/persona.ts';
import { scoringRules } from '../../fixtures/rules.ts';

const panel = scoringRules;
const check = (id: string, weight: number, silence: 'open' | 'no' = 'open'): Check => ({
  id,
  ask: `${id}?`,
  kind: 'stated',
  weight,
  silence,
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
    votes: { yes: 1, no: 1, unknown: 0, 'not-applicable': 0 },
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

const weighed = (answers: Record<string, [Answer, Matters]>): Juror => ({
  name: 'lead',
  answers: Object.entries(answers).map(([id, [answer, matters]]) => ({ ...said(id, answer), matters })),
});

describe('what decides weighs more', () => {
  test('a decisive answer weighs three times, a minor one half; jurors do not say what matters', () => {
    const lead = weighed({ a: ['no', 'decisive'], b: ['yes', 'normal'], c: ['yes', 'minor'], d: ['yes', 'normal'] });
    // 30 + 20 × 0.5 + 10 of 40 × 3 + 30 + 20 × 0.5 + 10
    expect(scoreSeat(four, panel, [lead]).score).toBeCloseTo((100 * 50) / 170);
    const others = [juror('x', { a: 'no', b: 'yes', c: 'yes', d: 'yes' })];
    const { score, jurorScores, coverage } = scoreSeat(four, panel, [lead, ...others]);
    expect(score).toBeCloseTo((100 * 50) / 170);
    expect(jurorScores[1]).toBeCloseTo((100 * 50) / 170);
    expect(coverage).toBe(1);
  });

  test('whoever calls everything decisive, or everything minor, has weighed nothing', () => {
    const answers = { a: 'yes', b: 'no', c: 'yes', d: 'no' } as const;
    const all = (matters: Matters) =>
      weighed(Object.fromEntries(Object.entries(answers).map(([id, answer]) => [id, [answer, matters]])));
    for (const matters of ['decisive', 'minor', 'normal'] as const)
      expect(scoreSeat(four, panel, [all(matters)]).score, matters).toBeCloseTo(60);
  });

  test('an answer without a quote that was found is unknown, and decides nothing', () => {
    const lead = weighed({
      a: ['unknown', 'decisive'],
      b: ['yes', 'normal'],
      c: ['no', 'normal'],
      d: ['no', 'normal'],
    });
    expect(scoreSeat(four, panel, [lead]).checks[0]).toMatchObject({ matters: 'normal', weighs: 40 });
  });
});

describe('what does not apply is left out', () => {
  test('of the score and of what has to be covered', () => {
    const result = scoreSeat(four, panel, [juror('lead', { a: 'yes', b: 'no', c: 'not-applicable', d: 'unknown' })]);
    expect(result.score).toBeCloseTo((100 * 40) / 70);
    expect(result.coverage).toBeCloseTo(70 / 80);
    expect(result.checks[2]).toMatchObject({ answer: 'not-applicable', counts: 'out' });
  });

  test('above its share of the weight all of it is unknown: nobody gets around an unwelcome no', () => {
    const silent = personaOf(check('a', 40), check('b', 30, 'no'), check('c', 20), check('d', 10));
    const result = scoreSeat(silent, panel, [
      juror('lead', { a: 'yes', b: 'not-applicable', c: 'not-applicable', d: 'yes' }),
    ]);
    expect(result.checks.map(({ counts }) => counts)).toEqual(['yes', 'no', 'out', 'yes']);
    const all = juror('lead', { a: 'not-applicable', b: 'not-applicable', c: 'not-applicable', d: 'not-applicable' });
    expect(scoreSeat(silent, panel, [all])).toMatchObject({ status: 'unscored', coverage: 0 });
  });
});

describe('a cap', () => {
  const capped = personaOf(
    { ...check('kept-up', 10), cap: { most: 15, because: 'it was given up' } },
    check('good', 90),
    check('quiet', 20, 'no'),
  );

  test('holds the score down where its check is answered no, and says what it was without', () => {
    const result = scoreSeat(capped, panel, [juror('lead', { 'kept-up': 'no', good: 'yes', quiet: 'yes' })]);
    expect(result).toMatchObject({
      score: 15,
      verdict: 'skip',
      capped: { check: 'kept-up', most: 15, because: 'it was given up' },
    });
    expect(result.capped?.from).toBeCloseTo((100 * 110) / 120);
  });

  test('is not set off by silence, by a split jury, or where the answers are lower anyway', () => {
    const open = juror('lead', { 'kept-up': 'unknown', good: 'yes', quiet: 'yes' });
    expect(scoreSeat(capped, panel, [open]).capped).toBeNull();
    const no = juror('x', { 'kept-up': 'no', good: 'yes', quiet: 'yes' });
    expect(scoreSeat(capped, panel, [open, no]).capped).toBeNull();
    const poor = juror('lead', { 'kept-up': 'no', good: 'no', quiet: 'no' });
    expect(scoreSeat(capped, panel, [poor])).toMatchObject({ score: 0, capped: null });
  });

  test('is not escaped by calling its check not applicable', () => {
    const evading = juror('lead', { 'kept-up': 'not-applicable', good: 'yes', quiet: 'yes' });
    expect(scoreSeat(capped, panel, [evading]).checks[0]).toMatchObject({ answer: 'unknown' });
  });
});
