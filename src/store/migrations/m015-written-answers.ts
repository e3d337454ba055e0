import { sql } from 'kysely';
import type { Identity, Schema } from './migrations.ts';

/** What models wrote to stand on top of comparisons, or why one wrote nothing usable. Append-only, except that one can be declined. */
export async function m015WrittenAnswers(db: Schema, identity: Identity): Promise<void> {
  await db.schema
    .createTable('written_answers')
    .addColumn('id', 'integer', identity)
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addColumn('comparison', 'text', (column) => column.notNull())
    .addColumn('tool', 'text', (column) => column.notNull().references('tools.slug'))
    .addColumn('written', 'text', (column) => column.notNull())
    .addColumn('answer', 'text')
    .addColumn('reason', 'text')
    .addColumn('declined', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('provider', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('family', 'text', (column) => column.notNull())
    .addColumn('served_by', 'text')
    .addColumn('request_id', 'text')
    .addColumn('usage', 'text')
    .addColumn('cost_usd', 'double precision', (column) => column.check(sql`cost_usd >= 0`))
    .addColumn('supplied', 'text')
    .addColumn('prompt_key', 'text', (column) => column.notNull())
    .addColumn('dossier_key', 'text', (column) => column.notNull())
    .addColumn('written_at', 'text', (column) => column.notNull())
    .addUniqueConstraint('written_answers_once', ['prompt_key', 'attempt'])
    .addCheckConstraint('written_answer_or_reason', sql`(answer is null) <> (reason is null)`)
    .execute();
  await db.schema.createIndex('written_answers_by_key').on('written_answers').columns(['key', 'id']).execute();
}
