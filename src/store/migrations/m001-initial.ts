import { type CreateTableBuilder, sql } from 'kysely';
import type { Identity, Schema } from './migrations.ts';

/** The first schema. Released migrations never change: the next change is the next migration. */
export async function m001Initial(db: Schema, identity: Identity): Promise<void> {
  await createDossiers(db);
  await createReviews(db, identity);
  await createCalls(db, identity);
  await createBallots(db, identity);
  await createSeats(db, identity);
  await createComparisons(db);
}

/** A tool’s present dossier is one of its own. */
async function createDossiers(db: Schema): Promise<void> {
  await db.schema
    .createTable('dossiers')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('tool', 'text', (column) => column.notNull())
    .addColumn('facts', 'text', (column) => column.notNull())
    .addColumn('as_of', 'text', (column) => column.notNull())
    .addUniqueConstraint('dossiers_of_a_tool', ['key', 'tool'])
    .execute();
  await db.schema
    .createTable('tools')
    .addColumn('slug', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('dossier_key', 'text', (column) => column.notNull())
    .addForeignKeyConstraint('tools_own_dossier', ['dossier_key', 'slug'], 'dossiers', ['key', 'tool'])
    .execute();
  await db.schema
    .createTable('sources')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('text', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('dossier_sources')
    .addColumn('dossier_key', 'text', (column) => column.notNull().references('dossiers.key'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('url', 'text')
    .addColumn('retrieved', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull().references('sources.hash'))
    .addPrimaryKeyConstraint('dossier_sources_in_order', ['dossier_key', 'position'])
    .addUniqueConstraint('dossier_sources_numbered', ['dossier_key', 'id'])
    .addCheckConstraint('source_kind', sql`kind in ('page', 'document', 'feed', 'maker', 'note')`)
    .execute();
}

/** A review answers a dossier of its own tool. */
async function createReviews(db: Schema, identity: Identity): Promise<void> {
  await db.schema
    .createTable('reviews')
    .addColumn('id', 'integer', identity)
    .addColumn('key', 'text', (column) => column.notNull().unique())
    .addColumn('tool', 'text', (column) => column.notNull().references('tools.slug'))
    .addColumn('persona', 'text', (column) => column.notNull())
    .addColumn('opinion', 'text', (column) => column.notNull())
    .addColumn('persona_key', 'text', (column) => column.notNull())
    .addColumn('schema_version', 'integer', (column) => column.notNull())
    .addColumn('note', 'text')
    .$call(withByline)
    .addForeignKeyConstraint('reviews_own_dossier', ['dossier_key', 'tool'], 'dossiers', ['key', 'tool'])
    .addUniqueConstraint('reviews_of_a_seat', ['id', 'tool', 'persona'])
    .execute();
  await db.schema.createIndex('reviews_by_seat').on('reviews').columns(['tool', 'persona']).execute();
}

/** A call happens once; what is unsettled belongs to no review. */
async function createCalls(db: Schema, identity: Identity): Promise<void> {
  await db.schema
    .createTable('calls')
    .addColumn('id', 'integer', identity)
    .addColumn('prompt_key', 'text', (column) => column.notNull())
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addColumn('tool', 'text', (column) => column.notNull())
    .addColumn('persona', 'text', (column) => column.notNull())
    .addColumn('asked', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('stop', 'text', (column) => column.notNull())
    .addColumn('stop_reason', 'text', (column) => column.notNull())
    .addColumn('received_at', 'text', (column) => column.notNull())
    .addColumn('took_ms', 'double precision', (column) => column.notNull())
    .$call(withProvenance)
    .addColumn('settled', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('review_id', 'integer', (column) => column.references('reviews.id'))
    .addUniqueConstraint('calls_once', ['prompt_key', 'purpose', 'attempt'])
    .addCheckConstraint('call_purpose', sql`purpose in ('opinion', 'repair', 'ballot', 'duel', 'answer')`)
    .addCheckConstraint('call_stop', sql`stop in ('end', 'length', 'refusal', 'other')`)
    .addCheckConstraint('call_attempt', sql`attempt >= 1`)
    .addCheckConstraint('call_settled', sql`settled = 1 or (settled = 0 and review_id is null)`)
    .execute();
}

/** One ballot of a juror for a review: its checks, or the reason why there are none. */
async function createBallots(db: Schema, identity: Identity): Promise<void> {
  await db.schema
    .createTable('ballots')
    .addColumn('id', 'integer', identity)
    .addColumn('review_id', 'integer', (column) => column.notNull().references('reviews.id'))
    .addColumn('written', 'text', (column) => column.notNull())
    .addColumn('checks', 'text')
    .addColumn('reason', 'text')
    .$call(withByline)
    .addUniqueConstraint('ballots_once', ['review_id', 'written'])
    .addCheckConstraint('ballot_checks_or_reason', sql`(checks is null) <> (reason is null)`)
    .execute();
}

/** A seat holds a review of its own, never another seat’s. */
async function createSeats(db: Schema, identity: Identity): Promise<void> {
  await db.schema
    .createTable('seats')
    .addColumn('tool', 'text', (column) => column.notNull().references('tools.slug'))
    .addColumn('persona', 'text', (column) => column.notNull())
    .addColumn('review_id', 'integer')
    .addColumn('missing_prompt_key', 'text')
    .addColumn('missing_reason', 'text')
    .addPrimaryKeyConstraint('seats_once', ['tool', 'persona'])
    .addForeignKeyConstraint('seats_own_review', ['review_id', 'tool', 'persona'], 'reviews', ['id', 'tool', 'persona'])
    .addCheckConstraint('seat_missing_with_reason', sql`(missing_prompt_key is null) = (missing_reason is null)`)
    .execute();
  await db.schema
    .createTable('decisions')
    .addColumn('id', 'integer', identity)
    .addColumn('review_id', 'integer', (column) => column.notNull().references('reviews.id'))
    .addColumn('decision', 'text', (column) => column.notNull())
    .addColumn('decided_by', 'text', (column) => column.notNull())
    .addColumn('why', 'text', (column) => column.notNull())
    .addColumn('decided_at', 'text', (column) => column.notNull())
    .addCheckConstraint('decision_word', sql`decision in ('kept', 'declined')`)
    .execute();
  await db.schema.createIndex('decisions_by_review').on('decisions').column('review_id').execute();
}

async function createComparisons(db: Schema): Promise<void> {
  await db.schema
    .createTable('comparisons')
    .addColumn('slug', 'text', (column) => column.primaryKey())
    .addColumn('content_key', 'text', (column) => column.notNull())
    .addColumn('generated_at', 'text', (column) => column.notNull())
    .addColumn('out_dir', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('comparison_tools')
    .addColumn('comparison', 'text', (column) => column.notNull().references('comparisons.slug'))
    .addColumn('tool', 'text', (column) => column.notNull().references('tools.slug'))
    .addPrimaryKeyConstraint('comparison_tools_once', ['comparison', 'tool'])
    .execute();
  await db.schema.createIndex('comparisons_by_tool').on('comparison_tools').column('tool').execute();
}

function withProvenance<T extends string, C extends string>(table: CreateTableBuilder<T, C>) {
  return table
    .addColumn('provider', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('family', 'text', (column) => column.notNull())
    .addColumn('served_by', 'text')
    .addColumn('request_id', 'text')
    .addColumn('usage', 'text')
    .addColumn('cost_usd', 'double precision', (column) => column.check(sql`cost_usd >= 0`))
    .addColumn('supplied', 'text');
}

function withByline<T extends string, C extends string>(table: CreateTableBuilder<T, C>) {
  return withProvenance(table)
    .addColumn('prompt_key', 'text', (column) => column.notNull())
    .addColumn('dossier_key', 'text', (column) => column.notNull().references('dossiers.key'))
    .addColumn('written_at', 'text', (column) => column.notNull());
}
