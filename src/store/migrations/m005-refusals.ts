import { sql } from 'kysely';
import type { Schema } from './migrations.ts';

/** Questions a seat was asked without a review coming of it, each with the reason. A seat alone can remember only its last one. */
export async function m005Refusals(db: Schema): Promise<void> {
  await db.schema
    .createTable('refusals')
    .addColumn('tool', 'text', (column) => column.notNull().references('tools.slug'))
    .addColumn('persona', 'text', (column) => column.notNull())
    .addColumn('prompt_key', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('refusals_once', ['tool', 'persona', 'prompt_key'])
    .execute();
  await sql`
    insert into refusals (tool, persona, prompt_key, reason)
    select tool, persona, missing_prompt_key, missing_reason from seats where missing_prompt_key is not null
  `.execute(db);
}
