import type { Selectable } from 'kysely';
import type { Repeat } from '../core/opinion/review.ts';
import { settleCalls } from './calls.ts';
import type { Store } from './contract/contract.ts';
import { checksColumn, readJson, writeJson } from './json.ts';
import { findSeatOf } from './reviews.ts';
import { bylineColumns, bylineOf, exact } from './tables/columns.ts';
import type { Database, Tables } from './tables/schema.ts';

/** The lead’s own checklist, answered again. */
export function openRepeats(db: Database): Pick<Store, 'keepRepeat' | 'listRepeats'> {
  return {
    keepRepeat: (repeat, settles) =>
      db.transaction().execute(async (transaction) => {
        const seat = await findSeatOf(transaction, repeat.reviewId);
        await settleCalls(transaction, seat, settles, repeat.reviewId);
        await transaction
          .insertInto('repeats')
          .values(exact('repeats', columnsOf(repeat)))
          .onConflict((conflict) => conflict.columns(['review_id', 'number']).doNothing())
          .execute();
      }),

    async listRepeats(reviewId) {
      const rows = await db
        .selectFrom('repeats')
        .selectAll()
        .where('review_id', '=', reviewId)
        .orderBy('number')
        .execute();
      return rows.map(repeatOf);
    },
  };
}

function columnsOf({ reviewId, number, checks, reason, byline }: Repeat) {
  return { review_id: reviewId, number, checks: writeJson(checksColumn, checks), reason, ...bylineColumns(byline) };
}

/** @throws DamagedRow */
export function repeatOf(row: Selectable<Tables['repeats']>): Repeat {
  const where = `repeats row ${row.review_id}/${row.number}`;
  return {
    reviewId: row.review_id,
    number: row.number,
    checks: readJson(checksColumn, row.checks, where),
    reason: row.reason,
    byline: bylineOf(row, where),
  };
}
