import type { Selectable } from 'kysely';
import { rule } from './contract/contract.ts';
import type { Night, Nights } from './contract/nights-contract.ts';
import { exact } from './tables/columns.ts';
import type { Database, Tables } from './tables/schema.ts';

/** The nights, begun and ended. Which program works on one is told by the lock, not here. */
export function openNights(db: Database): Nights {
  return {
    begin: (at) =>
      db.transaction().execute(async (transaction) => {
        const open = await transaction
          .selectFrom('nights')
          .selectAll()
          .where('ended_at', 'is', null)
          .orderBy('id', 'desc')
          .executeTakeFirst();
        if (open !== undefined) return nightOf(open);
        const row = { started_at: at, ended_at: null, exit_code: null, folder: null };
        const begun = await transaction
          .insertInto('nights')
          .values(exact('nights', row))
          .returningAll()
          .executeTakeFirstOrThrow();
        return nightOf(begun);
      }),

    async end(id, { at, exitCode, folder }) {
      await db
        .updateTable('nights')
        .set(exact('nights', { ended_at: at, exit_code: exitCode, folder }))
        .where('id', '=', id)
        .where('ended_at', 'is', null)
        .execute();
    },

    async list(most) {
      const rows = await db.selectFrom('nights').selectAll().orderBy('id', 'desc').limit(most).execute();
      return rows.map(nightOf);
    },

    async lastSuccess() {
      const row = await db
        .selectFrom('nights')
        .selectAll()
        .where('exit_code', '=', 0)
        .orderBy('id', 'desc')
        .executeTakeFirst();
      return row === undefined ? null : nightOf(row);
    },

    keptSince: (at) =>
      db
        .selectFrom('decisions')
        .innerJoin('reviews', 'reviews.id', 'decisions.review_id')
        .select(['reviews.tool', 'reviews.persona', 'decisions.decided_at as at'])
        .where('decision', '=', 'kept')
        .where('decided_by', '=', rule)
        .where('decided_at', '>=', at)
        .orderBy('decisions.id')
        .execute(),
  };
}

function nightOf(row: Selectable<Tables['nights']>): Night {
  return {
    id: row.id,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    exitCode: row.exit_code,
    folder: row.folder,
  };
}
