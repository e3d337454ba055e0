import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Comparable, findClosest } from '../../../src/core/comparison/closest.ts';

const tool = (slug: string, more: Partial<Comparable> = {}): Comparable => ({
  slug,
  name: slug,
  jobs: ['keep papers'],
  category: 'Storage',
  tagline: 'A box for papers',
  description: 'It keeps every document until it is deleted.',
  discontinued: null,
  ...more,
});

test('only tools that share a job and are still offered are near, and never the tool itself', () => {
  const others = [
    tool('box'),
    tool('kite', { jobs: ['fly'] }),
    tool('old', { discontinued: '2025' }),
    tool('shelf', { jobs: ['Keep  papers'] }),
  ];
  expect(findClosest(tool('box'), others, 5).map(({ slug }) => slug)).toEqual(['shelf']);
});

test('more jobs in common are nearer than the same words, and those nearer than the same shelf', () => {
  const two = tool('two', { jobs: ['keep papers', 'find papers'] });
  const found = findClosest(
    two,
    [
      tool('jobs', { jobs: ['keep papers', 'find papers'], category: 'Search', tagline: 'x', description: 'x' }),
      tool('shelf', { tagline: 'Quite another thing', description: 'Nothing alike here.' }),
      tool('words', { category: 'Search' }),
    ],
    5,
  );
  expect(found.map(({ slug }) => slug)).toEqual(['jobs', 'words', 'shelf']);
  expect(found[0]?.because).toBe('both are hired to keep papers and to find papers');
});

test('the reason names the shelf they share', () => {
  expect(findClosest(tool('box'), [tool('shelf')], 1)[0]?.because).toBe(
    'both are hired to keep papers, and both stand under Storage',
  );
});

test('tools whose shelf nobody knows do not share one', () => {
  const category = 'Uncategorised';
  const [found] = findClosest(tool('box', { category }), [tool('shelf', { category })], 1);
  expect(found).toMatchObject({ because: 'both are hired to keep papers', closeness: 0.85 });
});

test('closeness is the same from either side, and at most so many are named', () => {
  const some = fc.record({
    jobs: fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }),
    category: fc.constantFrom('x', 'y'),
    tagline: fc.lorem(),
    description: fc.lorem(),
  });
  fc.assert(
    fc.property(some, some, (one, two) => {
      const [a, b] = [tool('a', one), tool('b', two)];
      const [there] = findClosest(a, [b, tool('c', two)], 1);
      const [back] = findClosest(b, [a], 1);
      expect(there?.closeness).toBe(back?.closeness);
    }),
  );
});
