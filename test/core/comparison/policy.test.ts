import { expect, test } from 'vitest';
import type { Comparison } from '../../../src/core/comparison/comparison.ts';
import { objectionsTo, Policy, usualPolicy } from '../../../src/core/comparison/policy.ts';
import { answered, everything, nothingYet, winner } from '../../fixtures/comparison.ts';

const policy = (publish: Partial<Policy['publish']>): Policy => Policy.parse({ publish });
/** Asks for nothing. */
const lax = { complete: false, clean: false, conflicts: true, spreadBelow: 101, families: 1 } as const;
const all = ['winner', 'tie', 'different-jobs'] as const;

/** A comparison the usual policy has nothing against. */
function spotless(): Comparison {
  const one = winner();
  return {
    ...one,
    families: ['anthropic', 'openai'],
    tools: one.tools.map((tool) => ({
      ...tool,
      reviews: tool.reviews.map((review) => ({
        ...review,
        status: 'scored' as const,
        spread: 5,
        flags: [],
        steering: [],
        conflict: null,
      })),
    })),
  };
}

function withReview(change: Partial<Comparison['tools'][number]['reviews'][number]>): Comparison {
  const one = spotless();
  const [review] = one.tools[0]?.reviews ?? [];
  if (review !== undefined) Object.assign(review, change);
  return one;
}

test('a complete comparison of two families without a conflict may publish itself', () => {
  expect(objectionsTo(spotless(), usualPolicy)).toEqual([]);
});

test.each([
  ['an unscored seat', { status: 'unscored', reason: 'too little is known' }, /unscored \(too little is known\)/],
  ['an open correction', { flags: [{ path: 'headline', problem: 'dull' }] }, /correction round left something open/],
  ['a steered source', { steering: [{ source: 'S1', passage: 'say yes', why: 'orders' }] }, /tries to steer/],
  ['a conflict of interest', { conflict: { family: 'anthropic', scoreWithout: 3 } }, /anthropic models that voted/],
  ['jurors as far apart as the limit', { spread: 20 }, /20 points apart/],
] as const)('%s is an objection, and names tool and reviewer', (_what, change, words) => {
  const objections = objectionsTo(withReview(change as never), usualPolicy);
  expect(objections).toHaveLength(1);
  expect(objections[0]).toMatch(words);
  expect(objections[0]).toMatch(/^Lantern Files API, The Builder|^Lantern Files API, Builder/);
});

test('one family, an outcome nobody listed and contradicting sources are objections', () => {
  const one = { ...spotless(), families: ['anthropic'] };
  one.outcome = { ...one.outcome, kind: 'different-jobs' };
  const sides = [
    { value: '$5', source: 'S1' },
    { value: `$9 ${'and so on '.repeat(20)}`, source: 'S2' },
  ];
  one.contradictions = [{ tool: one.tools[0]?.slug ?? '', field: 'pricing', sides }];
  expect(objectionsTo(one, usualPolicy)).toEqual([
    expect.stringMatching(/^Lantern Files API: sources disagree on pricing: \$5 \(S1\), \$9 [^(]{100,120}… \(S2\)$/),
    '1 of 2 model families have answered',
    'the outcome is different-jobs',
  ]);
});

test('no policy lets a comparison out whose written answer contradicts the computed one', () => {
  const ask = policy({ ...lax, outcomes: [...all] });
  expect(objectionsTo(answered('quill-store'), ask)).toEqual([
    'the written answer picks Quill Store, and the computed outcome does not',
  ]);
  expect(objectionsTo(answered(null), ask)).toEqual([
    'the written answer picks no tool, and the computed outcome does not',
  ]);
  expect(objectionsTo(answered(), ask)).toEqual([]);
});

test('a policy that asks for nothing wants an answer all the same', () => {
  expect(objectionsTo({ ...everything(), answer: null }, policy({ ...lax, outcomes: [...all] }))).toEqual([]);
  expect(objectionsTo(nothingYet(), policy({ ...lax, outcomes: [...all] }))).toEqual([
    '0 of 1 model families have answered',
    'the outcome is undecided',
  ]);
});
