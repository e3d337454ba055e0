import { composeBallot } from '../../core/asking/prompt.ts';
import { ProviderFailed } from '../../core/call.ts';
import type { ModelName } from '../../core/model.ts';
import type { Review } from '../../core/opinion/review.ts';
import type { Desk } from '../../desk.ts';
import { BudgetReached } from '../../providers/budget.ts';
import { askChecks } from './ask-checks.ts';
import { findOpenJurors, partsOf, type SeatWork } from './prepare-seat.ts';

/** A ballot or a repeat that could not be had this time. */
export interface MissingBallot {
  model: string;
  reason: string;
  /** What stopped it; null when it was not asked for. */
  failure: ProviderFailed | BudgetReached | null;
}

/** Asks every wanted juror that has not answered for this review yet. A missing ballot never blocks the seat. */
export async function fillBallots(desk: Desk, work: SeatWork, review: Review): Promise<MissingBallot[]> {
  if (desk.ballots.length === 0) return [];
  const wanted = await findOpenJurors(desk, work, review);
  const results = await Promise.all(wanted.map((model) => fillBallot(desk, work, review, model)));
  return results.filter((result) => result !== null);
}

async function fillBallot(desk: Desk, work: SeatWork, review: Review, model: ModelName): Promise<MissingBallot | null> {
  try {
    desk.watch({ tool: review.tool, persona: review.persona, stage: 'balloting' });
    const question = composeBallot(partsOf(desk, work.dossier, work.persona, model));
    const attempt = await desk.store.calls.attempt(question.key, question.purpose);
    const { callIds, ...answered } = await askChecks(desk, work, model, { ...question, attempt });
    await desk.store.keepBallot({ reviewId: review.id, written: model.written, ...answered }, callIds);
    return null;
  } catch (error) {
    if (desk.signal.aborted || !(error instanceof ProviderFailed || error instanceof BudgetReached)) throw error;
    return { model: model.written, reason: error.message, failure: error };
  }
}
