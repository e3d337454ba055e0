import { expect, test } from 'vitest';
import { addDays, digestEntryOf, lastWholeWeek, weekName } from '../../../src/core/comparison/digest.ts';
import { differentJobs, nothingYet, tie, winner } from '../../fixtures/comparison.ts';

test.each([
  ['a Monday', '2026-11-23'],
  ['the Wednesday after it', '2026-11-25'],
  ['the Sunday after it', '2026-11-29'],
])('on %s the last whole week is the one before', (_what, today) => {
  expect(lastWholeWeek(today)).toEqual({ from: '2026-11-16', to: '2026-11-22' });
});

test.each([
  ['2026-11-16', '2026-W47'],
  ['2025-12-29', '2026-W01'],
  ['2026-12-28', '2026-W53'],
  ['2027-01-04', '2027-W01'],
])('the week of Monday %s is %s', (monday, name) => {
  expect(weekName(monday)).toBe(name);
});

test('days are counted over the end of a leap February', () => {
  expect(addDays('2028-02-28', 2)).toBe('2028-03-01');
});

test.each([
  [winner(), /^(Lantern Files API|Quill Store) leads$/],
  [tie(), /^Too close to call$/],
  [differentJobs(), /^Not a choice: they do different jobs$/],
  [nothingYet(), /^Undecided$/],
])('an entry says the answer in a few words', (comparison, answer) => {
  const entry = digestEntryOf(comparison, '2026-11-20T08:00:00Z');
  expect(entry.answer).toMatch(answer);
  expect(entry).toMatchObject({ slug: comparison.slug, publishedAt: '2026-11-20T08:00:00Z', approved: false });
});

test('a person answers for a comparison only when every review is approved', () => {
  const comparison = winner();
  const approved = { by: 'Ada', at: '2026-11-20T08:00:00Z' };
  for (const { reviews } of comparison.tools) for (const review of reviews) review.approved = approved;
  expect(digestEntryOf(comparison, '2026-11-20T08:00:00Z').approved).toBe(true);
  const [first] = comparison.tools[0]?.reviews ?? [];
  if (first !== undefined) first.approved = null;
  expect(digestEntryOf(comparison, '2026-11-20T08:00:00Z').approved).toBe(false);
});
