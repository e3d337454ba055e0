import { standingMerges } from '../../core/facts/name-changes.ts';
import type { Desk } from '../../desk.ts';
import type { StoredComparison } from '../../store/contract/contract.ts';
import type { ToolResult } from '../ask/review-tools.ts';
import { type Published, publishComparison } from './publish-comparison.ts';

/** Renders every stored comparison again that holds a tool of which a page shows something new, except the one named. */
export async function republishChanged(
  desk: Desk,
  tools: readonly ToolResult[],
  except: string | null,
): Promise<Published[]> {
  const changed = tools.filter(hasChanged);
  const stored = await Promise.all(changed.map(({ dossier }) => desk.store.comparisonsOf(dossier.tool.slug)));
  const bySlug = new Map(stored.flat().map((comparison) => [comparison.slug, comparison]));
  return publishAll(
    desk,
    [...bySlug.values()].filter(({ slug }) => slug !== except),
  );
}

/** Renders every stored comparison a tool is in again. */
export async function republishTool(desk: Desk, tool: string): Promise<Published[]> {
  return publishAll(desk, await desk.store.comparisonsOf(tool));
}

/** A decision for the old review counts too: pages show who approved it. */
function hasChanged({ seats, decisions }: ToolResult): boolean {
  return (
    seats.some(({ kind, juryGrew }) => kind === 'kept' || juryGrew) || decisions.some(({ answer }) => answer !== null)
  );
}

/** A comparison that holds a tool merged away stays as it was written: it shows a product beside itself, or under a slug that is no product’s any more. */
async function publishAll(desk: Desk, comparisons: readonly StoredComparison[]): Promise<Published[]> {
  const merges = standingMerges(await desk.store.names.list());
  const current = comparisons.filter(({ tools }) => !tools.some((tool) => merges.has(tool)));
  const published: Published[] = [];
  for (const { tools, outDir } of current) published.push(await publishComparison(desk, tools, outDir));
  return published;
}
