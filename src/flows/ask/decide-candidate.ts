import type { ReviewRecord } from '../../core/comparison/comparison.ts';
import type { Dossier } from '../../core/facts/dossier.ts';
import type { Review } from '../../core/opinion/review.ts';
import type { Persona } from '../../core/panel/persona.ts';
import type { Desk } from '../../desk.ts';
import { type Decision, rule } from '../../store/contract/contract.ts';
import { assembleSeat } from './load-seats.ts';

/** Two reviews of one seat, for a person to choose from. */
export interface Choice {
  dossier: Dossier;
  persona: Persona;
  standing: ReviewRecord;
  candidate: ReviewRecord;
}

/** Which one to keep, and who says so: a person at a terminal, or a script. */
export interface Answer {
  keep: 'new' | 'old';
  by: 'person' | 'script';
}

/** Null leaves the candidate waiting and the old one standing. */
export type Chooser = (choice: Choice) => Promise<Answer | null>;

/** Lets the chooser keep the candidate or the standing review; the decision goes into the history. */
export async function decideCandidate(
  desk: Desk,
  seat: { dossier: Dossier; persona: Persona; standing: Review; candidate: Review },
  choose: Chooser,
): Promise<'new' | 'old' | null> {
  const { dossier, persona } = seat;
  const standing = await assembleSeat(desk, persona, seat.standing);
  const candidate = await assembleSeat(desk, persona, seat.candidate);
  const answer = await choose({ dossier, persona, standing, candidate });
  if (answer?.keep === 'new') await keepNew(desk, seat.candidate, answer.by);
  if (answer?.keep === 'old') await keepOld(desk, seat, answer.by);
  return answer?.keep ?? null;
}

/** Kept by a person it is approved, so that no rule replaces it; kept by a script it stands without a person’s approval. */
async function keepNew(desk: Desk, candidate: Review, by: Answer['by']): Promise<void> {
  const why = by === 'person' ? 'preferred to the standing review' : '--keep new, by a script';
  await desk.store.decide(candidate.id, { decision: 'kept', why, ...signatureOf(desk, by) });
}

/** A script declines the candidate and says nothing about the review that stands, which a person may have approved. */
async function keepOld(
  desk: Desk,
  { standing, candidate }: { standing: Review; candidate: Review },
  by: Answer['by'],
): Promise<void> {
  const signature = signatureOf(desk, by);
  const why = by === 'person' ? 'the standing review was preferred' : '--keep old, by a script';
  await desk.store.decide(candidate.id, { decision: 'declined', why, ...signature });
  if (by === 'person')
    await desk.store.decide(standing.id, { decision: 'kept', why: 'preferred to a new review', ...signature });
}

/** A script decides under the name of the rules. An editor whose user is called like them stays a person. */
function signatureOf(desk: Desk, by: Answer['by']): Pick<Decision, 'by' | 'at'> {
  const person = desk.editor.trim().toLowerCase() === rule ? `user ${desk.editor}` : desk.editor;
  return { by: by === 'person' ? person : rule, at: desk.now().toISOString() };
}
