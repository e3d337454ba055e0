import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { StoreUnusable } from './contract/contract.ts';
import { migrations } from './migrations/migrations.ts';

/**
 * Copies a database that may be in use to a new file, and looks whether the copy is whole. A folder that is not there is made.
 * @returns bytes of the copy
 * @throws StoreUnusable when there is no database, or something is at the target already
 */
export async function backupStore(database: string, target: string): Promise<number> {
  if (!existsSync(database)) throw new StoreUnusable(`There is no database ${resolve(database)} yet.`);
  if (existsSync(target)) throw new StoreUnusable(`${resolve(target)} is there already. Name another file.`);
  mkdirSync(dirname(target), { recursive: true });
  const unfinished = `${target}.unfinished`;
  const source = new BetterSqlite3(database, { readonly: true });
  try {
    await source.backup(unfinished);
    makeOneFile(unfinished);
    const pages = requireWhole(unfinished);
    renameSync(unfinished, target);
    return pages;
  } finally {
    source.close();
    rmSync(unfinished, { force: true });
  }
}

/**
 * Puts a backup in the place of a database. The database that was there is kept beside it.
 * @returns where the old database is now; null when there was none
 * @throws StoreUnusable for a file that is no whole database of this program, or while another program uses the old one
 */
export function restoreStore(backup: string, database: string, now: Date): string | null {
  if (!existsSync(backup)) throw new StoreUnusable(`There is no file ${resolve(backup)}.`);
  requireWhole(backup);
  const arriving = `${database}.arriving`;
  copyFileSync(backup, arriving);
  const aside = existsSync(database) ? setAside(database, now) : null;
  renameSync(arriving, database);
  return aside;
}

/** A copy keeps its source’s habit of a write-ahead log beside it, which nobody would carry along. */
function makeOneFile(copy: string): void {
  const connection = new BetterSqlite3(copy);
  connection.pragma('journal_mode = delete');
  connection.close();
}

/** A database nobody else has open, in one file, under another name. */
function setAside(database: string, now: Date): string {
  const connection = new BetterSqlite3(database, { timeout: 0 });
  try {
    // Leaving the write-ahead log takes that nobody else is there, and brings everything into the one file.
    if (connection.pragma('journal_mode = delete', { simple: true }) !== 'delete') throw inUse(database);
  } catch (error) {
    throw error instanceof BetterSqlite3.SqliteError && error.code.startsWith('SQLITE_BUSY') ? inUse(database) : error;
  } finally {
    connection.close();
  }
  const aside = `${database}.before-${stampOf(now)}`;
  renameSync(database, aside);
  return aside;
}

function inUse(database: string): StoreUnusable {
  return new StoreUnusable(`${resolve(database)} is in use. End the other program, then restore again.`);
}

/** A moment as part of a file name: `20261125T221500Z`. */
export function stampOf(now: Date): string {
  return now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

/** Bytes of a database. @throws StoreUnusable when it is damaged, of another program, or of a newer version. */
function requireWhole(file: string): number {
  const place = resolve(file);
  const connection = openOrExplain(place);
  try {
    if (connection.pragma('integrity_check', { simple: true }) !== 'ok')
      throw new StoreUnusable(`${place} is damaged. Use another backup.`);
    const known = new Set(migrations.map(({ name }) => name));
    const applied = connection.prepare('select name from applied_migrations').pluck().all() as string[];
    const unknown = applied.filter((name) => !known.has(name));
    if (unknown.length > 0)
      throw new StoreUnusable(`${place} was made by a newer version of ship-or-skip. Update ship-or-skip first.`);
    return (
      Number(connection.pragma('page_count', { simple: true })) *
      Number(connection.pragma('page_size', { simple: true }))
    );
  } catch (error) {
    if (error instanceof BetterSqlite3.SqliteError)
      throw new StoreUnusable(`${place} is no database of this program.`, { cause: error });
    throw error;
  } finally {
    connection.close();
  }
}

function openOrExplain(place: string): BetterSqlite3.Database {
  try {
    return new BetterSqlite3(place, { readonly: true, fileMustExist: true });
  } catch (error) {
    throw new StoreUnusable(`${place} cannot be opened as a database.`, { cause: error });
  }
}
