import { describe, expect, test } from 'vitest';
import { checkDemands, Demands } from '../../../src/core/panel/demands.ts';

const demands = Demands.parse({
  predicts: ['ending'],
  says: [{ beat: 'timing', oneOf: ['early', 'on time', 'late'] }],
  avoids: ['rocket ship'],
  longestSentence: 15,
});
const statement = (beat: string, text: string, kind = 'opinion') => ({ beat, kind, text });
const problems = (...statements: ReturnType<typeof statement>[]) => checkDemands({ statements }, demands);

describe('a persona’s own demands', () => {
  test('are met', () => {
    const ending = statement('ending', 'It is sold by May 2028.', 'prediction');
    expect(problems(ending, statement('timing', 'It comes on-time.'))).toEqual([]);
  });

  test('of a point nobody made are not told twice', () => {
    expect(problems()).toEqual([]);
  });

  test('a point that asks for a prediction and holds none is named', () => {
    expect(problems(statement('ending', 'It ends.'))).toMatchObject([
      { path: 'statements', problem: expect.stringContaining('ending') },
    ]);
  });

  test('a point that leaves its question open is told what settles it', () => {
    expect(problems(statement('timing', 'A relatedly fine moment.'))[0]?.problem).toContain('early, on time, late');
  });

  test('words out of voice and sentences out of breath are named where they stand', () => {
    const long = Array.from({ length: 16 }, (_, index) => `w${index}`).join(' ');
    expect(
      problems(
        statement('one', 'A Rocket-Ship.'),
        statement('two', `${long}.`),
        statement('three', `${long.slice(0, 20)}. W${long.slice(20)}`),
      ).map(({ path }) => path),
    ).toEqual(['statements[0].text', 'statements[1].text']);
  });
});
