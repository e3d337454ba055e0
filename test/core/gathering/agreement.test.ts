import { describe, expect, test } from 'vitest';
import { agree, findConflicts } from '../../../src/core/gathering/agreement.ts';
import type { FactField, FoundFact } from '../../../src/core/gathering/found-fact.ts';

const fact = (field: FactField, value: string, source: string, by: FoundFact['by'] = 'cue'): FoundFact => ({
  field,
  value,
  source,
  quote: value,
  path: null,
  by,
});
const sides = (...facts: FoundFact[]) =>
  findConflicts(facts).map((conflict) => conflict.sides.map(({ source, value }) => `${source} ${value}`));

describe('two values of one field', () => {
  test.each<[FactField, string, string, boolean]>([
    ['stars', '12400', '12431', true],
    ['stars', '12000', '12431', true],
    ['stars', '12400', '12900', false],
    ['stars', '100', '100', true],
    ['launched', '2024', '2024-03-11', true],
    ['launched', '2024-03', '2024-04', false],
    ['maker', 'Tern Labs, Inc.', 'Tern Labs', true],
    ['maker', 'Tern Labs', 'Quill Labs', false],
    ['licence', 'MIT', 'Apache-2.0', false],
    ['version', '2.4', '2.4.1', true],
    ['version', '2.4', '2.40.1', false],
    ['name', 'Tern', 'TERN', true],
  ])('%s %s and %s agree: %s', (field, a, b, expected) => {
    expect([agree(field, a, b), agree(field, b, a)]).toEqual([expected, expected]);
  });
});

test('a conflict holds each different value once, with the source that says it', () => {
  expect(sides(fact('stars', '12400', 'S1'), fact('stars', '12431', 'S2'), fact('stars', '900', 'S3'))).toEqual([
    ['S1 12400', 'S3 900'],
  ]);
});

test('taglines and descriptions are worded differently without anybody disagreeing', () => {
  expect(sides(fact('tagline', 'Search logs', 'S1'), fact('tagline', 'Find lines', 'S2'))).toEqual([]);
});

describe('prices', () => {
  test.each<[string, FoundFact[], string[][]]>([
    [
      'of one plan that differ',
      [fact('pricing', 'Pro: $29 per month', 'S1'), fact('pricing', 'The Pro plan costs $25 per month.', 'S2')],
      [['S1 Pro: $29 per month', 'S2 The Pro plan costs $25 per month.']],
    ],
    [
      'in structured data and in the text of one page',
      [fact('pricing', '19 USD', 'S1', 'structured'), fact('pricing', 'Pro: $29 per month', 'S1')],
      [['S1 19 USD', 'S1 Pro: $29 per month']],
    ],
    [
      'that start lower on one page than any on another',
      [
        fact('pricing', 'Plans from $29 per month', 'S1'),
        fact('pricing', 'Business: $79 per seat per month', 'S2'),
        fact('pricing', 'Team: $39 per seat per month', 'S2'),
      ],
      [['S1 Plans from $29 per month', 'S2 Team: $39 per seat per month']],
    ],
    [
      'that start where the lowest plan of another page does, or for another time',
      [
        fact('pricing', 'Plans from $39 per month', 'S1'),
        fact('pricing', 'from $390 per year', 'S1'),
        fact('pricing', 'Team: $39 per seat per month', 'S2'),
      ],
      [],
    ],
    ['of two plans', [fact('pricing', 'Pro: $29 per month', 'S1'), fact('pricing', 'Team: $99 per month', 'S2')], []],
    [
      'of which one source names only the lowest',
      [
        fact('pricing', 'from $10 per month', 'S1'),
        fact('pricing', 'Pro: $10 per month', 'S2'),
        fact('pricing', 'Team: $25 per month', 'S2'),
      ],
      [],
    ],
    [
      'by the month and by the year',
      [fact('pricing', 'Pro: $10 per month', 'S1'), fact('pricing', 'Pro: $100 per year', 'S2')],
      [],
    ],
    ['in two currencies', [fact('pricing', '10 USD', 'S1', 'structured'), fact('pricing', 'Pro: 9 EUR', 'S2')], []],
    [
      'of one page, beside each other',
      [fact('pricing', '$10 per month', 'S1'), fact('pricing', '$25 per month', 'S1')],
      [],
    ],
    [
      'of three sources',
      [
        fact('pricing', '$19 per month', 'S1'),
        fact('pricing', '$29 per month', 'S2'),
        fact('pricing', '$25 per month', 'S3'),
      ],
      [['S1 $19 per month', 'S2 $29 per month', 'S3 $25 per month']],
    ],
  ])('%s', (_, facts, expected) => {
    expect(sides(...facts)).toEqual(expected);
  });
});
