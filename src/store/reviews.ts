import type { Selectable } from 'kysely';
import { keyOf, UnkeyableValue } from '../core/key.ts';
import { hold, oncePer } from '../core/once-per.ts';
import { proseOf, type Review } from '../core/opinion/review.ts';
import { compiledOnce, compiledPerCount } from './compiled.ts';
import { type HistoryEntry, type Neighbour, type NewReview, type Store, Unkeepable } from './contract/contract.ts';
import { exactValue, opinionColumn, readJson } from './json.ts';
import { readStandings } from './standings.ts';
import { bylineColumns, bylineOf, exact } from './tables/columns.ts';
import type { Database, Tables } from './tables/schema.ts';

type ReviewRow = Selectable<Tables['reviews']>;

/** Insert-or-ignore under the hash of the whole review. `isNew` is false for one that was kept before. */
export async function insertReview(
  transaction: Database,
  review: NewReview,
): Promise<{ review: Review; isNew: boolean }> {
  const opinion = exactValue(opinionColumn, review.opinion);
  const columns = exact('reviews', { ...columnsOf(review, opinion), key: keyOfReview(review) });
  const [inserted] = await insertRow(transaction, columns);
  if (inserted !== undefined) return { review: reviewOf({ ...columns, ...inserted }, opinion), isNew: true };
  const same = transaction.selectFrom('reviews').selectAll().where('key', '=', columns.key);
  return { review: reviewOf(await same.executeTakeFirstOrThrow()), isNew: false };
}

const insertRow = compiledOnce((db, columns: ReturnType<typeof columnsOf> & { key: string }) =>
  db
    .insertInto('reviews')
    .values(columns)
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('id'),
);

export async function readReview(db: Database, id: number): Promise<Review> {
  const [review] = await readReviews(db, [id]);
  if (review === undefined) throw new Error(`the store has no review ${id}`);
  return review;
}

/** Most reviews that are held, some ten kilobytes each. */
const mostHeld = 2_000;

/** A review never changes, so one that was read is held as long as the store is open. */
const heldIn = oncePer((_store: Database) => new Map<number, Review>());

/** Holds a review whose transaction is done: its neighbours will look at it. */
export function holdReview(db: Database, review: Review): void {
  hold(heldIn(db), review.id, review, mostHeld);
}

/** In the order of the ids. Reads those that are not held yet in one query. @throws DamagedRow */
export async function readReviews(db: Database, ids: readonly number[]): Promise<Review[]> {
  const held = heldIn(db);
  const known = ids.map((id) => held.get(id));
  const unread = ids.filter((_id, index) => known[index] === undefined);
  const rows = unread.length === 0 ? [] : await selectReviews(db, unread);
  const found = new Map(rows.map((row) => [row.id, reviewOf(row)]));
  for (const review of found.values()) holdReview(db, review);
  return ids.map((id, index) => {
    const review = known[index] ?? found.get(id);
    if (review === undefined) throw new Error(`the store has no review ${id}`);
    return review;
  });
}

const selectReviews = compiledPerCount((db, ids) => db.selectFrom('reviews').selectAll().where('id', 'in', ids));

/** @throws Unkeepable for an unknown review. */
export async function findSeatOf(db: Database, reviewId: number): Promise<{ tool: string; persona: string }> {
  const seat = await db.selectFrom('reviews').select(['tool', 'persona']).where('id', '=', reviewId).executeTakeFirst();
  if (seat === undefined) throw new Unkeepable(`there is no review ${reviewId}`);
  return seat;
}

/** All reviews that were ever kept, with who decided what about them. */
export function openHistory(db: Database): Pick<Store, 'history' | 'listNeighbours' | 'listWaiting'> {
  return {
    async listWaiting() {
      const rows = await db
        .selectFrom('reviews')
        .innerJoin('tools', 'tools.dossier_key', 'reviews.dossier_key')
        .selectAll('reviews')
        .where(({ not, exists, selectFrom }) =>
          not(exists(selectFrom('decisions').select('decisions.id').whereRef('review_id', '=', 'reviews.id'))),
        )
        .orderBy('reviews.id')
        .execute();
      return rows.map((row) => reviewOf(row));
    },

    async listNeighbours({ tool, persona }, limit) {
      const standing = await readStandings(db);
      const beside = [...standing].flatMap(([other, tools]) => (other === persona ? [] : (tools.get(tool) ?? [])));
      const elsewhere: number[] = [];
      for (const [other, id] of [...(standing.get(persona) ?? [])].slice(-limit - 1).reverse())
        if (other !== tool && elsewhere.length < limit) elsewhere.push(id);
      const reviews = await readReviews(db, [...beside, ...elsewhere]);
      return {
        beside: reviews.slice(0, beside.length).map(neighbourOf),
        elsewhere: reviews.slice(beside.length).map(neighbourOf),
      };
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

const neighbourOf = oncePer(
  ({ tool, persona, opinion, byline }: Review): Neighbour => ({
    tool,
    persona,
    dossierKey: byline.dossierKey,
    prose: proseOf(opinion),
  }),
);

/** `known` is the opinion where it need not be read. @throws DamagedRow */
function reviewOf(row: ReviewRow, known?: Review['opinion']): Review {
  const where = `reviews row ${row.id}`;
  return {
    id: row.id,
    tool: row.tool,
    persona: row.persona,
    opinion: known ?? readJson(opinionColumn, row.opinion, where),
    byline: { ...bylineOf(row, where), ...(row.stands_in_for === null ? {} : { standsInFor: row.stands_in_for }) },
    personaKey: row.persona_key,
    schemaVersion: row.schema_version,
    note: row.note,
  };
}

function columnsOf(review: NewReview, opinion: Review['opinion']) {
  return {
    tool: review.tool,
    persona: review.persona,
    opinion: JSON.stringify(opinion),
    persona_key: review.personaKey,
    schema_version: review.schemaVersion,
    note: review.note,
    stands_in_for: review.byline.standsInFor ?? null,
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
