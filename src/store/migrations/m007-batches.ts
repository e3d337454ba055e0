import { sql } from 'kysely';
import type { Identity, Schema } from './migrations.ts';

/**
 * Batches with their questions, noted before they are sent. Nulls are distinct
 * in a unique constraint, so a call can be in any number of batches that are closed and in one that is not.
 */
export async function m007Batches(db: Schema, identity: Identity): Promise<void> {
  await db.schema
    .createTable('batches')
    .addColumn('number', 'integer', identity)
    .addColumn('service_id', 'text', (column) => column.unique())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('noted_at', 'text', (column) => column.notNull())
    .addColumn('renewed_at', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text')
    .addColumn('expires_at', 'text')
    .addColumn('problem', 'text')
    .addCheckConstraint('batch_state', sql`state in ('sending', 'open', 'closed')`)
    .execute();
  await db.schema
    .createTable('batch_items')
    .addColumn('batch', 'integer', (column) => column.notNull().references('batches.number'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('custom_id', 'text', (column) => column.notNull())
    .addColumn('prompt_key', 'text', (column) => column.notNull())
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addColumn('tool', 'text', (column) => column.notNull())
    .addColumn('persona', 'text', (column) => column.notNull())
    .addColumn('asked', 'text', (column) => column.notNull())
    .addColumn('form', 'text', (column) => column.notNull())
    .addColumn('life', 'text')
    .addColumn('outcome', 'text')
    .addColumn('claimed', 'integer')
    .addPrimaryKeyConstraint('batch_items_once', ['batch', 'custom_id'])
    .addUniqueConstraint('batch_items_claimed_once', ['prompt_key', 'purpose', 'attempt', 'claimed'])
    .addCheckConstraint('batch_outcome', sql`outcome in ('answered', 'errored', 'expired', 'canceled', 'unanswered')`)
    .addCheckConstraint('batch_claimed', sql`claimed = 1`)
    .execute();
  await db.schema.createIndex('batches_by_state').on('batches').column('state').execute();
}
