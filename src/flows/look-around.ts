import { openingOf } from '../core/checking/openings.ts';
import type { Surroundings } from '../core/checking/voice.ts';
import { proseOf } from '../core/opinion/review.ts';
import type { Desk } from '../desk.ts';
import type { SeatWork } from './prepare-seat.ts';

/** Reviews looked at: enough to judge how a persona begins, and few enough to read for every reply. */
const furthest = 200;

/** What stands around a seat now: how its persona begins elsewhere, and what the others say about this dossier. One query. */
export async function lookAround(desk: Desk, { dossier, seat }: SeatWork): Promise<Surroundings> {
  const neighbours = await desk.store.listNeighbours(seat, furthest);
  const elsewhere = neighbours.filter((review) => review.tool !== seat.tool);
  const beside = neighbours.filter((review) => review.tool === seat.tool && review.byline.dossierKey === dossier.key);
  return {
    otherOpenings: elsewhere.map((review) => openingOf(proseOf(review.opinion))),
    otherProse: beside.map((review) => ({ persona: review.persona, prose: proseOf(review.opinion) })),
  };
}
