import type { Retention } from './contract/retention-contract.ts';
import type { Database } from './tables/schema.ts';

/** The only part of the store that deletes anything. */
export function openRetention(db: Database): Retention {
  return {
    async forgetReplies(before) {
      const { numUpdatedRows } = await db
        .updateTable('calls')
        .set({ text: '' })
        .where('settled', '=', 1)
        .where('received_at', '<', before)
        .where('text', '!=', '')
        .executeTakeFirst();
      return Number(numUpdatedRows);
    },

    forgetReadings: (before) =>
      db.transaction().execute(async (transaction) => {
        const old = await findOldReadings(transaction, before);
        for (const id of old) {
          await transaction.deleteFrom('snapshots').where('gathering_id', '=', id).execute();
          await transaction.deleteFrom('gatherings').where('id', '=', id).execute();
        }
        if (old.length > 0) await dropUnheld(transaction);
        return old.length;
      }),
  };
}

async function findOldReadings(db: Database, before: string): Promise<number[]> {
  const rows = await db
    .selectFrom('gatherings')
    .select('id')
    .where('gathered_at', '<', before)
    .where('dossier_key', 'not in', db.selectFrom('reviews').select('dossier_key'))
    .where('id', 'not in', (query) =>
      query
        .selectFrom('gatherings as newest')
        .select((expression) => expression.fn.max('newest.id').as('id'))
        .groupBy('newest.tool'),
    )
    .execute();
  return rows.map(({ id }) => id);
}

/** Dossiers nothing answers, shows or was read for, then texts no dossier, reading or answer of a maker holds. */
async function dropUnheld(db: Database): Promise<void> {
  const holders = ['tools', 'reviews', 'ballots', 'corrections', 'gatherings'] as const;
  let unheld = db.selectFrom('dossiers').select('key');
  for (const table of holders) unheld = unheld.where('key', 'not in', db.selectFrom(table).select('dossier_key'));
  const keys = (await unheld.execute()).map(({ key }) => key);
  for (const key of keys) {
    await db.deleteFrom('dossier_sources').where('dossier_key', '=', key).execute();
    await db.deleteFrom('dossiers').where('key', '=', key).execute();
  }
  await db
    .deleteFrom('sources')
    .where('hash', 'not in', db.selectFrom('dossier_sources').select('hash'))
    .where('hash', 'not in', db.selectFrom('snapshots').select('hash'))
    .where('hash', 'not in', db.selectFrom('maker_answers').select('hash'))
    .execute();
}
