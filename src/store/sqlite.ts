import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { type Store, StoreUnusable } from './contract/contract.ts';
import { type Identity, type Migration, migrate, migrations, UnknownMigrations } from './migrations/migrations.ts';
import { rebuildTable } from './migrations/sqlite-rebuild.ts';
import { storeOver } from './store.ts';
import type { Tables } from './tables/schema.ts';

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
  // Folding the log into the file waits for the disk: every 16 MB instead of every 4.
  connection.pragma('wal_autocheckpoint = 4000');
  const tables = connection.prepare("select name from sqlite_master where type = 'table'").pluck().all();
  if (tables.length > 0 && !tables.includes('applied_migrations')) {
    throw new StoreUnusable(`${place} is a database of another program. Name another file with --database.`);
  }
}

/**
 * Transactions take the write lock at the beginning: one that reads first and writes later fails at once when another one
 * wrote in between, however long it may wait.
 */
function dialectOver(connection: BetterSqlite3.Database, patience: number): Dialect {
  // Whoever waits for the lock does it in here, where others can go on.
  connection.pragma('busy_timeout = 0');
  return {
    createDriver: () => {
      const driver = new SqliteDriver({ database: preparingOnce(connection) });
      const acquire = driver.acquireConnection.bind(driver);
      return Object.assign(driver, {
        acquireConnection: async () => waiting(await acquire(), connection.name, patience),
        beginTransaction: async (held: DatabaseConnection) => {
          await held.executeQuery(CompiledQuery.raw('begin immediate'));
        },
      });
    },
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
 * A connection whose statements wait while somebody else holds the lock they need, without blocking the thread: the writer
 * may be another store of this very program. Its statements reject with StoreUnusable when the others were not done in time.
 */
function waiting(connection: DatabaseConnection, place: string, patience: number): DatabaseConnection {
  return {
    async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
      const deadline = performance.now() + patience;
      for (;;) {
        try {
          return await connection.executeQuery<Row>(query);
        } catch (error) {
          if (!codeOf(error).startsWith('SQLITE_BUSY') || performance.now() > deadline) throw explain(place, error);
        }
        await sleep(1 + Math.random() * 10);
      }
    },
    streamQuery: (query, size) => connection.streamQuery(query, size),
  };
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
