import { listComparisons } from './comparisons.ts';
import type { StoredComparison } from './contract/contract.ts';
import type { Release, ReleaseDecision, Releases } from './contract/releases-contract.ts';
import { addDecision, decisionOf, decisionsOf } from './release-decisions.ts';
import type { Database } from './tables/schema.ts';

/** Who decided what readers see. */
export function openReleases(db: Database): Releases {
  return {
    decide: (decision) => db.transaction().execute((transaction) => addDecision(transaction, decision)),

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

function releaseOf(comparison: StoredComparison, decision: ReleaseDecision | undefined): Release {
  return { comparison, state: decision?.word ?? 'published', decision: decision ?? null };
}
