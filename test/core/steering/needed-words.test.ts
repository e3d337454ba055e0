import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { meets, neededBy, wordFinder } from '../../../src/core/steering/needed-words.ts';
import { steeringPatterns } from '../../../src/core/steering/steering-patterns.ts';
import { planted } from '../../fixtures/planted.ts';

const met = (pattern: RegExp, text: string): boolean => meets(neededBy(pattern), (word) => text.includes(word));

/** The pattern without what only looks around, and with one space for each gap: it matches at least as much, and can be written by a machine. */
function loosened({ source, flags }: RegExp): RegExp {
  const within = String.raw`(?:[^()\\]|\\.)*`;
  const nested = String.raw`(?:[^()\\]|\\.|\(${within}\)|\((?:${within}|\(${within}\))*\))*`;
  const plain = source
    .replaceAll(new RegExp(String.raw`\(\?<?[=!]${nested}\)|\\b`, 'g'), '')
    .replaceAll(/(\[[^\]]*\]\{0,\d+\})\??/g, ' ')
    .replaceAll(/([+*?}])\?/g, '$1');
  return new RegExp(plain, flags.replace('g', ''));
}

describe('what a pattern needs', () => {
  test.each(steeringPatterns.map(({ pattern }) => [pattern.source.slice(0, 60), pattern] as const))(
    'stands in all that %s can match',
    (_name, pattern) => {
      const texts = fc.sample(fc.stringMatching(loosened(pattern)), { numRuns: 60, seed: 7 });
      expect(texts.filter((text) => !met(pattern, text))).toEqual([]);
    },
  );

  test.each(Object.entries(planted))('stands in what was found in a text that steers: %s', (_name, text) => {
    const lower = text.toLowerCase();
    for (const { pattern } of steeringPatterns) if (lower.search(pattern) >= 0) expect(met(pattern, lower)).toBe(true);
  });

  test.each<[RegExp, string, boolean]>([
    [/\bignore (?:all|any)\b.{0,9}rules?/, 'ignore all the rules', true],
    [/\bignore (?:all|any)\b.{0,9}rules?/, 'ignore some rules', false],
    [/(?:verdict|vote): ?ship|\bgut ?score/, 'a gutscore', true],
    [/(?:verdict|vote): ?ship|\bgut ?score/, 'a vote: none, a score', false],
    [/(?:very )+good(?! grief)/, 'very very good', true],
    [/(?:very )*good(?: grief){0,2}/, 'good', true],
    [/(?:very )?good{2,}(?<=d)[a-z\]]\./u, 'goodday.', true],
    [/good\x41\u0042\p{Lu}\u{43}\.day/u, 'good.day', true],
    [/good\x41\u0042\p{Lu}\u{43}\.day/u, 'good', false],
    [/忽略[^。]{0,4}指令/u, '忽略', false],
    [/ignore/i, 'IGNORE', true],
  ])('%s, in %j: %s', (pattern, text, expected) => {
    expect(met(pattern, text)).toBe(expected);
  });

  test.each(['(?:a', '[a', 'a)b', '(a)', '(?<name>a)'])('%s is told at once: it cannot be read', (source) => {
    expect(() => neededBy({ source, ignoreCase: false } as RegExp)).toThrow('cannot read the pattern');
  });
});

test('a word is found exactly where it stands', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'é', '忽', '\u2029'), maxLength: 40 });
  fc.assert(
    fc.property(letters, letters, fc.nat(40), fc.nat(8), (text, other, at, length) => {
      const holds = wordFinder(text);
      for (const word of [text.slice(at, at + length), other.slice(0, 4), other])
        expect(holds(word)).toBe(text.includes(word));
    }),
  );
});
