import { expect, test } from 'vitest';
import { sideBySide } from '../../src/pages/side-by-side.ts';
import { widthOf } from '../../src/pages/terminal-text.ts';
import { byline, checklist, missingReview, review } from '../fixtures/comparison.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is what is tested
const control = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/;

const sentence = (text: string) => [{ beat: 'primitive', kind: 'opinion' as const, text, quotes: [], judgeBy: null }];
const standing = review({
  persona: 'builder',
  checks: checklist('yyyyyn'),
  statements: sentence('A handle is the right idea, and it is cheap to keep.'),
});
const candidate = review({
  persona: 'builder',
  checks: checklist('ynyyun'),
  statements: sentence('A handle is the right idea, but it is dear to keep!'),
  headline: 'Half an idea',
  byline: byline({ model: 'claude-opus-5-5', writtenAt: '2026-11-23T10:00:00Z', costUsd: null }),
});

test.each([0, 40, 100])('two reviews in a terminal of %d columns', async (columns) => {
  await expect(`${sideBySide(standing, candidate, { columns, colour: false })}\n`).toMatchFileSnapshot(
    `__snapshots__/side-by-side-${columns}.txt`,
  );
});

test.each([24, 40, 71, 72, 120])('no line is wider than %d columns', (columns) => {
  const long = review({
    persona: 'builder',
    checks: checklist('nnnnnn'),
    statements: sentence(`推論${'ルーター'.repeat(40)} ${'x'.repeat(200)}`),
  });
  for (const line of sideBySide(standing, long, { columns, colour: false }).split('\n'))
    expect(widthOf(line)).toBeLessThanOrEqual(columns);
});

test('flipped checks come with both reasons; checks that stayed are left out', () => {
  const text = sideBySide(standing, candidate, { columns: 200, colour: false });
  expect(text).toContain('yes -> no: Is the central idea one a developer already knows?\n  was: The guide shows it');
  expect(text).toContain('yes -> unknown: Can one leave with the data in an afternoon?');
  expect(text).not.toContain('Is there a promise about availability?');
});

test('without colour the word diff is in brackets, with colour it is not', () => {
  const plain = sideBySide(standing, candidate, { columns: 200, colour: false });
  expect(plain).toContain('A handle is the right idea, [-and-]{+but+} it is [-cheap-]{+dear+} to keep[-.-]{+!+}');
  expect(sideBySide(standing, candidate, { columns: 200, colour: true })).not.toContain('{+');
});

test('the same review twice has nothing to choose from', () => {
  expect(sideBySide(standing, standing, { columns: 80, colour: false })).toContain('Checks that flipped\nnone');
});

test('a missing review is shown with its reason', () => {
  expect(sideBySide(missingReview('builder', 'refused'), candidate, { columns: 120, colour: false })).toContain(
    'missing: refused',
  );
});

test('nothing from outside controls the terminal', () => {
  const rude = review({
    persona: 'builder',
    checks: checklist('nnnnnn').map((check) => ({ ...check, ask: '\u001B[2J', because: '\u009Bx\u0007' })),
    statements: sentence('\u001B]0;t\u0007 x'),
    headline: 'a\rb',
  });
  expect(sideBySide(standing, rude, { columns: 80, colour: false })).not.toMatch(control);
});
