import { expect, test } from 'vitest';
import { contentStemsOf, holdsStem, overlapOf, plainWordsOf, stemOf } from '../../../src/core/evidence/vocabulary.ts';

test('words are plain: no case, no possessive, no thousands marks; code falls into its words', () => {
  expect(plainWordsOf('Kestrel’s file_id, 1,000 x-headers at $2.50')).toEqual([
    'kestrel',
    'file',
    'id',
    '1000',
    'x',
    'headers',
    'at',
    '2.50',
  ]);
});

test.each([
  ['upload', 'uploads', 'uploaded', 'uploading'],
  ['store', 'stores', 'stored', 'storing'],
  ['policy', 'policies'],
  ['cap', 'capped', 'capping'],
  ['bill', 'bills', 'billed', 'billing'],
])('%s meets its forms', (...forms) => {
  expect(new Set(forms.map(stemOf)).size).toBe(1);
});

test.each([
  ['ties', 'ty'],
  ['buses', 'bus'],
  ['classes', 'class'],
  ['boxes', 'box'],
  ['wishes', 'wish'],
  ['gas', 'gas'],
  ['status', 'status'],
  ['miss', 'miss'],
  ['ings', 'ing'],
  ['bring', 'bring'],
  ['need', 'need'],
  ['running', 'run'],
  ['eggs', 'eg'],
  ['trees', 'tre'],
  ['using', 'using'],
  ['1000s', '1000s'],
])('the stem of %s is %s', (word, stem) => {
  expect(stemOf(word)).toBe(stem);
});

test('a text holds a stem when one of its words has it', () => {
  const stems = contentStemsOf('ledgers of 1,200 pages');
  expect(holdsStem('One ledger’s worth.', stems)).toBe(true);
  expect(holdsStem('It has 1200 of them.', stems)).toBe(true);
  expect(holdsStem('It is a powerful tool.', stems)).toBe(false);
});

test('what says nothing about a product does not count', () => {
  expect(contentStemsOf('It is a powerful tool that 3 teams use every day in March.')).toEqual(new Set());
  expect(contentStemsOf('Ledgers of 1,200 pages')).toEqual(new Set(['ledger', '1200', stemOf('pages')]));
});

test('overlap is 1 for the same words, 0 for none in common and for nothing at all', () => {
  expect(overlapOf(new Set(['a', 'b']), new Set(['b', 'a']))).toBe(1);
  expect(overlapOf(new Set(['a', 'b']), new Set(['b', 'c']))).toBeCloseTo(1 / 3);
  expect(overlapOf(new Set(), new Set())).toBe(0);
});
