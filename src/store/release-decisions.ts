import type { ReleaseDecision } from './contract/releases-contract.ts';
import { exact } from './tables/columns.ts';
import type { Database, Tables } from './tables/schema.ts';

/** Adds a decision, inside a transaction; the very same state again adds nothing and returns false. */
export async function addDecision(transaction: Database, decision: ReleaseDecision): Promise<boolean> {
  const { comparison, word, by, why, at } = decision;
  const before = (await decisionsOf(transaction, comparison)).at(-1);
  if (before?.word === word) return false;
  const row = { comparison, word, decided_by: by, why, decided_at: at };
  await transaction.insertInto('release_decisions').values(exact('release_decisions', row)).execute();
  return true;
}

/** Every decision about a comparison, in the order they were made. */
export async function decisionsOf(db: Database, comparison: string): Promise<ReleaseDecision[]> {
  const rows = await db
    .selectFrom('release_decisions')
    .selectAll()
    .where('comparison', '=', comparison)
    .orderBy('id')
    .execute();
  return rows.map(decisionOf);
}

/** A row as the contract has it. */
export function decisionOf(row: Omit<Tables['release_decisions'], 'id'>): ReleaseDecision {
  return { comparison: row.comparison, word: row.word, by: row.decided_by, why: row.why, at: row.decided_at };
}
