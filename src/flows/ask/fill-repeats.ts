import { composeBallot } from '../../core/asking/prompt.ts';
import { ProviderFailed } from '../../core/call.ts';
import { standardError } from '../../core/comparison/calibration.ts';
import { ownScore } from '../../core/comparison/scoring.ts';
import type { CheckedAnswer, Review } from '../../core/opinion/review.ts';
import type { Desk } from '../../desk.ts';
import { BudgetReached } from '../../providers/budget.ts';
import { askChecks } from './ask-checks.ts';
import type { MissingBallot } from './fill-ballots.ts';
import { isWrittenBy, partsOf, type SeatWork } from './prepare-seat.ts';

/** Runs of the lead’s checklist in all, the review included; `auto`: until the seat’s standard error is small. */
export type RepeatWish = number | 'auto';

/** Most runs of one seat. */
export const mostRuns = 5;
/** Fewest runs `auto` believes: two that agree may agree by chance. */
const fewestRuns = 3;
/** Standard error of the mean of a seat’s own scores, in points, below which `auto` stops. */
const smallEnough = 3;

/**
 * Asks the lead’s model the checklist again, alone, until the seat has had as many runs as wanted. Repeats have no vote:
 * they tell how far the lead’s score moves by itself. One after the other, as each is the next attempt at one question.
 */
export async function fillRepeats(
  desk: Desk,
  work: SeatWork,
  review: Review,
  wish: RepeatWish,
): Promise<MissingBallot[]> {
  if (wish === 1) return [];
  const runs = [review.opinion.checks, ...(await desk.store.listRepeats(review.id)).map(({ checks }) => checks)];
  const scores = () =>
    runs
      .map((checks) => checks && ownScore(work.persona, desk.panel.panel, checks, review.opinion.checks))
      .filter((score) => score !== null);
  if (wantsNoMore(runs.length, scores(), wish)) return [];
  const absent = (reason: string, failure: MissingBallot['failure']) => [{ model: desk.lead.written, reason, failure }];
  if (!isWrittenBy(desk, work, review))
    return absent(`${review.byline.model} wrote this review and is not asked in this run`, null);
  try {
    while (!wantsNoMore(runs.length, scores(), wish)) runs.push(await repeat(desk, work, review, runs.length + 1));
    return [];
  } catch (error) {
    if (desk.signal.aborted || !(error instanceof ProviderFailed || error instanceof BudgetReached)) throw error;
    return absent(error.message, error);
  }
}

async function repeat(desk: Desk, work: SeatWork, review: Review, number: number): Promise<CheckedAnswer[] | null> {
  desk.watch({ tool: review.tool, persona: review.persona, stage: 'repeating' });
  const question = composeBallot(partsOf(desk, work.dossier, work.persona));
  const attempt = await desk.store.calls.attempt(question.key, question.purpose);
  const { callIds, ...answered } = await askChecks(desk, work, desk.lead, { ...question, attempt });
  await desk.store.keepRepeat({ reviewId: review.id, number, ...answered }, callIds);
  return answered.checks;
}

/** A run that was refused or rejected twice counts as a run: it is not asked for ever. */
function wantsNoMore(runs: number, scores: readonly number[], wish: RepeatWish): boolean {
  if (wish !== 'auto') return runs >= wish;
  if (runs >= mostRuns) return true;
  return scores.length >= fewestRuns && standardError(scores) < smallEnough;
}
