import type { Selectable } from 'kysely';
import type { Ballot } from '../core/opinion/review.ts';
import { settleCalls } from './calls.ts';
import { bylineColumns, bylineOf, exact } from './columns.ts';
import type { Store } from './contract.ts';
import { checksColumn, readJson, writeJson } from './json.ts';
import { findSeatOf } from './reviews.ts';
import type { Database, Tables } from './schema.ts';

/** The other jurors’ answers to reviews. */
export function openBallots(db: Database): Pick<Store, 'keepBallot' | 'listBallots'> {
  return {
    keepBallot: (ballot, settles) =>
      db.transaction().execute(async (transaction) => {
        const seat = await findSeatOf(transaction, ballot.reviewId);
        await settleCalls(transaction, seat, settles, ballot.reviewId);
        await transaction
          .insertInto('ballots')
          .values(exact('ballots', columnsOf(ballot)))
          .onConflict((conflict) => conflict.columns(['review_id', 'written']).doNothing())
          .execute();
      }),

    async listBallots(reviewId) {
      const rows = await db.selectFrom('ballots').selectAll().where('review_id', '=', reviewId).orderBy('id').execute();
      return rows.map(ballotOf);
    },
  };
}

function columnsOf(ballot: Ballot) {
  return {
    review_id: ballot.reviewId,
    written: ballot.written,
    checks: writeJson(checksColumn, ballot.checks),
    reason: ballot.reason,
    ...bylineColumns(ballot.byline),
  };
}

function ballotOf(row: Selectable<Tables['ballots']>): Ballot {
  const where = `ballots row ${row.id}`;
  return {
    reviewId: row.review_id,
    written: row.written,
    checks: readJson(checksColumn, row.checks, where),
    reason: row.reason,
    byline: bylineOf(row, where),
  };
}
