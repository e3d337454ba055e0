import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { beforeEach, expect, test } from 'vitest';
import { backupStore, restoreStore } from '../../src/store/backup.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { sampleDossier } from '../contracts/store-samples.ts';

const now = new Date('2026-11-25T22:15:00Z');
let folder: string;
let database: string;
let backup: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backup-'));
  database = join(folder, 'test.sqlite');
  backup = join(folder, 'test.backup');
});

async function keep(...slugs: string[]): Promise<void> {
  const store = await openSqliteStore(database);
  for (const slug of slugs) await store.keepDossier(sampleDossier(slug), '2026-11-23');
  await store.close();
}

async function toolsIn(file: string): Promise<string[]> {
  const store = await openSqliteStore(file);
  const tools = await store.listTools();
  await store.close();
  return tools.map(({ slug }) => slug);
}

test('a backup taken while the store is open holds what was kept until then', async () => {
  const store = await openSqliteStore(database);
  await store.keepDossier(sampleDossier('clock'), '2026-11-23');
  expect(await backupStore(database, backup)).toBeGreaterThan(0);
  await store.keepDossier(sampleDossier('sundial'), '2026-11-23');
  await store.close();
  expect(await toolsIn(backup)).toEqual(['clock']);
});

test('a backup overwrites nothing, and leaves no half file behind', async () => {
  await keep('clock');
  writeFileSync(backup, 'mine');
  await expect(backupStore(database, backup)).rejects.toThrow(/is there already/);
  expect(readFileSync(backup, 'utf8')).toBe('mine');
  await expect(backupStore(join(folder, 'none.sqlite'), join(folder, 'b'))).rejects.toThrow(/There is no database/);
  expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([]);
});

test('a backup is one file, also of a store that is open', async () => {
  const store = await openSqliteStore(database);
  await backupStore(database, backup);
  await store.close();
  expect(readdirSync(folder).sort()).toEqual(['test.backup', 'test.sqlite']);
});

test('restoring brings the backup back and keeps what was there beside it', async () => {
  await keep('clock');
  await backupStore(database, backup);
  await keep('sundial');
  const aside = restoreStore(backup, database, now);
  expect(aside).toBe(`${database}.before-20261125T221500Z`);
  expect(await toolsIn(database)).toEqual(['clock']);
  expect(await toolsIn(aside ?? '')).toEqual(['clock', 'sundial']);
});

test('where there is no database yet the backup becomes it', async () => {
  await keep('clock');
  await backupStore(database, backup);
  const elsewhere = join(folder, 'elsewhere.sqlite');
  expect(restoreStore(backup, elsewhere, now)).toBeNull();
  expect(await toolsIn(elsewhere)).toEqual(['clock']);
});

test('a database another program has open is not replaced', async () => {
  await keep('clock');
  await backupStore(database, backup);
  const store = await openSqliteStore(database);
  await store.listTools();
  expect(() => restoreStore(backup, database, now)).toThrow(/is in use/);
  await store.close();
  expect(restoreStore(backup, database, now)).not.toBeNull();
});

test.each([
  ['a text', () => writeFileSync(backup, 'not a database'), /no database|cannot be opened/],
  [
    'a database of another program',
    () => new BetterSqlite3(backup).exec('create table plants (name text)').close(),
    /no database of this program/,
  ],
  ['nothing', () => undefined, /There is no file/],
])('%s is not restored, and the database stays as it is', async (_what, make, words) => {
  await keep('clock');
  make();
  expect(() => restoreStore(backup, database, now)).toThrow(words);
  expect(await toolsIn(database)).toEqual(['clock']);
  expect(existsSync(`${database}.before-20261125T221500Z`)).toBe(false);
});

test('a damaged backup and one of a newer version are refused', async () => {
  await keep('clock');
  await backupStore(database, backup);
  const newer = new BetterSqlite3(backup);
  newer.exec("insert into applied_migrations (name) values ('m999_future')");
  newer.close();
  expect(() => restoreStore(backup, database, now)).toThrow(/newer version/);
});
