import type { Dossier } from '../core/dossier.ts';
import type { Persona } from '../core/persona.ts';
import type { Desk } from '../desk.ts';
import { fillBallots, type MissingBallot } from './fill-ballots.ts';
import { fillRepeats } from './fill-repeats.ts';
import { fillSeat, type SeatResult } from './fill-seat.ts';
import { assembleSeat } from './load-seats.ts';
import { prepareSeat, type SeatWishes } from './prepare-seat.ts';

/** What the rest of the jury could not be had for. Repeats have no vote, so no reader misses them: only the editor is told. */
interface Gaps {
  missingBallots: MissingBallot[];
  missingRepeats: MissingBallot[];
}

/** A seat’s result, with what its jury lacks. */
export type FilledSeatResult = SeatResult & Gaps;

/**
 * Fills the seats of one tool. Where the lead’s service caches prompts, one persona goes first; as soon as its answer
 * begins, the others are released and read the shared prefix from the cache instead of each writing it.
 */
export async function fillSeats(
  desk: Desk,
  dossier: Dossier,
  personas: readonly Persona[],
  wishes: SeatWishes,
): Promise<FilledSeatResult[]> {
  for (const persona of personas) desk.watch({ tool: dossier.tool.slug, persona: persona.id, stage: 'waiting' });
  const prepared = await Promise.all(personas.map((persona) => prepareSeat(desk, dossier, persona, wishes)));
  const first = prepared.find((seat) => seat.kind === 'ask');
  const begun = Promise.withResolvers<void>();
  const caches = desk.lead.service === 'claude';
  return allOf(
    prepared.map(async (seat) => {
      const waits = caches && seat.kind === 'ask' && seat !== first;
      if (waits) await begun.promise;
      const result = await fillSeat(desk, seat, seat === first ? begun.resolve : () => {});
      const gaps = await fillJury(desk, result, wishes);
      await report(desk, result);
      return { ...result, ...gaps };
    }),
  );
}

/** The other jurors’ votes, then the lead’s repeats. */
async function fillJury(desk: Desk, result: SeatResult, { repeat = 1 }: SeatWishes): Promise<Gaps> {
  if (result.kind === 'missing') return { missingBallots: [], missingRepeats: [] };
  const { work, review } = result;
  const missingBallots = await fillBallots(desk, work, review);
  return { missingBallots, missingRepeats: await fillRepeats(desk, work, review, repeat) };
}

/** Waits for all, then fails with the first failure: an ended run still keeps every seat that was finishing. */
export async function allOf<T>(work: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}

async function report(desk: Desk, result: SeatResult): Promise<void> {
  const seat = { tool: result.work.dossier.tool.slug, persona: result.work.persona.id };
  if (result.kind === 'missing') return desk.watch({ ...seat, stage: 'missing', reason: result.reason });
  const { score, verdict } = await assembleSeat(desk, result.work.persona, result.review);
  const costUsd = result.kind === 'standing' ? 0 : result.review.byline.costUsd;
  const stage = result.kind === 'kept' ? 'done' : result.kind;
  desk.watch({ ...seat, stage, score, verdict, costUsd, supplied: result.review.byline.supplied !== null });
}
