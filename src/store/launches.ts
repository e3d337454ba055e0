import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Launch, LaunchDecision } from '../core/launches/launch.ts';
import { rule, Unkeepable } from './contract/contract.ts';
import type { FeedPosition, FeedReading, LaunchFilter, LaunchStore, NewLaunch } from './contract/launches-contract.ts';
import { exact } from './tables/columns.ts';
import type { Database, Tables } from './tables/schema.ts';

/** Launches and how far each feed was read. */
export function openLaunches(db: Database): LaunchStore {
  return {
    findPosition: (feed) => findPosition(db, feed),
    knownGuids: async (feed, guids) => {
      const rows = await db
        .selectFrom('launches')
        .select('guid')
        .where('feed', '=', feed)
        .where('guid', 'in', guids.length === 0 ? [''] : [...guids])
        .execute();
      return new Set(rows.map(({ guid }) => guid));
    },
    keepReading: (reading) => db.transaction().execute((transaction) => keepReading(transaction, reading)),
    noteFailure: async (feed, address, { reason, at }) => {
      const row = {
        feed,
        address,
        etag: null,
        last_modified: null,
        newest: null,
        read_at: null,
        failure: reason,
        failed_at: at,
      };
      await db
        .insertInto('feed_positions')
        .values(exact('feed_positions', row))
        .onConflict((conflict) => conflict.column('feed').doUpdateSet({ failure: reason, failed_at: at }))
        .execute();
    },
    find: (id) => findLaunch(db, id),
    list: (filter = {}) => listLaunches(db, filter),
    decisions: async (id) => {
      const rows = await db
        .selectFrom('launch_decisions')
        .selectAll()
        .where('launch_id', '=', id)
        .orderBy('id')
        .execute();
      return rows.map(decisionOf);
    },
    findTwin: (launch) => findTwin(db, launch),
    decide: (id, decision, { tool = null, over } = {}) =>
      db.transaction().execute(async (transaction) => {
        const launch = await requireLaunch(transaction, id);
        if ((over ?? launch.decision.state) !== launch.decision.state || !adds(launch, decision)) return launch;
        if (tool !== null) await transaction.updateTable('launches').set({ tool }).where('id', '=', id).execute();
        await insertDecision(transaction, id, decision);
        return requireLaunch(transaction, id);
      }),
    linkTool: (id, tool) =>
      db.transaction().execute(async (transaction) => {
        await transaction.updateTable('launches').set(exact('launches', { tool })).where('id', '=', id).execute();
        return requireLaunch(transaction, id);
      }),
    take: (id, decision, found) =>
      db.transaction().execute(async (transaction) => {
        const launch = await requireLaunch(transaction, id);
        if (launch.decision.state !== 'waiting') return { launch, twin: null };
        const twin = await findTwin(transaction, { id, ...found });
        if (twin !== null) return { launch, twin };
        await transaction.updateTable('launches').set(exact('launches', found)).where('id', '=', id).execute();
        await insertDecision(transaction, id, decision);
        return { launch: await requireLaunch(transaction, id), twin: null };
      }),
  };
}

/** A person’s word is moved by persons only, and a word said again is no news. */
function adds({ decision: last }: Launch, next: LaunchDecision): boolean {
  if (next.by === rule && last.by !== rule) return false;
  return next.by !== last.by || next.state !== last.state || next.because !== last.because;
}

async function findPosition(db: Database, feed: string): Promise<FeedPosition | null> {
  const row = await db.selectFrom('feed_positions').selectAll().where('feed', '=', feed).executeTakeFirst();
  if (row === undefined) return null;
  const { address, etag, last_modified: lastModified, newest, read_at: readAt, failure: reason, failed_at: at } = row;
  const failure = reason === null || at === null ? null : { reason, at };
  return { feed, address, etag, lastModified, newest, readAt, failure };
}

