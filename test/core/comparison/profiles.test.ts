import { expect, test } from 'vitest';
import type { DuelRecord } from '../../../src/core/comparison/comparison.ts';
import { decideForProfiles } from '../../../src/core/comparison/profiles.ts';
import { Profile } from '../../../src/core/panel/persona.ts';
import { contend } from '../../fixtures/contend.ts';
import { scoringRules } from '../../fixtures/rules.ts';

const profile = (more: object) => Profile.parse({ id: 'solo', name: 'Solo', for: 'one person', ...more });
// a: Pat 50, Quin 100; b: Pat 100, Quin 50: a tie for the panel
const tools = [contend('a', { pat: 'yn', quin: 'yy' }), contend('b', { pat: 'yy', quin: 'yn' })];
const outcomesFor = (more: object, duels: readonly DuelRecord[] = [], of = tools) =>
  decideForProfiles(of, [profile(more)], { noise: 6, start: scoringRules.start }, { duels, noDuel: null });

test('a reader who weighs nothing otherwise gets the panel’s scores', () => {
  expect(outcomesFor({})).toEqual([
    {
      id: 'solo',
      name: 'Solo',
      kind: 'tie',
      winner: null,
      margin: 0,
      scores: { a: 75, b: 75 },
      reason: expect.any(String),
    },
  ]);
});

test('a persona that counts three times moves the panel score by three quarters of the weight', () => {
  expect(outcomesFor({ personas: { quin: 3 } })[0]).toMatchObject({
    winner: 'a',
    margin: 25,
    scores: { a: 87.5, b: 62.5 },
  });
});

test('a check that counts double moves its seat by its share of the new weight', () => {
  expect(outcomesFor({ checks: { 'pat-2': 2 } })[0]?.scores).toEqual({ a: (100 / 3 + 100) / 2, b: 75 });
});

test('personas and checks that are not there are passed over', () => {
  expect(outcomesFor({ personas: { nobody: 9 }, checks: { nothing: 9 } })[0]?.scores).toEqual({ a: 75, b: 75 });
});

test('a reader has no score for a tool when less than half of the weight that counts to them is scored', () => {
  const gap = [contend('a', { pat: 'yn', quin: '' }), contend('b', { pat: 'yy', quin: 'yn' })];
  expect(outcomesFor({}, [], gap)[0]).toMatchObject({ kind: 'winner', scores: { a: 50, b: 75 } });
  expect(outcomesFor({ personas: { quin: 3 } }, [], gap)[0]).toMatchObject({ kind: 'undecided', scores: { a: null } });
  expect(outcomesFor({ personas: { pat: 0, quin: 0 } })[0]).toMatchObject({
    kind: 'undecided',
    scores: { a: null, b: null },
  });
});

test('a duel settles a reader’s tie and never overrules a reader’s scores', () => {
  const orders = [
    { first: 'a', second: 'b', prefers: 'b', because: '' },
    { first: 'b', second: 'a', prefers: 'b', because: '' },
  ];
  const duels = [{ persona: 'pat', prefers: 'b', orders }];
  expect(outcomesFor({}, duels)[0]).toMatchObject({ kind: 'winner', winner: 'b', margin: 0 });
  expect(outcomesFor({ personas: { quin: 3 } }, duels)[0]).toMatchObject({ kind: 'winner', winner: 'a', margin: 25 });
});

test('tools for different jobs are no choice for anybody', () => {
  const [one, other] = tools;
  if (one === undefined || other === undefined) throw new Error('two tools are needed');
  expect(outcomesFor({}, [], [one, { ...other, jobs: ['store documents'] }])[0]).toMatchObject({
    kind: 'different-jobs',
    margin: null,
  });
});
