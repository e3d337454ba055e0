import type { ReviewRecord } from '../core/comparison.ts';
import type { Dossier } from '../core/dossier.ts';
import type { Persona } from '../core/persona.ts';
import type { Review } from '../core/review.ts';
import type { Desk } from '../desk.ts';
import { assembleSeat } from './load-seats.ts';

/** Two reviews of one seat, for a person to choose from. */
export interface Choice {
  dossier: Dossier;
  persona: Persona;
  standing: ReviewRecord;
  candidate: ReviewRecord;
}

/** A person’s answer; null leaves the candidate waiting and the old one standing. */
export type Chooser = (choice: Choice) => Promise<'new' | 'old' | null>;

/** Lets a person keep the candidate or the standing review; the decision goes into the history. */
export async function decideCandidate(
  desk: Desk,
  seat: { dossier: Dossier; persona: Persona; standing: Review; candidate: Review },
  choose: Chooser,
): Promise<'new' | 'old' | null> {
  const { dossier, persona } = seat;
  const standing = await assembleSeat(desk, persona, seat.standing);
  const candidate = await assembleSeat(desk, persona, seat.candidate);
  const answer = await choose({ dossier, persona, standing, candidate });
  if (answer !== null)
    await record(desk, answer === 'new' ? seat.candidate : seat.standing, answer === 'new' ? null : seat.candidate);
  return answer;
}

/** The review that was kept is approved by the editor from now on, so no rule replaces it; the other one is declined. */
async function record(desk: Desk, kept: Review, declined: Review | null): Promise<void> {
  const decision = { by: desk.editor, at: desk.now().toISOString() };
  if (declined !== null)
    await desk.store.decide(declined.id, {
      ...decision,
      decision: 'declined',
      why: 'the standing review was preferred',
    });
  await desk.store.decide(kept.id, {
    ...decision,
    decision: 'kept',
    why: declined === null ? 'preferred to the standing review' : 'preferred to a new review',
  });
}
