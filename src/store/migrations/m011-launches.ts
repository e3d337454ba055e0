import { sql } from 'kysely';
import type { Identity, Schema } from './migrations.ts';

/** Entries of feeds as launches, what was decided about each, and how far each feed was read. */
export async function m011Launches(db: Schema, identity: Identity): Promise<void> {
  await db.schema
    .createTable('feed_positions')
    .addColumn('feed', 'text', (column) => column.primaryKey())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('etag', 'text')
    .addColumn('last_modified', 'text')
    .addColumn('newest', 'text')
    .addColumn('read_at', 'text')
    .addColumn('failure', 'text')
    .addColumn('failed_at', 'text')
    .addCheckConstraint('feed_failure_has_a_time', sql`(failure is null) = (failed_at is null)`)
    .execute();
  await db.schema
    .createTable('launches')
    .addColumn('id', 'integer', identity)
    .addColumn('feed', 'text', (column) => column.notNull())
    .addColumn('guid', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('tagline', 'text')
    .addColumn('url', 'text')
    .addColumn('address', 'text')
    .addColumn('discussion', 'text')
    .addColumn('published', 'text')
    .addColumn('first_seen', 'text', (column) => column.notNull())
    .addColumn('tool', 'text')
    .addUniqueConstraint('launches_once', ['feed', 'guid'])
    .execute();
  await db.schema.createIndex('launches_by_address').on('launches').column('address').execute();
  await db.schema.createIndex('launches_by_tool').on('launches').column('tool').execute();
  await db.schema
    .createTable('launch_decisions')
    .addColumn('id', 'integer', identity)
    .addColumn('launch_id', 'integer', (column) => column.notNull().references('launches.id'))
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('because', 'text', (column) => column.notNull())
    .addColumn('decided_by', 'text', (column) => column.notNull())
    .addColumn('decided_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('launch_decisions_by_launch')
    .on('launch_decisions')
    .columns(['launch_id', 'id'])
    .execute();
}
