import { sql } from 'kysely';
import type { Identity, Schema } from './migrations.ts';

/** Which slugs people said mean one product, or two. Append-only. */
export async function m010Names(db: Schema, identity: Identity): Promise<void> {
  await db.schema
    .createTable('name_changes')
    .addColumn('id', 'integer', identity)
    .addColumn('change', 'text', (column) => column.notNull())
    .addColumn('slug', 'text', (column) => column.notNull())
    .addColumn('other', 'text', (column) => column.notNull())
    .addColumn('why', 'text', (column) => column.notNull())
    .addColumn('changed_by', 'text', (column) => column.notNull())
    .addColumn('changed_at', 'text', (column) => column.notNull())
    .addCheckConstraint('name_change_word', sql`change in ('merged', 'split')`)
    .addCheckConstraint('name_change_of_two', sql`slug <> other`)
    .execute();
}
