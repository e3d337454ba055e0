import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Store } from '../../src/store/contract/contract.ts';
import { buildHouse, type TestHouse } from '../entries/house.ts';
import { opinionOf, toolFiles } from '../fixtures/desk.ts';

const start = process.cwd();
let house: TestHouse;
let folder: string;
let edited: string;

beforeEach(async () => {
  house = await buildHouse();
  folder = dirname(house.out);
  edited = join(folder, 'edited.yaml');
  writeFileSync(edited, readFileSync(toolFiles.lantern, 'utf8').replace(/^tagline: .*$/m, 'tagline: Something else'));
  process.chdir(folder);
});
afterEach(() => process.chdir(start));

const present = (store: Store) => store.findDossier('lantern');

test.each([
  ['prompt', '<file>', '--persona', 'skeptic'],
  ['history', '<file>'],
  ['lint', '--tool', '<file>'],
  ['questions', '<file>'],
  ['corrections', '<file>'],
  ['predictions', '--tool', '<file>'],
  ['approve', '<file>', '--as', 'Ada'],
  ['review', '<file>', '--dry-run'],
  ['regenerate', '<file>', 'skeptic', '--dry-run'],
])('%s of an edited facts file leaves the present dossier as it is', async (command, ...more) => {
  await house.run('review', toolFiles.lantern);
  const before = await present(house.store);
  const { code } = await house.run(command, ...more.map((word) => (word === '<file>' ? edited : word)));
  // 3: lint found something to look at
  expect([0, 3]).toContain(code);
  expect(await present(house.store)).toEqual(before);
});

test.each([
  ['prompt', '--persona', 'skeptic'],
  ['compare', toolFiles.quill, '--dry-run'],
  ['compare', toolFiles.quill, '--duel', '--dry-run'],
])('%s of a new facts file puts no tool into the store', async (command, ...more) => {
  expect(await house.run(command, toolFiles.lantern, ...more)).toMatchObject({ code: 0 });
  expect(await house.store.listTools()).toEqual([]);
});

test('a dossier that was stored keeps its day, whether it is read or kept', async () => {
  await house.run('review', toolFiles.lantern);
  const first = await present(house.store);
  await house.run('review', edited);
  expect((await present(house.store))?.key).not.toBe(first?.key);
  house.desk.now = () => new Date('2027-01-01T00:00:00Z');
  const { stdout } = await house.run('prompt', toolFiles.lantern, '--persona', 'skeptic');
  expect(stdout).toContain('2026-11-23');
  expect(stdout).not.toContain('2027-01-01');
  await house.run('review', toolFiles.lantern);
  expect(await present(house.store)).toEqual(first);
});

test('a reply from a file is read without a trace, and keeps the dossier once it is kept', async () => {
  const [builder] = house.personas;
  if (builder === undefined) throw new Error('no persona');
  const reply = join(folder, 'reply.txt');
  writeFileSync(reply, JSON.stringify(opinionOf(builder)));
  const args = ['prompt', toolFiles.lantern, '--persona', 'builder', '--reply', reply];
  expect(await house.run(...args)).toMatchObject({ code: 0 });
  expect(await house.store.listTools()).toEqual([]);
  expect(await house.run(...args, '--keep', '--model', 'claude:x', '--supplied-by', 'Ada')).toMatchObject({ code: 0 });
  expect(await house.store.listTools()).toMatchObject([{ slug: 'lantern', reviews: 1 }]);
});

test('a folder does not hide a tool of the store', async () => {
  await house.run('review', toolFiles.lantern);
  mkdirSync('lantern');
  expect(await house.run('history', 'lantern')).toMatchObject({ code: 0, stderr: '' });
});

test('a file without an extension is read when no tool has its name; a folder of that name is no file', async () => {
  writeFileSync('facts', readFileSync(toolFiles.anvil));
  expect(await house.run('prompt', 'facts', '--persona', 'builder')).toMatchObject({ code: 0 });
  mkdirSync('nothing');
  const { code, stderr } = await house.run('prompt', 'nothing', '--persona', 'builder');
  expect(code).toBe(2);
  expect(stderr).toContain('There is no tool "nothing" in the store and no such file.');
});
