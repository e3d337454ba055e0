import type { ExpressionBuilder, Insertable } from 'kysely';
import type { Review } from '../core/opinion/review.ts';
import { settleCalls } from './calls.ts';
import { compiledOnce } from './compiled.ts';
import { type Decision, type KeepReview, rule, type Seat, type Store } from './contract/contract.ts';
import { commitTogether } from './group-commit.ts';
import { findSeatOf, holdReview, insertReview, readReview, readReviews } from './reviews.ts';
import { exact } from './tables/columns.ts';
import type { Database, Tables } from './tables/schema.ts';

interface Place {
  tool: string;
  persona: string;
}

/** Seats: which review stands, who decided it, and what is missing. */
export function openSeats(
  db: Database,
): Pick<Store, 'findSeat' | 'listSeats' | 'findRefusal' | 'keepReview' | 'markMissing' | 'decide'> {
  return {
    findSeat: (tool, persona) => readSeat(db, { tool, persona }),

    async listSeats(tool) {
      const rows = await selectStanding(db, { tool });
      const ids = rows.map(({ review_id: id }) => id).filter((id) => id !== null);
      const reviews = new Map((await readReviews(db, ids)).map((review) => [review.id, review]));
      const seats = rows.map((row) => {
        const { reviewId, ...standing } = standingOf(row);
        return {
          tool,
          persona: row.persona,
          review: reviewId === null ? null : (reviews.get(reviewId) ?? null),
          ...standing,
        };
      });
      return new Map(seats.map((seat) => [seat.persona, seat]));
    },

    async findRefusal({ tool, persona }, promptKey) {
      const [row] = await selectRefusal(db, { tool, persona, promptKey });
      return row?.reason ?? null;
    },

    async keepReview(keep) {
      const kept = await commitTogether(db, async (transaction) => {
        const { review, isNew } = await insertReview(transaction, keep.review);
        const inTime = await settleCalls(transaction, review, keep.settles, review.id);
        if (inTime) await removeRefusal(transaction, review);
        const { reviewId: standing, approved } = await readStanding(transaction, review);
        const takes = keep.stand && inTime && mayTake(review, keep, { standing, approved });
        if (takes) {
          await moveSeat(transaction, { tool: review.tool, persona: review.persona, reviewId: review.id });
          await insertDecision(transaction, {
            reviewId: review.id,
            decision: 'kept',
            by: keep.by,
            why: keep.why,
            at: keep.at,
          });
        }
        return { review, isNew, stands: takes || standing === review.id };
      });
      holdReview(db, kept.review);
      return kept;
    },

    markMissing: (seat, missing, settles) =>
      commitTogether(db, async (transaction) => {
        const inTime = await settleCalls(transaction, seat, settles, null);
        if (!inTime) return;
        await insertRefusal(transaction, seat, missing);
        const { tool, persona } = seat;
        const columns = exact('seats', { missing_prompt_key: missing.promptKey, missing_reason: missing.reason });
        await upsertSeat(transaction, { tool, persona }, columns).execute();
      }),

    decide: (reviewId, decision) =>
      db.transaction().execute(async (transaction) => {
        const seat = await findSeatOf(transaction, reviewId);
        await insertDecision(transaction, { ...decision, reviewId });
        if (decision.decision === 'kept') await moveSeat(transaction, { ...seat, reviewId });
      }),
  };
}

/**
 * What stands need not be moved again. A seat another run has filled since is decided by a person, as is one a person
 * approved, however the rule saw the seat when it began.
 */
function mayTake(
  { id }: Review,
  { over, by }: KeepReview,
  { standing, approved }: Pick<Seat, 'approved'> & { standing: number | null },
): boolean {
  return standing !== id && standing === over && (by !== rule || approved === null);
}

const moveSeat = compiledOnce((db, { tool, persona, reviewId }: Place & { reviewId: number }) =>
  upsertSeat(db, { tool, persona }, { review_id: reviewId, missing_prompt_key: null, missing_reason: null }),
);

function upsertSeat(db: Database, place: Place, columns: Partial<Tables['seats']>) {
  return db
    .insertInto('seats')
    .values({ ...place, ...columns })
    .onConflict((conflict) => conflict.columns(['tool', 'persona']).doUpdateSet(columns));
}

