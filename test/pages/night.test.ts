import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isQuiet } from '../../src/core/night/night-report.ts';
import { renderNight, summariseNight } from '../../src/pages/night.ts';
import { busyNight, quietNight } from '../fixtures/night.ts';
import { readTemplates } from './read-templates.ts';

const snapshot = (name: string) => join(import.meta.dirname, `__snapshots__/${name}`);

test.each(['index.html', 'report.md'] as const)('a busy night as %s, whole', async (name) => {
  await expect(renderNight(busyNight(), readTemplates())[name]).toMatchFileSnapshot(snapshot(`night.${name}`));
});

test.each([40, 80])('a busy night on a terminal of %s columns', async (columns) => {
  const text = summariseNight(busyNight(), { columns, colour: false });
  expect(text.split('\n').filter((line) => line.length > columns)).toEqual([]);
  await expect(text).toMatchFileSnapshot(snapshot(`night-${columns}.txt`));
});

test('a quiet night says so and little else', () => {
  expect(isQuiet(quietNight())).toBe(true);
  expect(isQuiet(busyNight())).toBe(false);
  expect(summariseNight(quietNight(), { columns: 80, colour: false })).toBe(
    'Nothing new\nIt took less than a minute, and cost $0.\n\nCost\n  $0 spent; no budget was set. More: ship-or-skip costs --by tool\n',
  );
});

test('a provider that is down is told once, with all the seats it took', () => {
  const markdown = renderNight(busyNight(), readTemplates())['report.md'];
  expect(markdown.match(/529 overloaded/g)).toHaveLength(1);
  expect(markdown).toContain('quill skeptic, quill founder');
});

test('whatever a feed, a page or a model says stays text', () => {
  const attack = '<script>alert(1)</script>](javascript:x) \u001b[31m\u202e';
  const hostile = busyNight({
    stopped: attack,
    launches: [{ id: 1, name: attack, url: 'javascript:alert(1)', state: 'held', tool: null, because: attack }],
    feeds: [{ feed: attack, state: 'failed', reason: attack, found: 0, taken: 0, left: 0 }],
  });
  const documents = renderNight(hostile, readTemplates());
  expect(documents['index.html']).not.toMatch(/<script|href="javascript/i);
  expect(documents['report.md']).not.toMatch(/<script|(?<!\\)\]\(javascript/i);
  const text = summariseNight(hostile, { columns: 80, colour: false });
  for (const said of [documents['index.html'], documents['report.md'], text]) {
    expect(said).not.toContain('\u001b');
    expect(said).not.toContain('\u202e');
  }
});
