import type { Dossier } from '../core/dossier.ts';
import type { Persona } from '../core/persona.ts';
import type { Review } from '../core/review.ts';
import type { Desk } from '../desk.ts';
import { type Chooser, decideCandidate } from './decide-candidate.ts';
import { gatherDossier } from './gather-dossier.ts';
import type { Published } from './publish-comparison.ts';
import { republishChanged, republishTool } from './republish.ts';
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
  /** Which review stands now; null when the seat is missing or nobody decided. */
  kept: 'new' | 'old' | null;
  published: Published[];
}

/** Asks one seat again and lets a person keep the old or the new review. Every comparison the seat is in is rendered again. */
export async function regenerateSeat(desk: Desk, order: Regeneration): Promise<Regenerated> {
  const [persona] = pickPersonas(desk, [order.persona]);
  if (persona === undefined) throw new RangeError('a panel has at least one persona');
  const dossier = await gatherDossier(desk, order.target);
  const waiting = order.decideWaiting ? await findWaiting(desk, dossier, persona) : null;
  if (waiting !== null) {
    const kept = await decideCandidate(desk, { dossier, persona, ...waiting }, order.choose);
    const published = kept === 'new' ? await republishTool(desk, dossier.tool.slug) : [];
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
  const history = await desk.store.history(dossier.tool.slug, persona.id);
  const candidate = history.find(
    (entry) =>
      entry.state === 'candidate' && entry.decisions.length === 0 && entry.review.byline.dossierKey === dossier.key,
  );
  const standing = history.find((entry) => entry.state === 'stands');
  return candidate === undefined || standing === undefined
    ? null
    : { standing: standing.review, candidate: candidate.review };
}

function keptOf({ seats, decisions }: ToolResult): 'new' | 'old' | null {
  return seats[0]?.kind === 'kept' ? 'new' : (decisions[0]?.answer ?? null);
}
