import type { Selectable } from 'kysely';
import type { KeptDuel } from '../core/comparison/duel.ts';
import { settleCalls } from './calls.ts';
import type { Store } from './contract/contract.ts';
import { quotesColumn, readJson, writeJson } from './json.ts';
import { bylineColumns, bylineOf, exact } from './tables/columns.ts';
import type { Database, Tables } from './tables/schema.ts';

/** What personas said head to head. */
export function openDuels(db: Database): Pick<Store, 'keepDuel' | 'listDuels'> {
  return {
    keepDuel: (duel, settles) =>
      db.transaction().execute(async (transaction) => {
        await settleCalls(transaction, { tool: duel.first, persona: duel.persona }, settles, null);
        await transaction
          .insertInto('duels')
          .values(exact('duels', columnsOf(duel)))
          .onConflict((conflict) => conflict.columns(['prompt_key', 'attempt']).doNothing())
          .execute();
        if (!duel.wanted) return;
        await transaction
          .updateTable('duels')
          .set({ wanted: 1 })
          .where('prompt_key', '=', duel.byline.promptKey)
          .where('attempt', '=', duel.attempt)
          .execute();
      }),

    async listDuels(key) {
      const rows = await db.selectFrom('duels').selectAll().where('key', '=', key).orderBy('id', 'desc').execute();
      return rows.map(duelOf);
    },
  };
}

function columnsOf({ key, attempt, wanted, persona, first, second, written, said, because, quotes, byline }: KeptDuel) {
  return {
    ...{ key, attempt, wanted: wanted ? 1 : 0, persona, first, second, written, said, because },
    quotes: writeJson(quotesColumn, quotes),
    ...bylineColumns(byline),
  };
}

function duelOf(row: Selectable<Tables['duels']>): KeptDuel {
  const where = `duels row ${row.id}`;
  const { key, attempt, persona, first, second, written, said, because } = row;
  return {
    ...{ key, attempt, wanted: row.wanted === 1, persona, first, second, written, said, because },
    quotes: readJson(quotesColumn, row.quotes, where),
    byline: bylineOf(row, where),
  };
}
