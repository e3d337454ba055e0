import type { Prompt } from '../core/call.ts';
import type { Dossier } from '../core/dossier.ts';
import { schemaVersion } from '../core/opinion.ts';
import type { Persona } from '../core/persona.ts';
import { composeOpinion, type PromptParts, personaKeyOf } from '../core/prompt.ts';
import type { Review } from '../core/review.ts';
import type { Desk } from '../desk.ts';
import type { Seat } from '../store/contract.ts';

/** How a run treats seats that already have a current review. */
export interface SeatWishes {
  /** Ask again even so. */
  fresh: boolean;
  /** The editor’s word to the lead; asking with a note is asking again. */
  note: string | null;
  /** The editor named a lead for this run: a review by another model is asked again. */
  leadNamed: boolean;
  /** How often the lead answers the checklist in all; once when absent. */
  repeat?: number | 'auto';
}

/** One seat on its way to a review. */
export interface SeatWork {
  dossier: Dossier;
  persona: Persona;
  seat: Seat;
  /** Key of the persona’s prompt today; the review is kept with it. */
  personaKey: string;
  note: string | null;
}

/** What a seat needs: nothing (its review stands), nothing more (it was answered without a review), or one question. */
export type Prepared =
  | { kind: 'standing'; work: SeatWork; review: Review }
  | { kind: 'answered'; work: SeatWork; reason: string }
  | { kind: 'ask'; work: SeatWork; prompt: Prompt };

/** The standing review of a seat when it is current, else the question that would fill it. */
export async function prepareSeat(
  desk: Desk,
  dossier: Dossier,
  persona: Persona,
  wishes: SeatWishes,
): Promise<Prepared> {
  const parts = partsOf(desk, dossier, persona);
  const seat = await desk.store.findSeat(dossier.tool.slug, persona.id);
  const work: SeatWork = { dossier, persona, seat, personaKey: personaKeyOf(parts), note: wishes.note };
  const askAgain = wishes.fresh || wishes.note !== null;
  if (
    !askAgain &&
    seat.review !== null &&
    isCurrent(seat.review, work) &&
    !(wishes.leadNamed && byAnotherLead(seat.review, parts))
  ) {
    return { kind: 'standing', work, review: seat.review };
  }
  const prompt = composeOpinion(parts, wishes.note);
  if (!askAgain && seat.missing?.promptKey === prompt.key)
    return { kind: 'answered', work, reason: seat.missing.reason };
  return {
    kind: 'ask',
    work,
    prompt: { ...prompt, attempt: await desk.store.calls.attempt(prompt.key, prompt.purpose) },
  };
}

/** What a prompt for this seat is made of. */
export function partsOf(desk: Desk, dossier: Dossier, persona: Persona, model = desk.lead): PromptParts {
  return { templates: desk.prompts, panel: desk.panel.panel, persona, dossier, model };
}

/** Whether a review answers today’s dossier, persona prompt and schema. */
export function isCurrent(review: Review, { dossier, personaKey }: Pick<SeatWork, 'dossier' | 'personaKey'>): boolean {
  return (
    review.byline.dossierKey === dossier.key &&
    review.personaKey === personaKey &&
    review.schemaVersion === schemaVersion
  );
}

/** Whether the lead of this run wrote the review, so that asking it again repeats the same question. */
export function answersAsLead(desk: Desk, { dossier, persona }: SeatWork, review: Review): boolean {
  return !byAnotherLead(review, partsOf(desk, dossier, persona));
}

function byAnotherLead(review: Review, parts: PromptParts): boolean {
  return review.byline.supplied !== null || composeOpinion(parts, review.note).key !== review.byline.promptKey;
}
