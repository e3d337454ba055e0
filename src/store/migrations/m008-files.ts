import { sql } from 'kysely';
import type { Schema } from './migrations.ts';

/** Documents that were uploaded. Of each text one at most is in use at an account. */
export async function m008Files(db: Schema): Promise<void> {
  await db.schema
    .createTable('uploaded_files')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('dossier_key', 'text', (column) => column.notNull())
    .addColumn('tool', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('bytes', 'integer', (column) => column.notNull().check(sql`bytes > 0`))
    .addColumn('uploaded_at', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text')
    .addColumn('gone_at', 'text')
    .execute();
  await db.schema
    .createIndex('uploaded_files_in_use')
    .unique()
    .on('uploaded_files')
    .columns(['account', 'hash'])
    .where(sql.ref('gone_at'), 'is', null)
    .execute();
}
