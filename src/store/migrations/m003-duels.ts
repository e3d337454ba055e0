import { sql } from 'kysely';
import type { Identity, Schema } from './migrations.ts';

/** What personas said about two tools head to head. Append-only, except that an answer can come to be wanted. */
export async function m003Duels(db: Schema, identity: Identity): Promise<void> {
  await db.schema
    .createTable('duels')
    .addColumn('id', 'integer', identity)
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addColumn('wanted', 'integer', (column) => column.notNull())
    .addColumn('persona', 'text', (column) => column.notNull())
    .addColumn('first', 'text', (column) => column.notNull().references('tools.slug'))
    .addColumn('second', 'text', (column) => column.notNull().references('tools.slug'))
    .addColumn('written', 'text', (column) => column.notNull())
    .addColumn('said', 'text')
    .addColumn('because', 'text', (column) => column.notNull())
    .addColumn('quotes', 'text', (column) => column.notNull())
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
    .addUniqueConstraint('duels_once', ['prompt_key', 'attempt'])
    .addCheckConstraint('duel_said', sql`said in ('first', 'second', 'neither')`)
    .addCheckConstraint('duel_two_tools', sql`first <> second`)
    .execute();
  await db.schema.createIndex('duels_by_key').on('duels').columns(['key', 'id']).execute();
}
