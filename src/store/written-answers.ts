import type { Selectable } from 'kysely';
import { answerPersona } from '../core/asking/answer-prompt.ts';
import type { KeptAnswer } from '../core/comparison/written-answer.ts';
import { settleCalls } from './calls.ts';
import type { Store } from './contract/contract.ts';
import { answerColumn, readJson, writeJson } from './json.ts';
import { bylineColumns, bylineOf, exact } from './tables/columns.ts';
import type { Database, Tables } from './tables/schema.ts';

/** What stands on top of comparisons. */
export function openWrittenAnswers(
  db: Database,
): Pick<Store, 'keepWrittenAnswer' | 'declineWrittenAnswer' | 'findWrittenAnswer'> {
  return {
    keepWrittenAnswer: (kept, tool, settles) =>
      db.transaction().execute(async (transaction) => {
        await settleCalls(transaction, { tool, persona: answerPersona }, settles, null);
        const { key, attempt, comparison, written, answer, reason, byline } = kept;
        const columns = {
          ...{ key, attempt, comparison, tool, written, reason },
          answer: writeJson(answerColumn, answer),
          ...bylineColumns(byline),
        };
        await transaction
          .insertInto('written_answers')
          .values(exact('written_answers', columns))
          .onConflict((conflict) => conflict.columns(['prompt_key', 'attempt']).doNothing())
          .execute();
      }),

    async declineWrittenAnswer({ attempt, byline }) {
      await db
        .updateTable('written_answers')
        .set({ declined: 1 })
        .where('prompt_key', '=', byline.promptKey)
        .where('attempt', '=', attempt)
        .execute();
    },

    async findWrittenAnswer(key) {
      const row = await db
        .selectFrom('written_answers')
        .selectAll()
        .where('key', '=', key)
        .where('declined', '=', 0)
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? null : answerOf(row);
    },
  };
}

function answerOf(row: Selectable<Tables['written_answers']>): KeptAnswer {
  const where = `written_answers row ${row.id}`;
  const { key, attempt, comparison, written, reason } = row;
  const answer = readJson(answerColumn, row.answer, where);
  return { key, attempt, comparison, written, answer, reason, byline: bylineOf(row, where) };
}
