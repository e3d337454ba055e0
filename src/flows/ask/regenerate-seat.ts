import type { Dossier } from '../../core/facts/dossier.ts';
import type { Review } from '../../core/opinion/review.ts';
import type { Persona } from '../../core/panel/persona.ts';
import type { Desk } from '../../desk.ts';
import { readKnown } from '../gather/gather-dossier.ts';
import type { Published } from '../publish/publish-comparison.ts';
import { republishChanged, republishTool } from '../publish/republish.ts';
import { type Chooser, decideCandidate } from './decide-candidate.ts';
import { findCandidate } from './find-candidate.ts';
import { pickPersonas, reviewTools, type ToolResult } from './review-tools.ts';

export interface Regeneration {
  target: string;
  persona: string;
  note: string | null;
  /** Decide about a candidate that waits already, when there is one, instead of asking for another. */
  decideWaiting: boolean;
  choose: Chooser;
}

export interface Regenerated {
  tool: ToolResult;
  /** Which review stands now; null when there is no new one or nobody decided. */
  kept: 'new' | 'old' | null;
  published: Published[];
}

/** Asks one seat again and lets a person keep the old or the new review. Every comparison the seat is in is rendered again. */
export async function regenerateSeat(desk: Desk, order: Regeneration): Promise<Regenerated> {
  const [persona] = pickPersonas(desk, [order.persona]);
  if (persona === undefined) throw new RangeError('a panel has at least one persona');
  const dossier = await readKnown(desk, order.target);
  const waiting = order.decideWaiting ? await findWaiting(desk, dossier, persona) : null;
  if (waiting !== null) {
    await desk.store.keepDossier(dossier, dossier.asOf);
    const kept = await decideCandidate(desk, { dossier, persona, ...waiting }, order.choose);
    const published = kept === null ? [] : await republishTool(desk, dossier.tool.slug);
    return { tool: { dossier, seats: [], decisions: [] }, kept, published };
  }
  const wishes = { fresh: true, note: order.note, leadNamed: false };
  const [tool] = await reviewTools(desk, {
    targets: [order.target],
    personas: [persona.id],
    wishes,
    choose: order.choose,
  });
  if (tool === undefined) throw new RangeError('one tool was asked for');
  return { tool, kept: keptOf(tool), published: await republishChanged(desk, [tool], null) };
}

/** The newest candidate of a seat nobody has decided about, with the review that stands. */
async function findWaiting(
  desk: Desk,
  dossier: Dossier,
  persona: Persona,
): Promise<{ standing: Review; candidate: Review } | null> {
  const { review: standing } = await desk.store.findSeat(dossier.tool.slug, persona.id);
  const candidate = await findCandidate(desk, dossier, persona.id);
  return standing !== null && candidate?.waits ? { standing, candidate: candidate.review } : null;
}

function keptOf({ seats, decisions }: ToolResult): 'new' | 'old' | null {
  return seats[0]?.kind === 'kept' ? 'new' : (decisions[0]?.answer ?? null);
}
