import { type CreateTableBuilder, sql } from 'kysely';
import type { Identity, Schema } from './migrations.ts';

/**
 * Runs over the anchors, and repeats of a lead’s checklist. Anchors are no tools and have no dossier in the store, so the
 * dossier key of an anchor’s answer refers to nothing.
 */
export async function m004Calibrations(db: Schema, identity: Identity): Promise<void> {
  await db.schema
    .createTable('calibrations')
    .addColumn('id', 'integer', identity)
    .addColumn('persona', 'text', (column) => column.notNull())
    .addColumn('written', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('anchors', 'text', (column) => column.notNull())
    .addColumn('ran_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('calibrations_by_persona').on('calibrations').columns(['persona', 'id']).execute();
  await db.schema
    .createTable('calibration_answers')
    .addColumn('calibration_id', 'integer', (column) => column.notNull().references('calibrations.id'))
    .addColumn('tool', 'text', (column) => column.notNull())
    .addColumn('known', 'text', (column) => column.notNull())
    .$call(withAnswer)
    .addPrimaryKeyConstraint('calibration_answers_once', ['calibration_id', 'tool'])
    .addCheckConstraint('calibration_checks_or_reason', sql`(checks is null) <> (reason is null)`)
    .execute();
  await db.schema
    .createTable('repeats')
    .addColumn('review_id', 'integer', (column) => column.notNull().references('reviews.id'))
    .addColumn('number', 'integer', (column) => column.notNull().check(sql`number >= 2`))
    .$call(withAnswer)
    .addPrimaryKeyConstraint('repeats_once', ['review_id', 'number'])
    .addCheckConstraint('repeat_checks_or_reason', sql`(checks is null) <> (reason is null)`)
    .execute();
}

/** A juror’s checks, or the reason why there are none, and where they came from. */
function withAnswer<T extends string, C extends string>(table: CreateTableBuilder<T, C>) {
  return table
    .addColumn('checks', 'text')
    .addColumn('reason', 'text')
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
    .addColumn('written_at', 'text', (column) => column.notNull());
}
