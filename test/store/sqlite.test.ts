import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import BetterSqlite3 from 'better-sqlite3';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DamagedRow, type Store, StoreUnusable } from '../../src/store/contract/contract.ts';
import { type Migration, migrations } from '../../src/store/migrations/migrations.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { describeBatches } from '../contracts/batches.ts';
import { describeLaunches } from '../contracts/launches.ts';
import { describeNights } from '../contracts/nights.ts';
import { describeReleases } from '../contracts/releases.ts';
import { describeRetention } from '../contracts/retention.ts';
import { describeStore, type StorePlace } from '../contracts/store.ts';
import {
  at,
  sampleBallot,
  sampleDossier,
  samplePrompt,
  sampleReply,
  sampleReview,
} from '../contracts/store-samples.ts';

const writer = fileURLToPath(new URL('./write-without-end.ts', import.meta.url));

const findPlace = async (): Promise<StorePlace> => {
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  const file = join(folder, 'test.sqlite');
  const stdio = ['ignore', 'pipe', 'inherit'] as const;
  return {
    open: () => openSqliteStore(file),
    startWriter: (persona) => spawn(process.execPath, [writer, file, persona], { stdio: [...stdio] }),
    remove: async () => rmSync(folder, { recursive: true }),
  };
};
describeStore('a store in a SQLite file', findPlace);
describeLaunches('a store in a SQLite file', findPlace);

let folder: string;
let file: string;
describeBatches('batches in a SQLite file', () => openSqliteStore(file));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sqlite-'));
  file = join(folder, 'test.sqlite');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('retention in a SQLite file', () => describeRetention(() => openSqliteStore(file)));

describe('nights in a SQLite file', () => describeNights(() => openSqliteStore(file)));

describe('releases in a SQLite file', () => describeReleases(() => openSqliteStore(file)));

const released = migrations.map(({ name }) => name).sort();

/** Works on the file behind the store’s back. */
function meddle<T>(work: (raw: BetterSqlite3.Database) => T): T {
  const raw = new BetterSqlite3(file);
  try {
    return work(raw);
  } finally {
    raw.close();
  }
}

async function filled(): Promise<Store> {
  const store = await openSqliteStore(file);
  const dossier = await store.keepDossier(sampleDossier('clock'), '2026-11-23');
  const { callId } = await store.calls.keep(samplePrompt(), sampleReply());
  const settles = callId === null ? [] : [callId];
  const review = sampleReview(dossier);
  const { review: kept } = await store.keepReview({
    review,
    stand: true,
    over: null,
    by: 'Ada',
    why: 'empty',
    settles,
    at,
  });
  await store.keepBallot(sampleBallot(kept.id, dossier.key), []);
  await store.calls.keep(samplePrompt({ attempt: 2 }), sampleReply());
  return store;
}

describe('a file that cannot be used says what to do', () => {
  async function refusal(): Promise<StoreUnusable> {
    const error: unknown = await openSqliteStore(file, { patience: 20 }).then(
      (store) => store.close(),
      (reason) => reason,
    );
    if (!(error instanceof StoreUnusable)) throw new Error(`expected StoreUnusable, got ${String(error)}`);
    expect(error.message).toMatch(/--database|Try again/);
    return error;
  }

  test('in a folder that does not exist', async () => {
    file = join(folder, 'nowhere', 'test.sqlite');
    expect((await refusal()).message).toContain(`${join(folder, 'nowhere')} of the database does not exist`);
  });

  test('that is a folder', async () => {
    file = folder;
    expect((await refusal()).message).toContain('is a folder');
  });

  test.each(['', '  '])('without a name: %j', async (name) => {
    file = name;
    expect((await refusal()).message).toContain('empty');
  });

  test('that is something else', async () => {
    writeFileSync(file, 'name: Clock\n'.repeat(100));
    expect((await refusal()).message).toContain(`${file} is not a database`);
  });

  test('that another program made, and leaves it as it was', async () => {
    meddle((raw) => raw.exec('create table tools (id integer)'));
    expect((await refusal()).message).toContain('another program');
    expect(tablesOf(file)).toEqual(['tools']);
  });

  test('that was cut off', async () => {
    await (await filled()).close();
    truncateSync(file, 8192);
    expect((await refusal()).message).toMatch(/is damaged|another program/);
  });

  test('that a newer version made', async () => {
    const newer: Migration = { name: 'm999_tomorrow', up: async () => {} };
    await (await openSqliteStore(file, { steps: [...migrations, newer] })).close();
    const { message } = await refusal();
    expect(message).toContain('newer version of ship-or-skip');
    expect(message).toContain('m999_tomorrow');
    expect(readdirSync(folder), 'the refused file was closed').toEqual(['test.sqlite']);
  });

  test('that another program has locked', async () => {
    await (await filled()).close();
    const raw = new BetterSqlite3(file);
    raw.exec('begin immediate');
    expect((await refusal()).message).toContain('locked by another program');
    raw.close();
  });

  test.skipIf(process.getuid?.() === 0)('that is read-only', async () => {
    await (await filled()).close();
    chmodSync(file, 0o444);
    chmodSync(folder, 0o555);
    const { message } = await refusal();
    chmodSync(folder, 0o755);
    expect(message).toContain('cannot be written');
  });
});

