import { sql } from 'kysely';
import type { Identity, Schema } from './migrations.ts';

/** What keeps the panel honest after publication: how predictions came out, what makers answered, what was corrected. */
export async function m002Trust(db: Schema, identity: Identity): Promise<void> {
  await createSettlements(db, identity);
  await createAnswers(db, identity);
  await createCorrections(db, identity);
}

/** Append-only: the last word about a prediction counts, the others stay. */
async function createSettlements(db: Schema, identity: Identity): Promise<void> {
  await db.schema
    .createTable('settlements')
    .addColumn('id', 'integer', identity)
    .addColumn('review_id', 'integer', (column) => column.notNull().references('reviews.id'))
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('why', 'text', (column) => column.notNull())
    .addColumn('settled_by', 'text', (column) => column.notNull())
    .addColumn('settled_at', 'text', (column) => column.notNull())
    .addCheckConstraint('settlement_number', sql`number >= 1`)
    .addCheckConstraint('settlement_outcome', sql`outcome in ('right', 'wrong', 'void')`)
    .execute();
}

/** Append-only. A maker’s text is an answer once, however often it is sent in. */
async function createAnswers(db: Schema, identity: Identity): Promise<void> {
  await db.schema
    .createTable('maker_answers')
    .addColumn('id', 'integer', identity)
    .addColumn('tool', 'text', (column) => column.notNull().references('tools.slug'))
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('url', 'text')
    .addColumn('retrieved', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull().references('sources.hash'))
    .addUniqueConstraint('maker_answers_once', ['tool', 'hash'])
    .execute();
}

/** Append-only. */
async function createCorrections(db: Schema, identity: Identity): Promise<void> {
  await db.schema
    .createTable('corrections')
    .addColumn('id', 'integer', identity)
    .addColumn('tool', 'text', (column) => column.notNull().references('tools.slug'))
    .addColumn('made_on', 'text', (column) => column.notNull())
    .addColumn('what', 'text', (column) => column.notNull())
    .addColumn('score_before', 'double precision', (column) => column.check(sql`score_before between 0 and 100`))
    .addColumn('dossier_key', 'text', (column) => column.notNull())
    .addForeignKeyConstraint('corrections_own_dossier', ['dossier_key', 'tool'], 'dossiers', ['key', 'tool'])
    .execute();
}
