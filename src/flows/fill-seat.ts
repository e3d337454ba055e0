import { type Prompt, ProviderFailed } from '../core/call.ts';
import type { Review } from '../core/review.ts';
import type { Desk, SeatStage } from '../desk.ts';
import { BudgetReached } from '../providers/budget.ts';
import type { Prepared, SeatWork } from './prepare-seat.ts';
import { type Kept, type Settled, settleFallback, settleReply } from './settle-reply.ts';

/** What a run made of a seat. */
export type SeatResult = { work: SeatWork } & (
  | { kind: 'standing'; review: Review }
  /** A new review; as a candidate it waits for a person while the old one stands. */
  | { kind: 'kept' | 'candidate'; review: Review }
  /** No review, and the failure behind it when there was no answer. */
  | { kind: 'missing'; reason: string; failure: ProviderFailed | BudgetReached | null }
);

/**
 * Fills one prepared seat: asks, checks, and gives one correction round. A provider’s failure leaves the seat missing.
 * @param onBegin called once, as soon as the first answer begins or will never come.
 * @throws the signal’s reason when the run is ended, and whatever is not a provider’s failure.
 */
export async function fillSeat(desk: Desk, prepared: Prepared, onBegin: () => void): Promise<SeatResult> {
  const { work } = prepared;
  if (prepared.kind === 'standing') return { work, kind: 'standing', review: prepared.review };
  if (prepared.kind === 'answered') return { work, kind: 'missing', reason: prepared.reason, failure: null };
  try {
    const settled = await askSeat(desk, work, prepared.prompt, onBegin);
    if (settled.kind === 'missing') return { work, kind: 'missing', reason: settled.reason, failure: null };
    return { work, kind: kindOf(work, settled), review: settled.review };
  } catch (error) {
    if (desk.signal.aborted || !(error instanceof ProviderFailed || error instanceof BudgetReached)) throw error;
    return { work, kind: 'missing', reason: error.message, failure: error };
  } finally {
    onBegin();
  }
}

/** The same answer again, as a recording gives it, is the review that stands already. */
function kindOf({ seat }: SeatWork, { review, stands }: Kept): 'standing' | 'kept' | 'candidate' {
  if (review.id === seat.review?.id) return 'standing';
  return stands ? 'kept' : 'candidate';
}

async function askSeat(
  desk: Desk,
  work: SeatWork,
  prompt: Prompt,
  onBegin: () => void,
): Promise<Exclude<Settled, { kind: 'needs-repair' }>> {
  const ask = desk.ask(desk.lead);
  const tell = (stage: SeatStage) => desk.watch({ ...prompt.seat, stage });
  tell('asking');
  const first = await ask(prompt, { signal: desk.signal, onBegin });
  onBegin();
  tell('checking');
  const settled = await settleReply(desk, work, { prompt, replies: [first], fallback: null });
  if (settled.kind !== 'needs-repair') return settled;
  tell('repairing');
  const { repair } = settled;
  const soFar = { prompt, replies: [first], fallback: repair.fallback };
  const second = await ask(repair.prompt, { signal: desk.signal }).catch(async (error: unknown) => {
    const kept = desk.signal.aborted ? null : await settleFallback(desk, work, soFar);
    if (kept === null) throw error;
    return kept;
  });
  if ('kind' in second) return second;
  const last = await settleReply(desk, work, { ...soFar, replies: [first, second] });
  if (last.kind === 'needs-repair') throw new Error('a second correction round was asked for');
  return last;
}
