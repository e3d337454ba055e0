import { openingOf } from '../../core/checking/openings.ts';
import type { Surroundings } from '../../core/checking/voice.ts';
import { oncePer } from '../../core/once-per.ts';
import type { Desk } from '../../desk.ts';
import type { Neighbour } from '../../store/contract/contract.ts';
import type { SeatWork } from './prepare-seat.ts';

/** Reviews looked at: enough to judge how a persona begins, and few enough to read for every reply. */
const furthest = 200;

const openingIn = oncePer(({ prose }: Neighbour) => openingOf(prose));

/** What stands around a seat now: how its persona begins elsewhere, and what the others say about this dossier. */
export async function lookAround(desk: Desk, { dossier, seat }: SeatWork): Promise<Surroundings> {
  const { beside, elsewhere } = await desk.store.listNeighbours(seat, furthest);
  return {
    otherOpenings: elsewhere.map(openingIn),
    otherProse: beside.filter(({ dossierKey }) => dossierKey === dossier.key),
  };
}
