import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readKeepDays } from '../../src/entries/retention.ts';
import { tidyUp } from '../../src/flows/night/tidy-up.ts';
import { buildDesk } from '../fixtures/desk.ts';

/** The clock of the desk stands at 2026-11-23. */
const deskThatKeeps = (setting: string | undefined) => buildDesk(() => null, { keepDays: readKeepDays(setting) });

test('run logs older than they are to be kept go, and nothing else in their folder', async () => {
  const { desk, out } = await deskThatKeeps('logs=30');
  const logs = join(out, 'logs');
  mkdirSync(logs, { recursive: true });
  for (const name of ['2026-10-23.jsonl', '2026-10-24.jsonl', '2026-11-23.jsonl', 'mine.txt'])
    writeFileSync(join(logs, name), '{}\n');
  expect(await tidyUp(desk, out)).toEqual({ logs: 1, replies: 0, readings: 0 });
  expect(readdirSync(logs).sort()).toEqual(['2026-10-24.jsonl', '2026-11-23.jsonl', 'mine.txt']);
});

test('without logs there is nothing to do, and no folder is made', async () => {
  const { desk, out } = await deskThatKeeps(undefined);
  expect(await tidyUp(desk, out)).toEqual({ logs: 0, replies: 0, readings: 0 });
  expect(existsSync(out)).toBe(false);
});

test.each([
  [undefined, { logs: 90, replies: null, readings: null }],
  ['replies=365', { logs: 90, replies: 365, readings: null }],
  ['logs=ever readings=30', { logs: null, replies: null, readings: 30 }],
])('%s keeps %o', (setting, days) => {
  expect(readKeepDays(setting)).toEqual(days);
});

test.each(['logs=0', 'logs=-1', 'reviews=3', 'logs', 'logs=1e3', '365'])(
  '%s is refused, with what to write',
  (setting) => {
    expect(() => readKeepDays(setting)).toThrow(/SHIP_OR_SKIP_KEEP: .*\nWrite for example/);
  },
);
