import { expect, test } from 'vitest';
import { summarise, summariseTool } from '../../src/pages/terminal.ts';
import { widthOf } from '../../src/pages/terminal-text.ts';
import { differentJobs, everything, hostile, nothingYet, threeTools, tie } from '../fixtures/comparison.ts';

const attack = 'red\u001B[31m\u001B]0;title\u0007\u009B2J\rover\u202Ewritten\nnext';
// biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is what is tested
const control = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/;

test.each([0, 40, 100])('a summary for a terminal of %d columns', async (columns) => {
  await expect(`${summarise(differentJobs(), { columns, colour: false })}\n`).toMatchFileSnapshot(
    `__snapshots__/summary-${columns}.txt`,
  );
});

test('a terminal that does not tell its width gets 80 columns', () => {
  expect(summarise(tie(), { colour: false })).toBe(summarise(tie(), { columns: 80, colour: false }));
});

test.each([1, 24, 40, 80, 100, 200])('no line is wider than a terminal of %d columns', (columns) => {
  const name = '推論ルーターの比較をするためのとても長い名前';
  for (const comparison of [differentJobs(), threeTools(), nothingYet(), hostile(name), hostile('x'.repeat(300))])
    for (const text of [
      summarise(comparison, { columns, colour: false }),
      ...comparison.tools.map((tool) => summariseTool(tool, { columns, colour: false })),
    ])
      expect(Math.max(...text.split('\n').map(widthOf))).toBeLessThanOrEqual(Math.max(columns, 24));
});

test('the outcome comes first', () => {
  expect(summarise(differentJobs(), { columns: 100, colour: false })).toMatch(
    /^Different jobs\nNot a choice between the two/,
  );
});

test('nothing from outside controls the terminal', () => {
  const comparison = hostile(attack);
  expect(summarise(comparison, { columns: 80, colour: false })).not.toMatch(control);
  for (const tool of comparison.tools) expect(summariseTool(tool, { columns: 80, colour: false })).not.toMatch(control);
});

test('colour changes nothing but colour', () => {
  const plain = summarise(tie(), { columns: 90, colour: false });
  const painted = summarise(tie(), { columns: 90, colour: true });
  expect(painted).not.toBe(plain);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is removed
  expect(painted.replaceAll(/\u001B\[\d+m/g, '')).toBe(plain);
});

test('one tool’s seats are summed up with what is missing and why', () => {
  const router = differentJobs().tools[1];
  if (router === undefined) throw new Error('the fixture has two tools');
  const text = summariseTool(router, { columns: 200, colour: false });
  expect(text).toContain('Mixed · 1 ship / 1 skip, panel score 46.4');
  expect(text).toContain('Skeptic on Open Harbour Inference Router Hub is missing: the model refused to answer twice');
});

test('says how firm the answer is, and what to know before believing it', () => {
  const text = summarise(everything(), { columns: 2000, colour: false });
  expect(text).toContain('Head to head: 2 of 4 for Lantern Files API, 2 without a preference.');
  expect(text).toContain(
    'Another answer for some readers. Startup: Too close to call. Regulated enterprise: Winner: Open Harbour',
  );
  expect(text, 'that stands on the page').not.toContain('Flipping');
  expect(text).toContain('Conflict of interest: the maker of Lantern Files API also makes the anthropic models');
  expect(text).toContain(
    '1 passage in the sources of Lantern Files API tries to steer the reviewers; no quote from there counts.',
  );
  expect(text).toContain('A person approved 1 of 7 reviews.');
  expect(summarise(tie(), { columns: 2000, colour: false })).toContain('No human review.');
});

test('says when only one family has answered', () => {
  expect(summarise(tie(), { columns: 200, colour: false })).toContain(
    'One family only: every answer comes from anthropic.',
  );
});
