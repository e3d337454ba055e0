import { sql } from 'kysely';
import type { Identity, Schema } from './migrations.ts';

/** Whether readers see a comparison, and who decided that. */
export async function m012Releases(db: Schema, identity: Identity): Promise<void> {
  await db.schema
    .createTable('release_decisions')
    .addColumn('id', 'integer', identity)
    .addColumn('comparison', 'text', (column) => column.notNull().references('comparisons.slug'))
    .addColumn('word', 'text', (column) => column.notNull())
    .addColumn('decided_by', 'text', (column) => column.notNull())
    .addColumn('why', 'text', (column) => column.notNull())
    .addColumn('decided_at', 'text', (column) => column.notNull())
    .addCheckConstraint('release_word', sql`word in ('drafted', 'approved', 'published', 'unpublished', 'rejected')`)
    .execute();
  await db.schema
    .createIndex('release_decisions_by_comparison')
    .on('release_decisions')
    .columns(['comparison', 'id'])
    .execute();
}
