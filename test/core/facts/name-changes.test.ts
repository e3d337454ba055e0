import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  areHeldApart,
  mergedInto,
  type NameChange,
  standingMerges,
  survivorOf,
} from '../../../src/core/facts/name-changes.ts';

const change = (what: NameChange['change'], slug: string, other: string): NameChange => ({
  id: 1,
  change: what,
  slug,
  other,
  why: 'because',
  by: 'Ada',
  at: '2026-11-23T10:00:00.000Z',
});
const merged = (slug: string, other: string) => change('merged', slug, other);
const split = (slug: string, other: string) => change('split', slug, other);

test('a slug means the tool at the end of its merges', () => {
  const merges = standingMerges([merged('a', 'b'), merged('b', 'c')]);
  expect(['a', 'b', 'c', 'd'].map((slug) => survivorOf(slug, merges))).toEqual(['c', 'c', 'c', 'd']);
  expect(mergedInto('c', merges)).toEqual(['a', 'b']);
});

test('a split undoes one merge, in either direction, and leaves the others', () => {
  const before = [merged('a', 'b'), merged('b', 'c')];
  expect(survivorOf('a', standingMerges([...before, split('b', 'c')]))).toBe('b');
  expect(survivorOf('b', standingMerges([...before, split('c', 'b')]))).toBe('b');
  expect(survivorOf('b', standingMerges([...before, split('a', 'b')]))).toBe('c');
});

test('the last word about two slugs counts', () => {
  const changes = [split('a', 'b'), merged('b', 'a')];
  expect(areHeldApart('b', 'a', changes.slice(0, 1))).toBe(true);
  expect(areHeldApart('a', 'b', changes)).toBe(false);
  expect(areHeldApart('a', 'c', changes)).toBe(false);
});

test('splitting after merging leads every slug back to itself', () => {
  const slugs = fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { minLength: 2 });
  fc.assert(
    fc.property(slugs, (chain) => {
      const pairs = chain.slice(1).map((other, index) => [chain[index] ?? '', other] as const);
      const merges = pairs.map(([slug, other]) => merged(slug, other));
      expect(new Set(chain.map((slug) => survivorOf(slug, standingMerges(merges)))).size).toBe(1);
      const undone = standingMerges([...merges, ...pairs.map(([slug, other]) => split(slug, other))]);
      expect(chain.map((slug) => survivorOf(slug, undone))).toEqual(chain);
    }),
  );
});
