import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  Kysely,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { type Store, StoreUnusable } from './contract.ts';
import { type Identity, type Migration, migrate, migrations, UnknownMigrations } from './migrations.ts';
import type { Tables } from './schema.ts';
import { rebuildTable } from './sqlite-rebuild.ts';
import { storeOver } from './store.ts';

interface SqliteOptions {
  steps?: readonly Migration[];
  /** How long a writer waits for the others, in milliseconds. */
  patience?: number;
}

const identity: Identity = (column) => column.primaryKey().autoIncrement();

/**
 * The store in one SQLite file, made when it does not exist; its folder must exist. Any number of programs may use the
 * file at once. This file and sqlite-rebuild.ts are the only ones that know SQLite.
 * @throws StoreUnusable
 */
export async function openSqliteStore(
  file: string,
  { steps = migrations, patience = 5000 }: SqliteOptions = {},
): Promise<Store> {
  const place = placeOf(file);
  let connection: BetterSqlite3.Database | undefined;
  try {
    connection = new BetterSqlite3(place, { timeout: patience });
    prepareForUse(connection, place);
    const db = new Kysely<Tables>({ dialect: dialectOver(connection, patience) });
    await migrate(db, steps, identity, rebuildTable);
    return storeOver(db);
  } catch (error) {
    connection?.close();
    throw explain(place, error);
  }
}

function placeOf(file: string): string {
  if (file.trim() === '') throw new StoreUnusable('The name of the database is empty. Name a file with --database.');
  const place = resolve(file);
  const folder = dirname(place);
  if (!existsSync(folder)) {
    throw new StoreUnusable(
      `The folder ${folder} of the database does not exist. Make it, or name another file with --database.`,
    );
  }
  if (statSync(place, { throwIfNoEntry: false })?.isDirectory()) {
    throw new StoreUnusable(`${place} is a folder. Name a file with --database.`);
  }
  return place;
}

function prepareForUse(connection: BetterSqlite3.Database, place: string): void {
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = NORMAL');
  connection.pragma('foreign_keys = ON');
  const tables = connection.prepare("select name from sqlite_master where type = 'table'").pluck().all();
  if (tables.length > 0 && !tables.includes('applied_migrations')) {
    throw new StoreUnusable(`${place} is a database of another program. Name another file with --database.`);
  }
}

function dialectOver(connection: BetterSqlite3.Database, patience: number): Dialect {
  return {
    createDriver: () =>
      Object.assign(new SqliteDriver({ database: preparingOnce(connection) }), {
        beginTransaction: (driver: DatabaseConnection) => beginImmediate(connection, driver, patience),
      }),
    createAdapter: () => new SqliteAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

/** Queries are few and fixed, so each is prepared once: preparing costs four times what running does. */
function preparingOnce(connection: BetterSqlite3.Database) {
  const prepared = new Map<string, BetterSqlite3.Statement>();
  return {
    prepare(sql: string): BetterSqlite3.Statement {
      const statement = prepared.get(sql) ?? connection.prepare(sql);
      prepared.set(sql, statement);
      return statement;
    },
    close: () => {
      connection.close();
    },
  };
}

/**
 * Takes the write lock at the beginning: a transaction that reads first and writes later fails at once when another
 * one wrote in between, whatever the timeout. Waits without blocking the thread, because the writer it waits for may be
 * another store of this very program.
 * @throws StoreUnusable when the others were not done in time.
 */
async function beginImmediate(
  connection: BetterSqlite3.Database,
  driver: DatabaseConnection,
  patience: number,
): Promise<void> {
  const deadline = performance.now() + patience;
  for (;;) {
    try {
      connection.pragma('busy_timeout = 0');
      await driver.executeQuery(CompiledQuery.raw('begin immediate'));
      return;
    } catch (error) {
      if (!codeOf(error).startsWith('SQLITE_BUSY') || performance.now() > deadline)
        throw explain(connection.name, error);
    } finally {
      connection.pragma(`busy_timeout = ${patience}`);
    }
    await sleep(1 + Math.random() * 10);
  }
}

function explain(place: string, error: unknown): unknown {
  if (error instanceof UnknownMigrations) {
    const found = `${place} was made by a newer version of ship-or-skip (it has ${error.message})`;
    return new StoreUnusable(`${found}. Update ship-or-skip, or name another file with --database.`, { cause: error });
  }
  const [, advice] = reasons.find(([code]) => codeOf(error).startsWith(code)) ?? [];
  return advice === undefined ? error : new StoreUnusable(`${place} ${advice}`, { cause: error });
}

/** Result codes of SQLite, by prefix, and what to do about them. */
const reasons: readonly [code: string, advice: string][] = [
  ['SQLITE_NOTADB', 'is not a database. Name another file with --database.'],
  ['SQLITE_CORRUPT', 'is damaged. Restore it from a backup, or name another file with --database.'],
  ['SQLITE_BUSY', 'is locked by another program. Try again when that one is done.'],
  [
    'SQLITE_READONLY',
    'cannot be written. Allow writing to the file and its folder, or name another file with --database.',
  ],
  [
    'SQLITE_CANTOPEN',
    'cannot be opened. Allow writing to the file and its folder, or name another file with --database.',
  ],
];

function codeOf(error: unknown): string {
  return error instanceof BetterSqlite3.SqliteError ? error.code : '';
}
