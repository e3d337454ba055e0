import type { Store } from './contract/contract.ts';
import { findSeatOf } from './reviews.ts';
import { exact } from './tables/columns.ts';
import type { Database } from './tables/schema.ts';

/** What became of predictions, as persons said. */
export function openSettlements(db: Database): Pick<Store, 'keepSettlement' | 'listSettlements'> {
  return {
    keepSettlement: ({ reviewId, number, as, why, by, at }) =>
      db.transaction().execute(async (transaction) => {
        await findSeatOf(transaction, reviewId);
        const columns = { review_id: reviewId, number, outcome: as, why, settled_by: by, settled_at: at };
        await transaction.insertInto('settlements').values(exact('settlements', columns)).execute();
      }),

    async listSettlements() {
      const rows = await db.selectFrom('settlements').selectAll().orderBy('id').execute();
      return rows.map((row) => ({
        reviewId: row.review_id,
        number: row.number,
        as: row.outcome,
        why: row.why,
        by: row.settled_by,
        at: row.settled_at,
      }));
    },
  };
}
