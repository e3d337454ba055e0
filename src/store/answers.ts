import { compiledOnce } from './compiled.ts';
import type { Store } from './contract/contract.ts';
import { putDossier } from './dossiers.ts';
import { exact } from './tables/columns.ts';
import type { Database } from './tables/schema.ts';

/** What makers answered, and the log of what was corrected. */
export function openAnswers(db: Database): Pick<Store, 'keepAnswer' | 'listAnswers' | 'listCorrections'> {
  return {
    keepAnswer: ({ dossier, day, source, correction }) =>
      db.transaction().execute(async (transaction) => {
        const kept = await putDossier(transaction, dossier, day);
        const { title, url, retrieved, hash } = source;
        const columns = { tool: dossier.tool.slug, title, url, retrieved, hash };
        const isNew = await transaction
          .insertInto('maker_answers')
          .values(exact('maker_answers', columns))
          .onConflict((conflict) => conflict.columns(['tool', 'hash']).doNothing())
          .returning('id')
          .executeTakeFirst();
        if (isNew === undefined) return { dossier: kept, isNew: false };
        const { on, what, scoreBefore } = correction;
        const line = {
          tool: dossier.tool.slug,
          made_on: on,
          what,
          score_before: scoreBefore,
          dossier_key: dossier.key,
        };
        await transaction.insertInto('corrections').values(exact('corrections', line)).execute();
        return { dossier: kept, isNew: true };
      }),

    async listAnswers(tool) {
      const rows = await selectAnswers(db, { tool });
      return rows.map((row) => ({ kind: 'maker' as const, ...row }));
    },

    async listCorrections() {
      const rows = await db.selectFrom('corrections').selectAll().orderBy('id').execute();
      return rows.map((row) => ({
        tool: row.tool,
        on: row.made_on,
        what: row.what,
        scoreBefore: row.score_before,
        dossierKey: row.dossier_key,
      }));
    },
  };
}

const selectAnswers = compiledOnce((db, { tool }: { tool: string }) =>
  db
    .selectFrom('maker_answers')
    .innerJoin('sources', 'sources.hash', 'maker_answers.hash')
    .select(['title', 'url', 'retrieved', 'text'])
    .where('tool', '=', tool)
    .orderBy('maker_answers.id'),
);
