import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { draftComparison } from '../../src/flows/publish/release-comparison.ts';
import { toolFiles } from '../fixtures/desk.ts';
import { buildHouse, type TestHouse } from './house.ts';

/** The clock of the house stands at 2026-11-23, a Monday. */
async function published(): Promise<TestHouse> {
  const house = await buildHouse();
  await house.run('compare', toolFiles.lantern, toolFiles.quill, '--out', house.out);
  return house;
}

test('the digest of named days holds what was published in them, in every form, and the feeds hold all', async () => {
  const house = await published();
  const { code, stdout } = await house.run('digest', '--since', '2026-11-20', '--out', house.out);
  expect(code).toBe(0);
  const folder = join(house.out, 'digest/2026-11-20-to-2026-11-23');
  expect(stdout).toContain(`${folder}/digest.html`);
  expect(stdout).toContain('Lantern leads');
  for (const name of ['digest.html', 'digest.txt', 'digest.md', 'digest.eml'])
    expect(readFileSync(join(folder, name), 'utf8')).toContain('Lantern');
  expect(readFileSync(join(house.out, 'feed.xml'), 'utf8')).toContain('urn:ship-or-skip:comparison:lantern-vs-quill');
});

test('a week in which nothing was published gets no digest, and the command says so', async () => {
  const house = await published();
  const { code, stdout, stderr } = await house.run('digest', '--out', house.out);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: 'Nothing was published from 2026-11-16 to 2026-11-22: no digest was written.\n',
  });
  expect(stderr).toContain('SHIP_OR_SKIP_SITE is not set');
  expect(existsSync(join(house.out, 'digest'))).toBe(false);
});

test('a draft is in no digest and in no feed', async () => {
  const house = await buildHouse();
  await house.run('review', toolFiles.lantern, toolFiles.quill);
  await draftComparison(house.desk, ['lantern', 'quill'], house.out, { by: 'ship-or-skip', why: 'they share a job' });
  const { stdout } = await house.run('digest', '--since', '2026-11-20', '--out', house.out);
  expect(stdout).toMatch(/^Nothing was published/);
  expect(readFileSync(join(house.out, 'feed.xml'), 'utf8')).not.toContain('lantern');
});

test.each([
  [['--since', '2026-13-01'], /YYYY-MM-DD/],
  [['--since', '2026-11-24', '--until', '2026-11-20'], /is after 2026-11-20/],
])('days that are none are refused: %s', async (more, words) => {
  const house = await buildHouse();
  const { code, stderr } = await house.run('digest', ...more, '--out', house.out);
  expect(code).toBe(2);
  expect(stderr).toMatch(words);
});
