import { composeOpinion, type PromptParts, personaKeyOf } from '../../core/asking/prompt.ts';
import type { Prompt } from '../../core/call.ts';
import type { Dossier } from '../../core/facts/dossier.ts';
import { jurorOf, type ModelName } from '../../core/model.ts';
import { schemaVersion } from '../../core/opinion/opinion.ts';
import type { Review } from '../../core/opinion/review.ts';
import type { Persona } from '../../core/panel/persona.ts';
import type { Desk } from '../../desk.ts';
import type { Seat } from '../../store/contract/contract.ts';
import type { Question } from './ask-with-fallback.ts';
import { answersDossier, type Candidate, findCandidate } from './find-candidate.ts';

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

/**
 * What a seat needs: nothing (its review stands), a person’s word (a review waits), nothing more (it was answered, and no
 * review came of it), or one question.
 */
export type Prepared =
  | { kind: 'standing' | 'candidate'; work: SeatWork; review: Review }
  | { kind: 'answered'; work: SeatWork; reason: string }
  | { kind: 'ask'; work: SeatWork; prompt: Prompt; standIn: Question | null };

/** Every seat of a tool that the personas hold, see prepareSeat. */
export async function prepareSeats(
  desk: Desk,
  dossier: Dossier,
  personas: readonly Persona[],
  wishes: SeatWishes,
): Promise<Prepared[]> {
  const { slug } = dossier.tool;
  const seats = await desk.store.listSeats(slug);
  return Promise.all(
    personas.map((persona) =>
      prepareSeat(desk, dossier, persona, wishes, seats.get(persona.id) ?? emptySeat(slug, persona.id)),
    ),
  );
}

/** The standing review of a seat when it is current, else the answer there is to the question that would fill it, else the question. `found` is the seat where it has been read already. */
export async function prepareSeat(
  desk: Desk,
  dossier: Dossier,
  persona: Persona,
  wishes: SeatWishes,
  found: Seat | null = null,
): Promise<Prepared> {
  const parts = partsOf(desk, dossier, persona);
  const seat = found ?? (await desk.store.findSeat(dossier.tool.slug, persona.id));
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
  const answer = askAgain ? null : await findAnswer(desk, work, prompt.key);
  if (answer !== null) return answer;
  return {
    kind: 'ask',
    work,
    prompt: { ...prompt, attempt: await desk.store.calls.attempt(prompt.key, prompt.purpose) },
    standIn: await prepareStandIn(desk, work, askAgain),
  };
}

/** The seat’s question to the model that stands in for the lead. Null without one, and when it has answered already. */
async function prepareStandIn(desk: Desk, work: SeatWork, askAgain: boolean): Promise<Question | null> {
  const { dossier, persona, seat, note } = work;
  const model = desk.fallback;
  if (model === null || model.written === desk.lead.written) return null;
  const prompt = composeOpinion(partsOf(desk, dossier, persona, model), note);
  const answered =
    seat.review?.byline.promptKey === prompt.key || (await desk.store.findRefusal(seat, prompt.key)) !== null;
  if (!askAgain && (answered || (await findCandidateOf(desk, work, prompt.key)) !== null)) return null;
  return { model, prompt: { ...prompt, attempt: await desk.store.calls.attempt(prompt.key, prompt.purpose) } };
}

/** A seat for which nothing was ever kept. */
export function emptySeat(tool: string, persona: string): Seat {
  return { tool, persona, review: null, approved: null, missing: null };
}

/** Why a seat has no review of today’s dossier although one was written. */
export const declined = 'the new review was declined';

/**
 * What a question that was asked already came to, without asking it again: a review that waits for a person, the old
 * review a person preferred to it, or a refusal.
 */
async function findAnswer(desk: Desk, work: SeatWork, promptKey: string): Promise<Prepared | null> {
  const { dossier, seat } = work;
  const { review } = seat;
  const candidate = await findCandidateOf(desk, work, promptKey);
  if (candidate?.waits) return { kind: 'candidate', work, review: candidate.review };
  const refusal = await desk.store.findRefusal(seat, promptKey);
  if (refusal !== null) return { kind: 'answered', work, reason: refusal };
  if (review === null || candidate === null) return null;
  return answersDossier(review, dossier)
    ? { kind: 'standing', work, review }
    : { kind: 'answered', work, reason: declined };
}

/** The candidate a question came to. A reply from a file does not answer for a model that can be asked. */
async function findCandidateOf(desk: Desk, { dossier, seat }: SeatWork, promptKey: string): Promise<Candidate | null> {
  if (seat.review === null) return null;
  return findCandidate(
    desk,
    dossier,
    seat.persona,
    ({ byline }) => byline.promptKey === promptKey && (byline.supplied === null || desk.onlyRecordings),
  );
}

/** What a prompt for this seat is made of. */
export function partsOf(desk: Desk, dossier: Dossier, persona: Persona, model = desk.lead): PromptParts {
  return { templates: desk.prompts, panel: desk.panel.panel, persona, dossier, model };
}

/** Whether a review answers today’s dossier, persona prompt and schema. */
export function isCurrent(review: Review, { dossier, personaKey }: Pick<SeatWork, 'dossier' | 'personaKey'>): boolean {
  return answersDossier(review, dossier) && review.personaKey === personaKey && review.schemaVersion === schemaVersion;
}

/** Whether a model, the lead of this run when none is named, wrote the review, so that asking it again repeats the same question. */
export function isWrittenBy(desk: Desk, { dossier, persona }: SeatWork, review: Review, model = desk.lead): boolean {
  return !byAnotherLead(review, partsOf(desk, dossier, persona, model));
}

/** Models whose ballot a review may still get: who wrote it has had its vote. */
export async function findOpenJurors(desk: Desk, work: SeatWork, review: Review): Promise<ModelName[]> {
  const kept = (await desk.store.listBallots(review.id)).map((ballot) => jurorOf(ballot.written));
  const voted = new Set([...kept, jurorOf(`${review.byline.provider}:${review.byline.model}`)]);
  return desk.ballots.filter((model) => !voted.has(jurorOf(model.written)) && !isWrittenBy(desk, work, review, model));
}

function byAnotherLead(review: Review, parts: PromptParts): boolean {
  return review.byline.supplied !== null || composeOpinion(parts, review.note).key !== review.byline.promptKey;
}
