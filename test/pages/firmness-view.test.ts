import { expect, test } from 'vitest';
import { sayChange, sayDuel, viewDuel } from '../../src/pages/firmness-view.ts';
import { everything, threeTools } from '../fixtures/comparison.ts';

test('what would change the answer is one sentence that names the checks', () => {
  const comparison = everything();
  const [winner, verdict] = comparison.outcome.wouldChange.map((change) => sayChange(change, comparison));
  expect(winner).toBe(
    'Flipping two answers would change the winner: “Is there a first call a newcomer can copy and run?” (Builder on Lantern Files API) from yes to no; ' +
      '“Are size and rate limits written down?” (Futurist on Open Harbour Inference Router Hub) from no to yes. It would then be: too close to call by scores.',
  );
  expect(verdict).toMatch(/^Flipping one answer would change the panel verdict on Open Harbour Inference Router Hub: /);
});

test('a tie has no winner to change', () => {
  const comparison = everything();
  const [change] = comparison.outcome.wouldChange;
  if (change === undefined) throw new Error('the fixture has changes');
  comparison.outcome = { ...comparison.outcome, kind: 'tie', winner: null };
  expect(sayChange(change, comparison)).toMatch(/^Flipping two answers would name a winner: /);
});

test('a preference, none, and an answer that changed with the order are told apart', () => {
  const comparison = everything();
  expect(comparison.outcome.personas.map((duel) => sayDuel(duel, comparison))).toEqual([
    'prefers Lantern Files API in both orders',
    'prefers Lantern Files API in both orders',
    'no preference: its answer changed with the order',
    'no preference in either order',
  ]);
});

test('a judge that could be asked only once has no preference', () => {
  const order = { first: 'a', second: 'b', prefers: 'a', because: 'x' };
  expect(sayDuel({ persona: 'builder', prefers: null, orders: [order] }, everything())).toBe(
    'no preference: it could not be asked in both orders',
  );
});

test('among three tools a head to head names its pair', () => {
  const order = { first: 'lantern-files-api', second: 'tallow-box', prefers: null, because: 'x' };
  const duel = {
    persona: 'builder',
    prefers: null,
    orders: [order, { ...order, first: order.second, second: order.first }],
  };
  expect(viewDuel(duel, threeTools()).pair).toBe('Lantern Files API vs Tallow Box');
  expect(viewDuel(duel, everything()).pair).toBeNull();
});
