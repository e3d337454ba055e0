import type { Selectable } from 'kysely';
import type { Ballot } from '../core/opinion/review.ts';
import { settleCalls } from './calls.ts';
import { compiledOnce, compiledPerCount } from './compiled.ts';
import type { Jury, Store } from './contract/contract.ts';
import { checksColumn, readJson, writeJson } from './json.ts';
import { repeatOf } from './repeats.ts';
import { findSeatOf } from './reviews.ts';
import { bylineColumns, bylineOf, exact } from './tables/columns.ts';
import type { Database, Tables } from './tables/schema.ts';

/** The other jurors’ answers to reviews. */
export function openBallots(db: Database): Pick<Store, 'keepBallot' | 'listBallots' | 'listJuries'> {
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
      return (await selectBallots(db, { reviewId })).map(ballotOf);
    },

    async listJuries(reviewIds) {
      const ballots = await selectBallotsOf(db, reviewIds);
      const repeats = await selectRepeatsOf(db, reviewIds);
      const juries = new Map<number, Jury>();
      const juryOf = (id: number): Jury => {
        const jury = juries.get(id) ?? { ballots: [], repeats: [] };
        juries.set(id, jury);
        return jury;
      };
      for (const row of ballots) juryOf(row.review_id).ballots.push(ballotOf(row));
      for (const row of repeats) juryOf(row.review_id).repeats.push(repeatOf(row));
      return juries;
    },
  };
}

const selectBallots = compiledOnce((db, { reviewId }: { reviewId: number }) =>
  db.selectFrom('ballots').selectAll().where('review_id', '=', reviewId).orderBy('id'),
);

const selectBallotsOf = compiledPerCount((db, reviewIds) =>
  db.selectFrom('ballots').selectAll().where('review_id', 'in', reviewIds).orderBy('id'),
);

const selectRepeatsOf = compiledPerCount((db, reviewIds) =>
  db.selectFrom('repeats').selectAll().where('review_id', 'in', reviewIds).orderBy('number'),
);

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
