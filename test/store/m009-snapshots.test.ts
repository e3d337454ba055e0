import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrations } from '../../src/store/migrations/migrations.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { at, sampleDossier, samplePrompt, sampleReply, sampleReview } from '../contracts/store-samples.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'm009-'));
  file = join(folder, 'test.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Every step but this one: today’s store fills the earlier file, and needs the columns that came later. */
const before = migrations.filter(({ name }) => name !== 'm009_snapshots');

/** Works on the file behind the store’s back. */
function meddle<T>(work: (raw: BetterSqlite3.Database) => T): T {
  const raw = new BetterSqlite3(file);
  try {
    raw.pragma('foreign_keys = ON');
    return work(raw);
  } finally {
    raw.close();
  }
}

/** A store of the version before with a settled call that led to a review, and one that waits. */
async function fillEarlier(): Promise<void> {
  const store = await openSqliteStore(file, { steps: before });
  const dossier = await store.keepDossier(sampleDossier('clock'), '2026-11-23');
  await store.calls.keep(samplePrompt({ key: 'prompt:v1:first' }), sampleReply({ text: 'unused' }));
  const { callId } = await store.calls.keep(samplePrompt(), sampleReply());
  await store.keepReview({
    review: sampleReview(dossier),
    stand: true,
    over: null,
    by: 'Ada',
    why: 'empty',
    settles: callId === null ? [] : [callId],
    at,
  });
  await store.calls.keep(samplePrompt({ attempt: 2 }), sampleReply({ text: 'waits' }));
  await store.close();
}

const callsOf = () => meddle((raw) => raw.prepare('select * from calls order by id').all());

test('every call of a store of the version before is still there, with its number, its review and what waits', async () => {
  await fillEarlier();
  const earlier = callsOf();
  const store = await openSqliteStore(file);
  expect(callsOf()).toEqual(earlier);
  expect(earlier).toHaveLength(3);
  expect((await store.calls.findUnsettled(samplePrompt({ attempt: 2 })))?.text).toBe('waits');
  expect(await store.history('clock')).toHaveLength(1);
  expect(meddle((raw) => raw.pragma('foreign_key_check'))).toEqual([]);
  expect(meddle((raw) => raw.pragma('integrity_check'))).toEqual([{ integrity_check: 'ok' }]);
  await store.close();
});

test('indexes of the calls, columns that came later and rows that point at calls survive', async () => {
  await fillEarlier();
  meddle((raw) => {
    raw.exec('alter table calls add column mood text');
    raw.exec("update calls set mood = 'p1'");
    raw.exec('create index calls_by_tool on calls (tool)');
    raw.exec('create table call_notes (call_id integer not null references calls (id), note text)');
    raw.exec("insert into call_notes values (2, 'kept')");
  });
  await (await openSqliteStore(file)).close();
  meddle((raw) => {
    expect(raw.prepare('select distinct mood from calls').pluck().all()).toEqual(['p1']);
    expect(raw.prepare("select name from sqlite_master where name = 'calls_by_tool'").pluck().get()).toBe(
      'calls_by_tool',
    );
    expect(() => raw.exec("insert into call_notes values (99, 'stray')")).toThrow('FOREIGN KEY');
    expect(() => raw.exec('delete from calls where id = 2')).toThrow('FOREIGN KEY');
    expect(raw.pragma('foreign_key_check')).toEqual([]);
  });
});

test('afterwards a call may read facts, no call may be for anything else, and numbers are never used again', async () => {
  await fillEarlier();
  const store = await openSqliteStore(file);
  const { callId } = await store.calls.keep(samplePrompt({ purpose: 'facts', key: 'prompt:v1:facts' }), sampleReply());
  expect(callId).toBe(4);
  await store.close();
  expect(() => meddle((raw) => raw.exec("update calls set purpose = 'gossip'"))).toThrow('call_purpose');
  expect(() => meddle((raw) => raw.exec('update calls set attempt = 0'))).toThrow('call_attempt');
});
