import { ProviderFailed } from '../../core/call.ts';
import type { Review } from '../../core/opinion/review.ts';
import type { Desk, SeatStage } from '../../desk.ts';
import { BudgetReached } from '../../providers/budget.ts';
import { askWithFallback } from './ask-with-fallback.ts';
import { answersDossier } from './find-candidate.ts';
import type { Prepared, SeatWork } from './prepare-seat.ts';
import { type Kept, type Replies, type Settled, settleFallback, settleReply } from './settle-reply.ts';

/** Why a call brought no answer, as far as a run goes on after it. */
type Failure = ProviderFailed | BudgetReached;

/**
 * What a run made of a seat. `failure` is the call that brought no answer, if there was one: the question, or the
 * correction round of a review that was kept without it.
 */
export type SeatResult = { work: SeatWork; failure: Failure | null } & (
  | { kind: 'standing'; review: Review; isNew: boolean }
  /** An answer that was kept; as a candidate it waits for a person while the old one stands. `isNew` is false where the very same was kept before. */
  | { kind: 'kept' | 'candidate'; review: Review; isNew: boolean }
  /** The review that stands, which answers today’s dossier, and why there is no new one. */
  | { kind: 'kept-old'; review: Review; reason: string }
  /** No review a page could show. */
  | { kind: 'missing'; reason: string }
);

/**
 * Fills one prepared seat: asks, checks, and gives its correction rounds. A provider’s failure leaves the seat as it was.
 * @throws the signal’s reason when the run is ended, and whatever is not a provider’s failure.
 */
export async function fillSeat(desk: Desk, prepared: Prepared): Promise<SeatResult> {
  const { work } = prepared;
  if (prepared.kind === 'answered') return withoutNew(work, prepared.reason, null);
  if (prepared.kind !== 'ask')
    return { work, kind: prepared.kind, review: prepared.review, isNew: false, failure: null };
  try {
    const settled = await askSeat(desk, prepared);
    if (settled.kind === 'missing') return withoutNew(work, settled.reason, settled.failure);
    const { review, isNew, failure } = settled;
    return { work, kind: kindOf(work, settled), review, isNew, failure };
  } catch (error) {
    if (!isSurvivable(desk, error)) throw error;
    return withoutNew(work, error.message, error);
  }
}

/** Whether a run goes on with what there is. */
function isSurvivable(desk: Desk, error: unknown): error is Failure {
  return !desk.signal.aborted && (error instanceof ProviderFailed || error instanceof BudgetReached);
}

/** No new review: a page goes on showing the one that stands when it answers today’s dossier. */
function withoutNew(work: SeatWork, reason: string, failure: Failure | null): SeatResult {
  const { review } = work.seat;
  return review !== null && answersDossier(review, work.dossier)
    ? { work, kind: 'kept-old', review, reason, failure }
    : { work, kind: 'missing', reason, failure };
}

/** The same answer again, as a recording gives it, is the review that stands already. */
function kindOf({ seat }: SeatWork, { review, stands }: Kept): 'standing' | 'kept' | 'candidate' {
  if (review.id === seat.review?.id) return 'standing';
  return stands ? 'kept' : 'candidate';
}

async function askSeat(
  desk: Desk,
  { work, prompt: asked, standIn }: Extract<Prepared, { kind: 'ask' }>,
): Promise<Exclude<Settled, { kind: 'needs-repair' }> & { failure: Failure | null }> {
  const tell = (stage: SeatStage) => desk.watch({ ...asked.seat, stage });
  tell('asking');
  const { signal } = desk;
  const { model, prompt, reply: first } = await askWithFallback(desk, asked, standIn, { signal });
  tell('checking');
  let rounds: Replies = { prompt, replies: [first], fallback: null };
  for (;;) {
    const settled = await settleReply(desk, work, rounds);
    if (settled.kind !== 'needs-repair') return { ...settled, failure: null };
    tell('repairing');
    const { prompt: repair, fallback } = settled.repair;
    rounds = { ...rounds, fallback };
    try {
      const reply = await desk.ask(model)(repair, { signal });
      rounds = { ...rounds, asked: repair, replies: [...rounds.replies, reply] };
    } catch (error) {
      if (!isSurvivable(desk, error)) throw error;
      const kept = await settleFallback(desk, work, rounds);
      if (kept === null) throw error;
      return { ...kept, failure: error };
    }
  }
}
