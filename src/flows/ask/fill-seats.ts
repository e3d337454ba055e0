import PQueue from 'p-queue';
import type { Dossier } from '../../core/facts/dossier.ts';
import type { Persona } from '../../core/panel/persona.ts';
import type { Desk } from '../../desk.ts';
import type { Jury } from '../../store/contract/contract.ts';
import { allOf } from './all-of.ts';
import { fillBallots, type MissingBallot } from './fill-ballots.ts';
import { fillRepeats } from './fill-repeats.ts';
import { fillSeat, type SeatResult } from './fill-seat.ts';
import { assembleSeat } from './load-seats.ts';
import { isCurrent, type Prepared, prepareSeat, type SeatWishes } from './prepare-seat.ts';
import { settleReply } from './settle-reply.ts';

/** What the rest of the jury could not be had for, and whether it grew. Repeats have no vote, so no reader misses them: only the editor is told. */
interface Gaps {
  missingBallots: MissingBallot[];
  missingRepeats: MissingBallot[];
  /** Whether a ballot or a repeat was kept in this run. */
  juryGrew: boolean;
}

/** A seat’s result, with what became of its jury. */
export type FilledSeatResult = SeatResult & Gaps;

/** Fills the seats of one tool. Answers that come together are settled one after the other: each is compared with what the others say. */
export async function fillSeats(
  desk: Desk,
  dossier: Dossier,
  personas: readonly Persona[],
  wishes: SeatWishes,
): Promise<FilledSeatResult[]> {
  for (const persona of personas) desk.watch({ tool: dossier.tool.slug, persona: persona.id, stage: 'waiting' });
  const seats = await desk.store.listSeats(dossier.tool.slug);
  const prepared = await Promise.all(
    personas.map((persona) => prepareSeat(desk, dossier, persona, wishes, seats.get(persona.id))),
  );
  const juries = await juriesOf(desk, prepared);
  const inTurn = new PQueue({ concurrency: 1 });
  const settle: typeof settleReply = (...reply) => inTurn.add(() => settleReply(...reply));
  const fill = async (seat: Prepared): Promise<FilledSeatResult> => {
    const result = await fillSeat(desk, seat, settle);
    const gaps = await fillJury(desk, result, wishes);
    await report(desk, result, 'review' in seat && !gaps.juryGrew ? juries.get(seat.review.id) : undefined);
    return { ...result, ...gaps };
  };
  return allOf(prepared.map(fill));
}

/** The other jurors’ votes, then the lead’s repeats. Today’s checklist says nothing about a review that answered another one. */
async function fillJury(desk: Desk, result: SeatResult, { repeat = 1 }: SeatWishes): Promise<Gaps> {
  const nobody = desk.ballots.length === 0 && repeat === 1;
  if (nobody || result.kind === 'missing' || !isCurrent(result.review, result.work))
    return { missingBallots: [], missingRepeats: [], juryGrew: false };
  const { work, review } = result;
  const before = await countAnswers(desk, review.id);
  const missingBallots = await fillBallots(desk, work, review);
  const missingRepeats = await fillRepeats(desk, work, review, repeat);
  return { missingBallots, missingRepeats, juryGrew: (await countAnswers(desk, review.id)) > before };
}

async function countAnswers({ store }: Desk, reviewId: number): Promise<number> {
  return (await store.listBallots(reviewId)).length + (await store.listRepeats(reviewId)).length;
}

/** The juries of the reviews that stand already. */
async function juriesOf({ store }: Desk, prepared: readonly Prepared[]): Promise<Map<number, Jury>> {
  const ids = prepared.flatMap((seat) => ('review' in seat ? [seat.review.id] : []));
  if (ids.length === 0) return new Map();
  const juries = await store.listJuries(ids);
  return new Map(ids.map((id) => [id, juries.get(id) ?? { ballots: [], repeats: [] }]));
}

async function report(desk: Desk, result: SeatResult, jury: Jury | undefined): Promise<void> {
  const seat = { tool: result.work.dossier.tool.slug, persona: result.work.persona.id };
  if (result.kind === 'missing') return desk.watch({ ...seat, stage: 'missing', reason: result.reason });
  const { score, verdict } = await assembleSeat(desk, result.work.persona, result.review, jury);
  const stage = stageOf(result.kind);
  const costUsd = stage === 'standing' ? 0 : result.review.byline.costUsd;
  desk.watch({ ...seat, stage, score, verdict, costUsd, supplied: result.review.byline.supplied !== null });
}

function stageOf(kind: Exclude<SeatResult['kind'], 'missing'>): 'standing' | 'done' | 'candidate' {
  if (kind === 'candidate') return kind;
  return kind === 'kept' ? 'done' : 'standing';
}