describe('a lock', () => {
  test.each<[string, (store: Store) => Promise<unknown>]>([
    ['transaction', (store) => store.calls.keep(samplePrompt({ attempt: 3 }), sampleReply())],
    ['single statement', (store) => store.ledger.keepReuses([1], at)],
  ])('that is given up in time is waited for by a %s without blocking the program', async (_what, write) => {
    const store = await filled();
    const raw = new BetterSqlite3(file);
    raw.exec('begin immediate');
    const kept = write(store);
    await nextTurn();
    raw.exec('commit');
    await expect(kept).resolves.not.toThrow();
    raw.close();
    await store.close();
  });

  test('that is not given up ends the write with advice, and the store goes on', async () => {
    await (await filled()).close();
    const store = await openSqliteStore(file, { patience: 20 });
    const raw = new BetterSqlite3(file);
    raw.exec('begin immediate');
    const write = () => store.calls.keep(samplePrompt({ attempt: 3 }), sampleReply());
    await expect(write()).rejects.toThrow(StoreUnusable);
    await expect(store.ledger.keepReuses([1], at)).rejects.toThrow('locked by another program');
    raw.exec('rollback');
    await expect(write()).resolves.toMatchObject({ stop: 'end' });
    raw.close();
    await store.close();
  });
});

describe('a damaged row is named by table, row and column', () => {
  test.each([
    ['reviews', 'opinion', (store: Store) => store.findSeat('clock', 'builder')],
    ['reviews', 'usage', (store: Store) => store.history('clock')],
    ['ballots', 'checks', (store: Store) => store.listBallots(1)],
    ['dossiers', 'facts', (store: Store) => store.findDossier('clock')],
    ['calls', 'usage', (store: Store) => store.calls.findUnsettled(samplePrompt({ attempt: 2 }))],
    ['calls', 'usage', (store: Store) => store.ledger.read()],
    ['calls', 'price_tiers', (store: Store) => store.ledger.read()],
  ])('%s.%s', async (table, column, read) => {
    await (await filled()).close();
    const store = await openSqliteStore(file);
    for (const damage of ['{', '{"because":1}', '']) {
      meddle((raw) => raw.prepare(`update ${table} set ${column} = ?`).run(damage));
      const error: unknown = await read(store).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(DamagedRow);
      expect(String(error)).toMatch(new RegExp(`${table} row \\S+, column ${column}: .*backup`));
    }
    await store.close();
  });
});

describe('the file', () => {
  test('is in write-ahead mode, and one file again after closing', async () => {
    const store = await filled();
    expect(meddle((raw) => raw.pragma('journal_mode', { simple: true }))).toBe('wal');
    await store.close();
    expect(readdirSync(folder)).toEqual(['test.sqlite']);
  });

  test('may have any name', async () => {
    file = join(folder, 'Ada’s reviews #1 ?mode=ro 100% 🕰️.db');
    await (await filled()).close();
    expect(readdirSync(folder)).toHaveLength(1);
    const again = await openSqliteStore(file);
    expect(await again.history('clock')).toHaveLength(1);
    await again.close();
  });

  test('can be made by several programs at once', async () => {
    const stores = await Promise.all(Array.from({ length: 8 }, () => openSqliteStore(file)));
    const applied = meddle((raw) => raw.prepare('select name from applied_migrations').pluck().all());
    expect(applied.toSorted()).toEqual(released);
    await Promise.all(stores.map((store) => store.close()));
  });
});

