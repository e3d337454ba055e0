import { exact } from './columns.ts';
import { listComparisons } from './comparisons.ts';
import type { StoredComparison } from './contract.ts';
import type { Release, ReleaseDecision, Releases } from './releases-contract.ts';
import type { Database, Tables } from './schema.ts';

/** Who decided what readers see. */
export function openReleases(db: Database): Releases {
  return {
    decide: (decision) =>
      db.transaction().execute(async (transaction) => {
        const { comparison, word, by, why, at } = decision;
        const before = (await decisionsOf(transaction, comparison)).at(-1);
        if (before?.word === word) return false;
        const row = { comparison, word, decided_by: by, why, decided_at: at };
        await transaction.insertInto('release_decisions').values(exact('release_decisions', row)).execute();
        return true;
      }),

    async find(comparison) {
      const [found] = await listComparisons(db, comparison);
      return found === undefined ? null : releaseOf(found, (await decisionsOf(db, comparison)).at(-1));
    },

    async list() {
      const rows = await db.selectFrom('release_decisions').selectAll().orderBy('id').execute();
      const last = new Map(rows.map((row) => [row.comparison, decisionOf(row)]));
      return (await listComparisons(db)).map((comparison) => releaseOf(comparison, last.get(comparison.slug)));
    },

    async since(at) {
      const rows = await db
        .selectFrom('release_decisions')
        .selectAll()
        .where('decided_at', '>=', at)
        .orderBy('id')
        .execute();
      return rows.map(decisionOf);
    },

    history: (comparison) => decisionsOf(db, comparison),
  };
}

async function decisionsOf(db: Database, comparison: string): Promise<ReleaseDecision[]> {
  const rows = await db
    .selectFrom('release_decisions')
    .selectAll()
    .where('comparison', '=', comparison)
    .orderBy('id')
    .execute();
  return rows.map(decisionOf);
}

function decisionOf(row: Omit<Tables['release_decisions'], 'id'>): ReleaseDecision {
  return { comparison: row.comparison, word: row.word, by: row.decided_by, why: row.why, at: row.decided_at };
}

function releaseOf(comparison: StoredComparison, decision: ReleaseDecision | undefined): Release {
  return { comparison, state: decision?.word ?? 'published', decision: decision ?? null };
}
