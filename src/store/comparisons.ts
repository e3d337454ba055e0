import { type Store, type StoredComparison, Unkeepable } from './contract/contract.ts';
import { addDecision } from './release-decisions.ts';
import { exact } from './tables/columns.ts';
import type { Database, Tables } from './tables/schema.ts';

/** Comparisons: what was published last, and where. */
export function openComparisons(db: Database): Pick<Store, 'keepComparison' | 'comparisonsOf'> {
  return {
    keepComparison: (comparison, word) =>
      db.transaction().execute(async (transaction) => {
        const kept = await keepComparison(transaction, comparison);
        if (word !== undefined) await addDecision(transaction, { comparison: kept.slug, ...word });
        return kept;
      }),

    async comparisonsOf(tool) {
      const ofTool = db.selectFrom('comparison_tools').select('comparison').where('tool', '=', tool);
      return grouped(await selectComparisons(db).where('slug', 'in', ofTool).execute());
    },
  };
}

async function keepComparison(transaction: Database, comparison: StoredComparison): Promise<StoredComparison> {
  const tools = [...comparison.tools].sort();
  const [before] = await listComparisons(transaction, comparison.slug);
  if (before === undefined) return insertComparison(transaction, { ...comparison, tools });
  if (before.tools.join() !== tools.join()) {
    throw new Unkeepable(`${before.slug} compares ${before.tools.join(', ')} already, not ${tools.join(', ')}`);
  }
  const unchanged = before.contentKey === comparison.contentKey;
  const after = { ...comparison, tools, generatedAt: unchanged ? before.generatedAt : comparison.generatedAt };
  const { slug, ...columns } = columnsOf(after);
  await transaction.updateTable('comparisons').set(columns).where('slug', '=', slug).execute();
  return after;
}

/** All stored comparisons by slug, or the one named. */
export async function listComparisons(db: Database, slug?: string): Promise<StoredComparison[]> {
  const all = selectComparisons(db);
  return grouped(await (slug === undefined ? all : all.where('slug', '=', slug)).execute());
}

async function insertComparison(transaction: Database, comparison: StoredComparison): Promise<StoredComparison> {
  await transaction.insertInto('comparisons').values(columnsOf(comparison)).execute();
  const tools = comparison.tools.map((tool) => exact('comparison_tools', { comparison: comparison.slug, tool }));
  await transaction.insertInto('comparison_tools').values(tools).execute();
  return comparison;
}

/** One row for every tool of a comparison. */
function selectComparisons(db: Database) {
  return db
    .selectFrom('comparisons')
    .innerJoin('comparison_tools', 'comparison_tools.comparison', 'comparisons.slug')
    .selectAll()
    .orderBy('slug');
}

function grouped(rows: readonly (Tables['comparisons'] & Tables['comparison_tools'])[]): StoredComparison[] {
  return [...Map.groupBy(rows, (row) => row.slug).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { slug, content_key: contentKey, generated_at: generatedAt, out_dir: outDir } = first;
    return [{ slug, tools: group.map((row) => row.tool).sort(), contentKey, generatedAt, outDir }];
  });
}

function columnsOf({ slug, contentKey, generatedAt, outDir }: StoredComparison) {
  return exact('comparisons', { slug, content_key: contentKey, generated_at: generatedAt, out_dir: outDir });
}