test('the journal remembers which review a call went into, whoever comes late', async () => {
  const store = await filled();
  const dossier = await store.keepDossier(sampleDossier('clock'), '2026-11-23');
  const review = sampleReview(dossier, 'too late');
  await store.keepReview({ review, stand: true, over: null, by: 'ship-or-skip', why: 'empty', settles: [1], at });
  const rows = meddle((raw) => raw.prepare('select id, settled, review_id from calls order by id').all());
  expect(rows).toEqual([
    { id: 1, settled: 1, review_id: 1 },
    { id: 2, settled: 0, review_id: null },
  ]);
  await store.close();
});

describe('migrations', () => {
  const addsColour: Migration = {
    name: 'm998_colour',
    async up(db) {
      await db.schema.alterTable('tools').addColumn('colour', 'text').execute();
      await sql`update tools set colour = 'brown'`.execute(db);
    },
  };
  const names = () => meddle((raw) => raw.prepare('select name from applied_migrations order by name').pluck().all());

  test('m001 makes what it made when it was released', async () => {
    await (await openSqliteStore(file, { steps: migrations.slice(0, 1) })).close();
    const statements = meddle((raw) =>
      raw.prepare('select sql from sqlite_master where sql is not null').pluck().all(),
    );
    await expect(`${statements.join(';\n')};\n`).toMatchFileSnapshot('__snapshots__/m001-initial.sql');
  });

  test('are applied once to a database of the version before, and lose nothing', async () => {
    const first = await filled();
    const history = await first.history('clock');
    await first.close();
    for (let time = 0; time < 2; time += 1) {
      const later = await openSqliteStore(file, { steps: [...migrations, addsColour] });
      expect(await later.history('clock')).toEqual(history);
      await later.close();
    }
    expect(names()).toEqual([...released, 'm998_colour']);
    expect(meddle((raw) => raw.prepare('select colour from tools').pluck().all())).toEqual(['brown']);
  });

  test('m005 takes over what seats of earlier versions were missing', async () => {
    const earlier = await openSqliteStore(file, { steps: migrations.slice(0, 4) });
    await earlier.keepDossier(sampleDossier('clock'), '2026-11-23');
    await earlier.close();
    meddle((raw) => {
      raw.exec(`insert into seats (tool, persona, missing_prompt_key, missing_reason)
        values ('clock', 'builder', 'p', 'refused'), ('clock', 'skeptic', null, null)`);
    });
    const store = await openSqliteStore(file);
    expect(await store.findRefusal({ tool: 'clock', persona: 'builder' }, 'p')).toBe('refused');
    expect(meddle((raw) => raw.prepare('select count(*) from refusals').pluck().get())).toBe(1);
    await store.close();
  });

  test('m006 leaves the calls of earlier versions as they were, at prices nobody noted', async () => {
    const earlier = await openSqliteStore(file, { steps: migrations.slice(0, 5) });
    await earlier.close();
    meddle((raw) => {
      raw.exec(`insert into calls (prompt_key, purpose, attempt, tool, persona, asked, text, stop, stop_reason, received_at,
          took_ms, provider, model, family, usage, cost_usd)
        values ('p', 'opinion', 1, 'clock', 'builder', 'claude:a', '{}', 'end', 'end_turn', '${at}', 5, 'claude', 'a',
          'anthropic', '{"input":1,"output":2,"thinking":null,"cacheWrite5m":0,"cacheWrite1h":0,"cacheRead":3}', 0.5)`);
    });
    const store = await openSqliteStore(file);
    const { calls } = await store.ledger.read();
    expect(calls).toMatchObject([{ costUsd: 0.5, usage: { cacheRead: 3 }, prices: null, batch: null }]);
    expect(await store.ledger.countRepairs()).toEqual({});
    await store.close();
  });

  test('that fail leave the database as it was', async () => {
    await (await filled()).close();
    const fails: Migration = {
      name: 'm999_fails',
      up: async () => {
        throw new Error('out of ink');
      },
    };
    await expect(openSqliteStore(file, { steps: [...migrations, addsColour, fails] })).rejects.toThrow('out of ink');
    expect(names()).toEqual(released);
    const store = await openSqliteStore(file);
    expect(await store.history('clock')).toHaveLength(1);
    await store.close();
  });
});

function tablesOf(path: string): unknown[] {
  const raw = new BetterSqlite3(path);
  const tables = raw.prepare("select name from sqlite_master where type = 'table'").pluck().all();
  raw.close();
  return tables;
}
