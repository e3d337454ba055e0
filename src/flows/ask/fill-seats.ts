import { scoreReview } from '../../core/comparison/seat-record.ts';
import type { Dossier } from '../../core/facts/dossier.ts';
import type { Ballot } from '../../core/opinion/review.ts';
import type { Persona } from '../../core/panel/persona.ts';
import type { Desk } from '../../desk.ts';
import type { Jury } from '../../store/contract/contract.ts';
import { allOf } from './all-of.ts';
import { fillBallots, type MissingBallot } from './fill-ballots.ts';
import { fillRepeats } from './fill-repeats.ts';
import { fillSeat, type SeatResult } from './fill-seat.ts';
import { isCurrent, type Prepared, prepareSeats, type SeatWishes } from './prepare-seat.ts';

/** What the rest of the jury could not be had for, and whether it grew. Repeats have no vote, so no reader misses them: only the editor is told. */
interface Gaps {
  missingBallots: MissingBallot[];
  missingRepeats: MissingBallot[];
  /** Whether a ballot or a repeat was kept in this run. */
  juryGrew: boolean;
}

/** A seat’s result, with what became of its jury. */
export type FilledSeatResult = SeatResult & Gaps;

/** Fills the seats of one tool. */
export async function fillSeats(
  desk: Desk,
  dossier: Dossier,
  personas: readonly Persona[],
  wishes: SeatWishes,
): Promise<FilledSeatResult[]> {
  for (const persona of personas) desk.watch({ tool: dossier.tool.slug, persona: persona.id, stage: 'waiting' });
  const prepared = await prepareSeats(desk, dossier, personas, wishes);
  const juries = await juriesOf(desk, prepared);
  const fill = async (seat: Prepared): Promise<FilledSeatResult> => {
    const result = await fillSeat(desk, seat);
    const gaps = await fillJury(desk, result, wishes);
    const before =
      'review' in seat ? juries.get(seat.review.id)?.ballots : 'isNew' in result && result.isNew ? [] : null;
    await report(desk, result, gaps.juryGrew ? null : (before ?? null));
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

/** `known` are the review’s ballots where they need not be read. */
async function report(desk: Desk, result: SeatResult, known: readonly Ballot[] | null): Promise<void> {
  const { dossier, persona } = result.work;
  const seat = { tool: dossier.tool.slug, persona: persona.id };
  if (result.kind === 'missing') return desk.watch({ ...seat, stage: 'missing', reason: result.reason });
  const { review } = result;
  const ballots = known ?? (await desk.store.listBallots(review.id));
  const { score, verdict } = scoreReview({ persona, ballots }, review, desk.panel.panel);
  const stage = stageOf(result.kind);
  const costUsd = stage === 'standing' ? 0 : review.byline.costUsd;
  desk.watch({ ...seat, stage, score, verdict, costUsd, supplied: review.byline.supplied !== null });
}

function stageOf(kind: Exclude<SeatResult['kind'], 'missing'>): 'standing' | 'done' | 'candidate' {
  if (kind === 'candidate') return kind;
  return kind === 'kept' ? 'done' : 'standing';
}
