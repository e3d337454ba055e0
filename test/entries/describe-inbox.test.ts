import { expect, test } from 'vitest';
import { describeInbox } from '../../src/entries/describe-inbox.ts';

const room = { columns: 80, colour: false };
const launches = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    name: `Tern ${index + 1}`,
    url: null,
    because: 'no page names it',
  }));

test('an inbox says when nothing waits', () => {
  expect(describeInbox({ comparisons: [], moreComparisons: 0, reviews: [], launches: [] }, room)).toBe(
    'Nothing waits for you.\n',
  );
});

test('each launch stands with the commands that decide about it', () => {
  expect(describeInbox({ comparisons: [], moreComparisons: 0, reviews: [], launches: launches(1) }, room)).toBe(
    `Tern 1
  a held launch: no page names it
  decide: ship-or-skip launches take 1 --why "…"
          ship-or-skip launches leave 1 --why "…"
`,
  );
});

test('of very many the first twenty are shown, and how many more there are', () => {
  const told = (count: number) =>
    describeInbox({ comparisons: [], moreComparisons: 0, reviews: [], launches: launches(count) }, room);
  expect(told(20)).not.toContain('more launches');
  const text = told(500);
  expect(text).toContain('Tern 20\n');
  expect(text).not.toContain('Tern 21');
  expect(text).toMatch(/480 more launches wait: ship-or-skip inbox --json lists all\n$/);
});

test('comparisons nobody described count among those that wait', () => {
  const one = {
    slug: 'quill-vs-tern',
    title: 'Quill vs Tern',
    state: 'drafted' as const,
    by: 'ship-or-skip',
    why: 'they share a job',
    at: '2026-11-26T03:00:00.000Z',
    outcome: 'Quill wins.',
    page: 'output/drafts/quill-vs-tern/index.html',
    objections: [],
  };
  const comparisons = Array.from({ length: 20 }, () => one);
  const told = describeInbox({ comparisons, moreComparisons: 944, reviews: [], launches: [] }, room);
  expect(told.match(/^quill-vs-tern$/gm)).toHaveLength(20);
  expect(told).toMatch(/944 more comparisons wait: ship-or-skip inbox --json lists all\n$/);
});
