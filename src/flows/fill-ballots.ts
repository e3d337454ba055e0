import { type Prompt, ProviderFailed, type Reply } from '../core/call.ts';
import { checkBallot } from '../core/check-opinion.ts';
import type { ModelName } from '../core/model.ts';
import { type Issue, readBallot } from '../core/opinion.ts';
import { composeBallot, composeRepair, composeWithMoreRoom } from '../core/prompt.ts';
import type { CheckedAnswer, Review } from '../core/review.ts';
import type { Desk } from '../desk.ts';
import { BudgetReached } from '../providers/budget.ts';
import { partsOf, type SeatWork } from './prepare-seat.ts';
import { bylineOf } from './settle-reply.ts';

/** A ballot that could not be had this time. */
export interface MissingBallot {
  model: string;
  reason: string;
}

/** Asks every wanted juror that has not answered for this review yet. A missing ballot never blocks the seat. */
export async function fillBallots(desk: Desk, work: SeatWork, review: Review): Promise<MissingBallot[]> {
  if (desk.ballots.length === 0) return [];
  const kept = new Set((await desk.store.listBallots(review.id)).map((ballot) => ballot.written));
  const wanted = desk.ballots.filter((model) => !kept.has(model.written));
  const results = await Promise.all(wanted.map((model) => fillBallot(desk, work, review, model)));
  return results.filter((result) => result !== null);
}

async function fillBallot(desk: Desk, work: SeatWork, review: Review, model: ModelName): Promise<MissingBallot | null> {
  try {
    desk.watch({ tool: review.tool, persona: review.persona, stage: 'balloting' });
    const question = composeBallot(partsOf(desk, work.dossier, work.persona, model));
    const attempt = await desk.store.calls.attempt(question.key, question.purpose);
    await askBallot(desk, work, review, model, { ...question, attempt });
    return null;
  } catch (error) {
    if (desk.signal.aborted || !(error instanceof ProviderFailed || error instanceof BudgetReached)) throw error;
    return { model: model.written, reason: error.message };
  }
}

async function askBallot(desk: Desk, work: SeatWork, review: Review, model: ModelName, prompt: Prompt): Promise<void> {
  const ask = desk.ask(model);
  const replies: Reply[] = [await ask(prompt, { signal: desk.signal })];
  let judged = judgeBallot(work, replies);
  if (judged.rejected.length > 0 && replies[0]?.stop !== 'refusal') {
    const again =
      replies[0]?.stop === 'length'
        ? composeWithMoreRoom(prompt)
        : composeRepair(prompt, replies[0]?.text ?? '', judged.rejected, desk.prompts.repair);
    replies.push(await ask({ ...again, attempt: prompt.attempt }, { signal: desk.signal }));
    judged = judgeBallot(work, replies);
  }
  const reason = judged.checks === null ? `${judged.rejected[0]?.path}: ${judged.rejected[0]?.problem}` : null;
  await desk.store.keepBallot(
    { reviewId: review.id, written: model.written, checks: judged.checks, reason, byline: bylineOf(prompt, replies) },
    replies.map((reply) => reply.callId).filter((id) => id !== null),
  );
}

/** A ballot needs every check answered once; a quote that is not in its source only makes that answer unknown. */
function judgeBallot(work: SeatWork, replies: readonly Reply[]): { checks: CheckedAnswer[] | null; rejected: Issue[] } {
  const reply = replies.at(-1);
  if (reply === undefined || reply.stop !== 'end') {
    return {
      checks: null,
      rejected: [{ path: 'reply', problem: `the answer ended early (${reply?.stopReason})`, weight: 'reject' }],
    };
  }
  const reading = readBallot(reply.text);
  if (!reading.ok) return { checks: null, rejected: reading.issues };
  const { checks, issues } = checkBallot(reading.value, work.dossier, work.persona);
  const rejected = issues.filter((issue) => issue.weight === 'reject');
  return { checks: rejected.length > 0 ? null : checks, rejected };
}
