import type { Selectable } from 'kysely';
import { keyOf, UnkeyableValue } from '../core/key.ts';
import { proseOf, type Review } from '../core/opinion/review.ts';
import { bylineColumns, bylineOf, exact } from './columns.ts';
import { type HistoryEntry, type Neighbour, type NewReview, type Store, Unkeepable } from './contract.ts';
import { opinionColumn, readJson, writeJson } from './json.ts';
import type { Database, Tables } from './schema.ts';

type ReviewRow = Selectable<Tables['reviews']>;

/** Insert-or-ignore under the hash of the whole review. */
export async function insertReview(transaction: Database, review: NewReview): Promise<Review> {
  const columns = exact('reviews', { ...columnsOf(review), key: keyOfReview(review) });
  const inserted = await transaction
    .insertInto('reviews')
    .values(columns)
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returningAll()
    .executeTakeFirst();
  const same = transaction.selectFrom('reviews').selectAll().where('key', '=', columns.key);
  const row = inserted ?? (await same.executeTakeFirstOrThrow());
  return reviewOf(row);
}

export async function readReview(db: Database, id: number): Promise<Review> {
  return reviewOf(await db.selectFrom('reviews').selectAll().where('id', '=', id).executeTakeFirstOrThrow());
}

/** @throws Unkeepable for an unknown review. */
export async function findSeatOf(db: Database, reviewId: number): Promise<{ tool: string; persona: string }> {
  const seat = await db.selectFrom('reviews').select(['tool', 'persona']).where('id', '=', reviewId).executeTakeFirst();
  if (seat === undefined) throw new Unkeepable(`there is no review ${reviewId}`);
  return seat;
}

/** All reviews that were ever kept, with who decided what about them. */
export function openHistory(db: Database): Pick<Store, 'history' | 'listNeighbours'> {
  const neighbours = openNeighbours(db);
  return {
    async listNeighbours({ tool, persona }, limit) {
      const found = await db
        .selectFrom('seats')
        .innerJoin('reviews', 'reviews.id', 'seats.review_id')
        .select('reviews.id')
        .where(({ eb, or, and }) =>
          or([
            and([eb('seats.tool', '=', tool), eb('seats.persona', '!=', persona)]),
            and([eb('seats.persona', '=', persona), eb('seats.tool', '!=', tool)]),
          ]),
        )
        .orderBy(({ eb }) => eb('seats.tool', '=', tool), 'desc')
        .orderBy('reviews.id', 'desc')
        .limit(limit)
        .execute();
      const ids = found.map(({ id }) => id);
      await neighbours.read(ids);
      return ids.map(neighbours.of);
    },

    /** One query, so that no review is seen without the decision it was kept with. */
    async history(tool, persona) {
      let query = db
        .selectFrom('reviews')
        .leftJoin('seats', (join) =>
          join.onRef('seats.tool', '=', 'reviews.tool').onRef('seats.persona', '=', 'reviews.persona'),
        )
        .leftJoin('decisions', 'decisions.review_id', 'reviews.id')
        .selectAll('reviews')
        .select(['seats.review_id as standing', 'decision', 'decided_by', 'why', 'decided_at'])
        .where('reviews.tool', '=', tool)
        .orderBy('reviews.id', 'desc')
        .orderBy('decisions.id');
      if (persona !== undefined) query = query.where('reviews.persona', '=', persona);
      const entries = new Map<number, HistoryEntry>();
      for (const row of await query.execute()) {
        const entry = entries.get(row.id) ?? { review: reviewOf(row), state: 'candidate', decisions: [] };
        entries.set(row.id, entry);
        if (row.decision !== null && row.decided_by !== null && row.why !== null && row.decided_at !== null) {
          const { decision, decided_by: by, why, decided_at: at } = row;
          entry.decisions.push({ reviewId: row.id, decision, by, why, at });
          if (decision === 'kept') entry.state = 'stood';
        }
        if (row.standing === row.id) entry.state = 'stands';
      }
      return [...entries.values()];
    },
  };
}

/** Most reviews whose words are held, about a kilobyte each. */
const mostHeld = 5_000;

/** What was said in reviews. A review never changes, so one that was read is held: every answer of a run is compared with its neighbours. */
function openNeighbours(db: Database) {
  const held = new Map<number, Neighbour>();
  return {
    async read(ids: readonly number[]): Promise<void> {
      const unread = ids.filter((id) => !held.has(id));
      if (unread.length === 0) return;
      if (held.size + unread.length > mostHeld) held.clear();
      const rows = await db.selectFrom('reviews').selectAll().where('id', 'in', unread).execute();
      for (const { id, tool, persona, opinion, byline } of rows.map(reviewOf))
        held.set(id, { tool, persona, dossierKey: byline.dossierKey, prose: proseOf(opinion) });
    },
    of: (id: number): Neighbour => {
      const neighbour = held.get(id);
      if (neighbour === undefined) throw new Error(`review ${id} stands and cannot be read`);
      return neighbour;
    },
  };
}

/** @throws DamagedRow */
function reviewOf(row: ReviewRow): Review {
  const where = `reviews row ${row.id}`;
  return {
    id: row.id,
    tool: row.tool,
    persona: row.persona,
    opinion: readJson(opinionColumn, row.opinion, where),
    byline: bylineOf(row, where),
    personaKey: row.persona_key,
    schemaVersion: row.schema_version,
    note: row.note,
  };
}

function columnsOf(review: NewReview) {
  return {
    tool: review.tool,
    persona: review.persona,
    opinion: writeJson(opinionColumn, review.opinion),
    persona_key: review.personaKey,
    schema_version: review.schemaVersion,
    note: review.note,
    ...bylineColumns(review.byline),
  };
}

function keyOfReview({ tool, persona, opinion, byline, personaKey, schemaVersion, note }: NewReview): string {
  try {
    return keyOf('review', { tool, persona, opinion, byline, personaKey, schemaVersion, note });
  } catch (error) {
    throw error instanceof UnkeyableValue ? new Unkeepable(error.message, { cause: error }) : error;
  }
}
