import type { ExpressionBuilder } from 'kysely';
import type { Review } from '../core/review.ts';
import { settleCalls } from './calls.ts';
import { exact } from './columns.ts';
import { type Decision, rule, type Seat, type Store } from './contract.ts';
import { findSeatOf, insertReview, readReview } from './reviews.ts';
import type { Database, Tables } from './schema.ts';

interface Place {
  tool: string;
  persona: string;
}

/** Seats: which review stands, who decided it, and what is missing. */
export function openSeats(db: Database): Pick<Store, 'findSeat' | 'keepReview' | 'markMissing' | 'decide'> {
  return {
    findSeat: (tool, persona) => readSeat(db, { tool, persona }),

    keepReview: (keep) =>
      db.transaction().execute(async (transaction) => {
        const review = await insertReview(transaction, keep.review);
        const inTime = await settleCalls(transaction, review, keep.settles, review.id);
        if (keep.stand && inTime && (await mayTake(transaction, review, keep.by))) {
          await moveSeat(transaction, review, review.id);
          await insertDecision(transaction, {
            reviewId: review.id,
            decision: 'kept',
            by: keep.by,
            why: keep.why,
            at: keep.at,
          });
        }
        const seat = await readSeat(transaction, review);
        return { review, stands: seat.review?.id === review.id };
      }),

    markMissing: (seat, missing, settles) =>
      db.transaction().execute(async (transaction) => {
        const inTime = await settleCalls(transaction, seat, settles, null);
        if (!inTime) return;
        const columns = { missing_prompt_key: missing.promptKey, missing_reason: missing.reason };
        await transaction
          .insertInto('seats')
          .values(exact('seats', { tool: seat.tool, persona: seat.persona, ...columns }))
          .onConflict((conflict) => conflict.columns(['tool', 'persona']).doUpdateSet(columns))
          .execute();
      }),

    decide: (reviewId, decision) =>
      db.transaction().execute(async (transaction) => {
        const seat = await findSeatOf(transaction, reviewId);
        await insertDecision(transaction, { ...decision, reviewId });
        if (decision.decision === 'kept') await moveSeat(transaction, seat, reviewId);
      }),
  };
}

/** What stands need not be moved again. What a person approved is moved by persons only, however the rule saw the seat when it began. */
async function mayTake(transaction: Database, review: Review, by: string): Promise<boolean> {
  const seat = await readSeat(transaction, review);
  return seat.review?.id !== review.id && (by !== rule || seat.approved === null);
}

async function moveSeat(transaction: Database, { tool, persona }: Place, reviewId: number): Promise<void> {
  const columns = { review_id: reviewId, missing_prompt_key: null, missing_reason: null };
  await transaction
    .insertInto('seats')
    .values(exact('seats', { tool, persona, ...columns }))
    .onConflict((conflict) => conflict.columns(['tool', 'persona']).doUpdateSet(columns))
    .execute();
}

async function insertDecision(transaction: Database, { reviewId, decision, by, why, at }: Decision): Promise<void> {
  await transaction
    .insertInto('decisions')
    .values(exact('decisions', { review_id: reviewId, decision, decided_by: by, why, decided_at: at }))
    .execute();
}

/** A review never changes, so it may be read after the seat that names it. */
async function readSeat(db: Database, { tool, persona }: Place): Promise<Seat> {
  const row = await db
    .selectFrom('seats')
    .select(['review_id', 'missing_prompt_key', 'missing_reason'])
    .select((expression) => [
      lastKept(expression, 'decided_by').as('keeper'),
      lastKept(expression, 'decided_at').as('keptAt'),
    ])
    .where('tool', '=', tool)
    .where('persona', '=', persona)
    .executeTakeFirst();
  if (row === undefined) return { tool, persona, review: null, approved: null, missing: null };
  const { review_id, missing_prompt_key: promptKey, missing_reason: reason, keeper, keptAt } = row;
  return {
    tool,
    persona,
    review: review_id === null ? null : await readReview(db, review_id),
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
