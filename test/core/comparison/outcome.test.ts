import { expect, test } from 'vitest';
import { decideOutcome } from '../../../src/core/comparison/outcome.ts';
import { contend } from '../../fixtures/contend.ts';
import { scoringRules } from '../../fixtures/rules.ts';

const noise = { points: 6, basis: 'panel-constant' as const };
const panel = { ...scoringRules, profiles: [] };

test('an outcome says what it rests on, what would change it, and whom each tool suits', () => {
  const tools = [contend('a', { builder: 'yyyyyyyynn' }), contend('b', { builder: 'yyyyynnnnn' })];
  const outcome = decideOutcome(tools, panel, { noise, duels: [], noDuel: null });
  expect(outcome).toMatchObject({
    kind: 'winner',
    winner: 'a',
    margin: 30,
    noise: 6,
    noiseBasis: 'panel-constant',
    basis: 'scores',
    personas: [],
    chooseIf: { a: ['you like a'], b: ['you like b'] },
  });
  expect(outcome.ranking.map(({ slug }) => slug)).toEqual(['a', 'b']);
  expect(outcome.wouldChange.map(({ what, tool, flips }) => [what, tool, flips.length])).toEqual([
    ['winner', 'a', 3],
    ['verdict', 'a', 3],
    ['verdict', 'b', 1],
  ]);
});

test('a duel that was held is shown with everyone in it', () => {
  const tools = [contend('a', { builder: 'yyyyyyyynn' }), contend('b', { builder: 'yyyyyyyynn' })];
  const orders = [
    { first: 'a', second: 'b', prefers: 'b', because: 'it keeps more' },
    { first: 'b', second: 'a', prefers: 'b', because: 'it keeps more' },
  ];
  const duels = [{ persona: 'builder', prefers: 'b', orders }];
  const outcome = decideOutcome(tools, panel, { noise, duels, noDuel: null });
  expect(outcome).toMatchObject({ kind: 'winner', winner: 'b', margin: 0, basis: 'duel', personas: duels });
});
