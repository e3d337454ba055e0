import type { Identity, Rebuild, Schema } from './migrations.ts';

/** What was read about a tool, when, and what was made of it; and calls that read facts. */
export async function m009Snapshots(db: Schema, identity: Identity, rebuild: Rebuild): Promise<void> {
  await rebuild(db, 'calls', allowFacts);
  await db.schema
    .createTable('gatherings')
    .addColumn('id', 'integer', identity)
    .addColumn('tool', 'text', (column) => column.notNull().references('tools.slug'))
    .addColumn('dossier_key', 'text', (column) => column.notNull())
    .addColumn('address', 'text')
    .addColumn('texts_key', 'text', (column) => column.notNull())
    .addColumn('reader', 'text')
    .addColumn('facts', 'text', (column) => column.notNull())
    .addColumn('said', 'text', (column) => column.notNull())
    .addColumn('missed', 'text', (column) => column.notNull())
    .addColumn('gathered_at', 'text', (column) => column.notNull())
    .addForeignKeyConstraint('gatherings_own_dossier', ['dossier_key', 'tool'], 'dossiers', ['key', 'tool'])
    .execute();
  await db.schema.createIndex('gatherings_by_tool').on('gatherings').columns(['tool', 'id']).execute();
  await db.schema
    .createTable('snapshots')
    .addColumn('gathering_id', 'integer', (column) => column.notNull().references('gatherings.id'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('asked', 'text', (column) => column.notNull())
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('content_type', 'text', (column) => column.notNull())
    .addColumn('etag', 'text')
    .addColumn('last_modified', 'text')
    .addColumn('retrieved_at', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull().references('sources.hash'))
    .addColumn('raw_hash', 'text', (column) => column.notNull())
    .addColumn('reading', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('snapshots_in_order', ['gathering_id', 'position'])
    .execute();
}

/** The purposes a call may have, and one more. */
function allowFacts(definition: string): string {
  const widened = definition.replace(/(purpose in \([^)]*)\)/, "$1, 'facts')");
  if (widened === definition) throw new Error('the check of calls.purpose is not where it was');
  return widened;
}
