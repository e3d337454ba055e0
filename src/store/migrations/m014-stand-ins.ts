import type { Schema } from './migrations.ts';

/** Which lead a review’s model stood in for. Of the reviews kept before nobody knows, so nothing is claimed. */
export async function m014StandIns(db: Schema): Promise<void> {
  await db.schema.alterTable('reviews').addColumn('stands_in_for', 'text').execute();
}
