import type { Desk } from '../desk.ts';
import type { StoredComparison } from '../store/contract.ts';
import { type Published, publishComparison } from './publish-comparison.ts';
import type { ToolResult } from './review-tools.ts';

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

async function publishAll(desk: Desk, comparisons: readonly StoredComparison[]): Promise<Published[]> {
  const published: Published[] = [];
  for (const { tools, outDir } of comparisons) published.push(await publishComparison(desk, tools, outDir));
  return published;
}
