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
  expect(describeInbox({ comparisons: [], reviews: [], launches: [] }, room)).toBe('Nothing waits for you.\n');
});

test('each launch stands with the commands that decide about it', () => {
  expect(describeInbox({ comparisons: [], reviews: [], launches: launches(1) }, room)).toBe(
    `Tern 1
  a held launch: no page names it
  decide: ship-or-skip launches take 1 --why "…"
          ship-or-skip launches leave 1 --why "…"
`,
  );
});

test('of very many the first twenty are shown, and how many more there are', () => {
  const told = (count: number) => describeInbox({ comparisons: [], reviews: [], launches: launches(count) }, room);
  expect(told(20)).not.toContain('more launches');
  const text = told(500);
  expect(text).toContain('Tern 20\n');
  expect(text).not.toContain('Tern 21');
  expect(text).toMatch(/480 more launches wait: ship-or-skip inbox --json lists all\n$/);
});
