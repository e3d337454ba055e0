import { type LintedTool, type LintReport, lintReviews } from '../core/audit/lint.ts';
import { recordTool } from '../core/comparison/assemble.ts';
import type { Desk } from '../desk.ts';
import { loadSeats } from './ask/load-seats.ts';
import { pickPersonas } from './ask/review-tools.ts';
import { readKnown } from './gather/gather-dossier.ts';
import { gatherNames } from './gather/gather-names.ts';

/** What to report on; both absent means the whole store. */
export interface LintWishes {
  tool?: string | undefined;
  persona?: string | undefined;
}

/**
 * Lints the standing reviews of the store. Asks no model and moves no seat.
 * @throws UnknownTool or InvalidOrder for a tool or persona that is not there.
 */
export async function lintStore(desk: Desk, { tool, persona }: LintWishes): Promise<LintReport> {
  const slug = tool === undefined ? null : (await readKnown(desk, tool)).tool.slug;
  if (persona !== undefined) pickPersonas(desk, [persona]);
  const tools: LintedTool[] = [];
  // what was merged away is the other tool’s past
  for (const known of (await gatherNames(desk)).tools) {
    const dossier = await desk.store.findDossier(known.slug);
    if (dossier === null) continue;
    const seats = await loadSeats(desk, dossier, new Map());
    tools.push({ dossier, record: recordTool({ dossier, seats }, desk.panel.panel) });
  }
  return lintReviews(tools, desk.panel, { tool: slug, persona: persona ?? null });
}
