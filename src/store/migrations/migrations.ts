import type { ColumnDefinitionBuilder } from 'kysely';
import type { Database } from '../tables/schema.ts';
import { m001Initial } from './m001-initial.ts';
import { m002Trust } from './m002-trust.ts';
import { m003Duels } from './m003-duels.ts';
import { m004Calibrations } from './m004-calibrations.ts';
import { m005Refusals } from './m005-refusals.ts';
import { m006Ledger } from './m006-ledger.ts';
import { m007Batches } from './m007-batches.ts';
import { m008Files } from './m008-files.ts';
import { m009Snapshots } from './m009-snapshots.ts';
import { m010Names } from './m010-names.ts';
import { m011Launches } from './m011-launches.ts';
import { m012Releases } from './m012-releases.ts';
import { m013Nights } from './m013-nights.ts';
import { m014StandIns } from './m014-stand-ins.ts';
import { m015WrittenAnswers } from './m015-written-answers.ts';

/** Makes an integer column the primary key that numbers its rows: the one thing databases spell differently. */
export type Identity = (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder;

/** What a migration may use: schema builder and raw SQL. The typed tables are those of the last migration, not of this one. */
export type Schema = Pick<Database, 'schema' | 'getExecutor'>;

/** Makes a table anew with another definition and the same columns and rows: how a check is changed is spelled differently too. */
export type Rebuild = (db: Schema, table: string, redefine: (definition: string) => string) => Promise<void>;

/** One step of the schema. Its name is recorded once it was applied. */
export interface Migration {
  name: string;
  up(db: Schema, identity: Identity, rebuild: Rebuild): Promise<void>;
}

/** Append-only: released ones are never changed, renamed or removed. */
export const migrations: readonly Migration[] = [
  { name: 'm001_initial', up: m001Initial },
  { name: 'm002_trust', up: m002Trust },
  { name: 'm003_duels', up: m003Duels },
  { name: 'm004_calibrations', up: m004Calibrations },
  { name: 'm005_refusals', up: m005Refusals },
  { name: 'm006_ledger', up: m006Ledger },
  { name: 'm007_batches', up: m007Batches },
  { name: 'm008_files', up: m008Files },
  { name: 'm009_snapshots', up: m009Snapshots },
  { name: 'm010_names', up: m010Names },
  { name: 'm011_launches', up: m011Launches },
  { name: 'm012_releases', up: m012Releases },
  { name: 'm013_nights', up: m013Nights },
  { name: 'm014_stand_ins', up: m014StandIns },
  { name: 'm015_written_answers', up: m015WrittenAnswers },
];

/** The database was made by a newer version of the program. */
export class UnknownMigrations extends Error {
  override name = 'UnknownMigrations';
}

/**
 * Brings the schema up to date, all steps in one transaction, so that programs that start together do it once.
 * @throws UnknownMigrations when names were applied that are not in the list.
 */
export async function migrate(
  db: Database,
  steps: readonly Migration[],
  identity: Identity,
  rebuild: Rebuild,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const applied = await appliedNames(transaction);
    const known = new Set(steps.map((step) => step.name));
    const unknown = [...applied].filter((name) => !known.has(name));
    if (unknown.length > 0) throw new UnknownMigrations(unknown.join(', '));
    for (const step of steps.filter(({ name }) => !applied.has(name))) {
      await step.up(transaction, identity, rebuild);
      await transaction.insertInto('applied_migrations').values({ name: step.name }).execute();
    }
  });
}

async function appliedNames(db: Database): Promise<Set<string>> {
  await db.schema
    .createTable('applied_migrations')
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.primaryKey())
    .execute();
  const rows = await db.selectFrom('applied_migrations').select('name').execute();
  return new Set(rows.map((row) => row.name));
}
