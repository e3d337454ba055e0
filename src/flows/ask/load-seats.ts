import type { ToolOnPanel } from '../../core/comparison/assemble.ts';
import type { ReviewRecord } from '../../core/comparison/comparison.ts';
import { type FilledSeat, recordSeat } from '../../core/comparison/seat-record.ts';
import type { Dossier } from '../../core/facts/dossier.ts';
import type { Review } from '../../core/opinion/review.ts';
import type { Persona } from '../../core/panel/persona.ts';
import type { Desk } from '../../desk.ts';
import type { Jury, Seat } from '../../store/contract/contract.ts';
import type { MissingBallot } from './fill-ballots.ts';
import { answersDossier, findCandidate } from './find-candidate.ts';
import { declined, emptySeat } from './prepare-seat.ts';

/** What the last run knows about a seat that the store does not. */
export interface SeatNews {
  /** Why there is no review. */
  reason: string | null;
  missingBallots: readonly Pick<MissingBallot, 'model' | 'reason'>[];
}

/** By tool slug, then persona id. */
export type News = ReadonlyMap<string, ReadonlyMap<string, SeatNews>>;

/** Tools of the store with their seats as they stand, for a document. */
export async function loadTools(desk: Desk, slugs: readonly string[], news: News): Promise<ToolOnPanel[]> {
  return Promise.all(
    slugs.map(async (slug) => {
      const dossier = await desk.store.findDossier(slug);
      if (dossier === null) throw new Error(`the tool "${slug}" has no dossier`);
      return { dossier, seats: await loadSeats(desk, dossier, news.get(slug) ?? new Map()) };
    }),
  );
}

/** The seats of a tool as they stand, for a document. News are by persona id. */
export async function loadSeats(
  desk: Desk,
  dossier: Dossier,
  news: ReadonlyMap<string, SeatNews>,
): Promise<FilledSeat[]> {
  const seats = await desk.store.listSeats(dossier.tool.slug);
  const shown = [...seats.values()].flatMap(({ review }) =>
    review !== null && answersDossier(review, dossier) ? [review.id] : [],
  );
  const juries = shown.length === 0 ? new Map<number, Jury>() : await desk.store.listJuries(shown);
  return Promise.all(
    desk.panel.personas.map((persona) => {
      const seat = seats.get(persona.id) ?? emptySeat(dossier.tool.slug, persona.id);
      return loadSeat(desk, dossier, persona, { seat, juries, news: news.get(persona.id) });
    }),
  );
}

async function loadSeat(
  desk: Desk,
  dossier: Dossier,
  persona: Persona,
  { seat, juries, news }: { seat: Seat; juries: ReadonlyMap<number, Jury>; news: SeatNews | undefined },
): Promise<FilledSeat> {
  const missingBallots = (news?.missingBallots ?? []).map(({ model, reason }) => ({ model, reason }));
  const shown = seat.review !== null && answersDossier(seat.review, dossier) ? seat.review : null;
  if (shown !== null) {
    const { ballots, repeats } = juries.get(shown.id) ?? { ballots: [], repeats: [] };
    return { persona, review: shown, ballots, repeats, missingBallots, missing: null, approved: seat.approved };
  }
  return {
    persona,
    review: null,
    ballots: [],
    repeats: [],
    missingBallots,
    missing: await explainMissing(desk, dossier, seat, news),
    approved: null,
  };
}

/** Why no review of a seat can be shown. One that waits for a person counts before everything else: a person can mend that at once. */
async function explainMissing(desk: Desk, dossier: Dossier, seat: Seat, news: SeatNews | undefined): Promise<string> {
  const asked = news?.reason ?? seat.missing?.reason;
  if (seat.review === null) return asked ?? 'not asked yet';
  const candidate = await findCandidate(desk, dossier, seat.persona);
  const reason = candidate?.waits
    ? `a new review waits for a person, who decides with: ship-or-skip regenerate ${seat.tool} ${seat.persona}`
    : (asked ?? (candidate === null ? 'not asked yet' : declined));
  return `the standing review answers an earlier dossier; ${reason}`;
}

/** One review as a reader sees it, scored with its ballots; without what the dossier says about its jurors. */
export async function assembleSeat(
  desk: Desk,
  persona: Persona,
  review: Review,
  jury?: Pick<Jury, 'ballots'>,
): Promise<ReviewRecord> {
  const ballots = jury?.ballots ?? (await desk.store.listBallots(review.id));
  const seat = { persona, review, ballots, repeats: [], missingBallots: [], missing: null, approved: null };
  return recordSeat(seat, desk.panel.panel, null);
}
