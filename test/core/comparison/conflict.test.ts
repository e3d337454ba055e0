import { expect, test } from 'vitest';
import { conflictOf, type Voter } from '../../../src/core/comparison/conflict.ts';
import type { Answer } from '../../../src/core/opinion/opinion.ts';
import { scoringRules } from '../../fixtures/rules.ts';

const panel = scoringRules;
const check = (id: string) => ({
  id,
  ask: `${id}?`,
  kind: 'stated' as const,
  weight: 10,
  silence: 'open' as const,
});
const persona = { groups: [{ name: 'all', checks: [check('a'), check('b')] }] };
const voter = (family: string, a: Answer, b: Answer): Voter => ({
  name: family,
  family,
  answers: [
    { id: 'a', answer: a, said: a, because: '', quotes: [] },
    { id: 'b', answer: b, said: b, because: '', quotes: [] },
  ],
});

test('a juror whose vendor makes the tool is named, and the score is shown without its votes', () => {
  const voters = [voter('anthropic', 'yes', 'yes'), voter('openai', 'yes', 'no'), voter('qwen', 'no', 'no')];
  expect(conflictOf(persona, panel, voters, 'Anthropic')).toEqual({ family: 'anthropic', scoreWithout: 0 });
  expect(conflictOf(persona, panel, voters.slice(0, 2), 'OpenAI')).toEqual({ family: 'openai', scoreWithout: 100 });
});

test('without another voter there is no other score', () => {
  expect(conflictOf(persona, panel, [voter('anthropic', 'yes', 'yes')], 'Anthropic')).toEqual({
    family: 'anthropic',
    scoreWithout: null,
  });
});

test('votes of all vendors of a tool made together are left out', () => {
  const voters = [voter('anthropic', 'yes', 'yes'), voter('openai', 'yes', 'yes'), voter('qwen', 'no', 'yes')];
  expect(conflictOf(persona, panel, voters, 'Anthropic and OpenAI')).toEqual({ family: 'anthropic', scoreWithout: 50 });
});

test('there is no conflict when the maker trains no model of the jury', () => {
  expect(conflictOf(persona, panel, [voter('anthropic', 'yes', 'yes')], 'BerriAI')).toBeNull();
  expect(conflictOf(persona, panel, [voter('anthropic', 'yes', 'yes')], null)).toBeNull();
});