async function keepReading(transaction: Database, { position, launches }: FeedReading): Promise<Launch[]> {
  const { feed, address, etag, lastModified, newest, readAt } = position;
  const moved = { address, etag, last_modified: lastModified, newest, read_at: readAt, failure: null, failed_at: null };
  await transaction
    .insertInto('feed_positions')
    .values(exact('feed_positions', { feed, ...moved }))
    .onConflict((conflict) => conflict.column('feed').doUpdateSet(moved))
    .execute();
  const kept: Launch[] = [];
  for (const launch of launches) {
    const id = await insertLaunch(transaction, feed, launch, readAt);
    if (id !== null) kept.push(await requireLaunch(transaction, id));
  }
  return kept;
}

/** Null for a guid that is known. */
async function insertLaunch(
  transaction: Database,
  feed: string,
  launch: NewLaunch,
  at: string,
): Promise<number | null> {
  const { decision, ...columns } = launch;
  const row = await transaction
    .insertInto('launches')
    .values(exact('launches', { feed, ...columns, first_seen: at, tool: null }))
    .onConflict((conflict) => conflict.columns(['feed', 'guid']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) return null;
  await insertDecision(transaction, row.id, decision);
  return row.id;
}

async function insertDecision(transaction: Database, id: number, decision: LaunchDecision): Promise<void> {
  const { state, reason, because, by, at } = decision;
  const columns = { launch_id: id, state, reason, because, decided_by: by, decided_at: at };
  await transaction.insertInto('launch_decisions').values(exact('launch_decisions', columns)).execute();
}

/** Launches with the last word about each. */
function withDecision(db: Database) {
  return db
    .selectFrom('launches')
    .innerJoin('launch_decisions', (join) =>
      join.on(
        'launch_decisions.id',
        '=',
        sql<number>`(select max(last.id) from launch_decisions as last where last.launch_id = launches.id)`,
      ),
    )
    .selectAll('launches')
    .select(['state', 'reason', 'because', 'decided_by', 'decided_at']);
}

type LaunchRow = Selectable<Tables['launches']> & DecisionColumns;
type DecisionColumns = Pick<
  Selectable<Tables['launch_decisions']>,
  'state' | 'reason' | 'because' | 'decided_by' | 'decided_at'
>;

async function findLaunch(db: Database, id: number): Promise<Launch | null> {
  const row = await withDecision(db).where('launches.id', '=', id).executeTakeFirst();
  return row === undefined ? null : launchOf(row);
}

async function requireLaunch(db: Database, id: number): Promise<Launch> {
  const launch = await findLaunch(db, id);
  if (launch === null) throw new Unkeepable(`there is no launch ${id}`);
  return launch;
}

async function listLaunches(db: Database, { state, feed }: LaunchFilter): Promise<Launch[]> {
  const rows = await withDecision(db)
    .$if(state !== undefined, (query) => query.where('state', '=', state ?? 'taken'))
    .$if(feed !== undefined, (query) => query.where('feed', '=', feed ?? ''))
    .orderBy('launches.id', 'desc')
    .execute();
  return rows.map(launchOf);
}

async function findTwin(
  db: Database,
  { id, address, tool }: { id: number; address: string | null; tool: string | null },
): Promise<Launch | null> {
  const row = await withDecision(db)
    .where('launches.id', '<>', id)
    .where((where) => where.or([where('address', '=', address), where('tool', '=', tool)]))
    .where((where) =>
      where.or([
        where('state', '=', 'taken'),
        where.and([where('state', '=', 'left'), where('decided_by', '<>', rule)]),
      ]),
    )
    .orderBy('launches.id')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : launchOf(row);
}

function launchOf(row: LaunchRow): Launch {
  const { id, feed, guid, title, name, tagline, url, address, discussion, published, tool } = row;
  const decision = decisionOf(row);
  return {
    id,
    feed,
    guid,
    title,
    name,
    tagline,
    url,
    address,
    discussion,
    published,
    firstSeen: row.first_seen,
    tool,
    decision,
  };
}

function decisionOf({ state, reason, because, decided_by: by, decided_at: at }: DecisionColumns): LaunchDecision {
  return { state, reason, because, by, at };
}