const selectRefusal = compiledOnce((db, { tool, persona, promptKey }: Place & { promptKey: string }) =>
  db
    .selectFrom('refusals')
    .select('reason')
    .where('tool', '=', tool)
    .where('persona', '=', persona)
    .where('prompt_key', '=', promptKey),
);

async function insertRefusal(
  transaction: Database,
  { tool, persona }: Place,
  { promptKey, reason }: NonNullable<Seat['missing']>,
): Promise<void> {
  await transaction
    .insertInto('refusals')
    .values(exact('refusals', { tool, persona, prompt_key: promptKey, reason }))
    .onConflict((conflict) => conflict.columns(['tool', 'persona', 'prompt_key']).doUpdateSet({ reason }))
    .execute();
}

/** The question that was refused before has led to a review. */
async function removeRefusal(transaction: Database, { tool, persona, byline }: Review): Promise<void> {
  await deleteRefusal(transaction, { tool, persona, promptKey: byline.promptKey });
}

const deleteRefusal = compiledOnce((db, { tool, persona, promptKey }: Place & { promptKey: string }) =>
  db.deleteFrom('refusals').where('tool', '=', tool).where('persona', '=', persona).where('prompt_key', '=', promptKey),
);

async function insertDecision(transaction: Database, { reviewId, decision, by, why, at }: Decision): Promise<void> {
  const columns = { review_id: reviewId, decision, decided_by: by, why, decided_at: at };
  await insertDecisionRow(transaction, exact('decisions', columns));
}

const insertDecisionRow = compiledOnce((db, columns: Insertable<Tables['decisions']>) =>
  db.insertInto('decisions').values(columns),
);

/** A review never changes, so it may be read after the seat that names it. */
async function readSeat(db: Database, place: Place): Promise<Seat> {
  const { reviewId, approved, missing } = await readStanding(db, place);
  const { tool, persona } = place;
  return { tool, persona, review: reviewId === null ? null : await readReview(db, reviewId), approved, missing };
}

/** Which review stands, without the review itself. */
type Standing = Pick<Seat, 'approved' | 'missing'> & { reviewId: number | null };

/** A seat that holds no review was approved by nobody: most seats are empty when their review comes. */
async function readStanding(db: Database, place: Place): Promise<Standing> {
  const [row] = await selectPlace(db, place);
  if (row === undefined) return { reviewId: null, approved: null, missing: null };
  const [last] = row.review_id === null ? [] : await selectLastKept(db, { reviewId: row.review_id });
  return standingOf({ ...row, keeper: last?.decided_by ?? null, keptAt: last?.decided_at ?? null });
}

const selectPlace = compiledOnce((db, { tool, persona }: Place) =>
  selectSeats(db).where('tool', '=', tool).where('persona', '=', persona),
);

const selectLastKept = compiledOnce((db, { reviewId }: { reviewId: number }) =>
  db
    .selectFrom('decisions')
    .select(['decided_by', 'decided_at'])
    .where('review_id', '=', reviewId)
    .where('decision', '=', 'kept')
    .orderBy('id', 'desc')
    .limit(1),
);

function selectSeats(db: Database) {
  return db.selectFrom('seats').select(['persona', 'review_id', 'missing_prompt_key', 'missing_reason']);
}

const selectStanding = compiledOnce((db, { tool }: { tool: string }) =>
  selectSeats(db)
    .select((expression) => [
      lastKept(expression, 'decided_by').as('keeper'),
      lastKept(expression, 'decided_at').as('keptAt'),
    ])
    .where('tool', '=', tool),
);

type StandingRow = Awaited<ReturnType<typeof selectStanding>>[number];

function standingOf(row: StandingRow): Standing {
  const { review_id: reviewId, missing_prompt_key: promptKey, missing_reason: reason, keeper, keptAt } = row;
  return {
    reviewId,
    approved: keeper === null || keptAt === null || keeper === rule ? null : { by: keeper, at: keptAt },
    missing: promptKey === null || reason === null ? null : { promptKey, reason },
  };
}

function lastKept(expression: ExpressionBuilder<Tables, 'seats'>, column: 'decided_by' | 'decided_at') {
  return expression
    .selectFrom('decisions')
    .select(column)
    .whereRef('decisions.review_id', '=', 'seats.review_id')
    .where('decision', '=', 'kept')
    .orderBy('decisions.id', 'desc')
    .limit(1);
}
