import type { Identity, Schema } from './migrations.ts';

/** What nights there were, and how they ended. */
export async function m013Nights(db: Schema, identity: Identity): Promise<void> {
  await db.schema
    .createTable('nights')
    .addColumn('id', 'integer', identity)
    .addColumn('started_at', 'text', (column) => column.notNull())
    .addColumn('ended_at', 'text')
    .addColumn('exit_code', 'integer')
    .addColumn('folder', 'text')
    .execute();
}
