import { sql } from 'kysely';
import type { Identity, Schema } from './migrations.ts';

/** What calls were paid at, what runs did not have to ask again, and attempts that broke off and may be billed. */
export async function m006Ledger(db: Schema, identity: Identity): Promise<void> {
  for (const column of ['form', 'price_version', 'price_tiers', 'batch'])
    await db.schema.alterTable('calls').addColumn(column, 'text').execute();
  // Holds all that repairs are counted from: the table itself holds long texts.
  await db.schema.createIndex('calls_by_form').on('calls').columns(['form', 'purpose', 'provider']).execute();
  await db.schema
    .createTable('reuses')
    .addColumn('id', 'integer', identity)
    .addColumn('review_id', 'integer', (column) => column.notNull().references('reviews.id'))
    .addColumn('used_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('broken_attempts')
    .addColumn('id', 'integer', identity)
    .addColumn('prompt_key', 'text', (column) => column.notNull())
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addColumn('tool', 'text', (column) => column.notNull())
    .addColumn('persona', 'text', (column) => column.notNull())
    .addColumn('asked', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('worst_usd', 'double precision', (column) => column.check(sql`worst_usd >= 0`))
    .addColumn('price_version', 'text')
    .addColumn('broke_at', 'text', (column) => column.notNull())
    .addCheckConstraint('broken_purpose', sql`purpose in ('opinion', 'repair', 'ballot', 'duel', 'answer', 'facts')`)
    .execute();
}
