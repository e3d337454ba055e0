import { composeDuel } from '../../core/asking/prompt.ts';
import type { Prompt } from '../../core/call.ts';
import { commonJobs } from '../../core/comparison/decision.ts';
import type { Dossier } from '../../core/facts/dossier.ts';
import type { Persona } from '../../core/panel/persona.ts';
import type { Desk } from '../../desk.ts';
import { loadSeats } from '../ask/load-seats.ts';
import type { SeatWishes } from '../ask/prepare-seat.ts';
import { bothOrders, duelPartsOf, findPair, findStanding } from './load-duels.ts';
import { loadKnown } from './load-supplements.ts';

/** What a duel would ask. */
export interface ComposedDuels {
  prompts: Omit<Prompt, 'attempt'>[];
  /** As the reviews stand today, the two best are within the noise of each other. */
  close: boolean;
}

/**
 * The questions of a duel, as far as they are open; none for tools without a common job. Of more than two tools the two
 * that are best today stand for the pair; while there is no such pair, the first two.
 */
export async function composeDuels(
  desk: Desk,
  dossiers: readonly Dossier[],
  personas: readonly Persona[],
  { fresh, leadNamed }: Pick<SeatWishes, 'fresh' | 'leadNamed'>,
): Promise<ComposedDuels> {
  const facts = dossiers.map(({ tool }) => tool);
  const [first, second] = dossiers;
  if (first === undefined || second === undefined || desk.onlyRecordings || commonJobs(facts).length === 0)
    return { prompts: [], close: false };
  // as they were given, not as they are stored: a dossier that was only read is in no store
  const tools = await Promise.all(
    dossiers.map(async (dossier) => ({ dossier, seats: await loadSeats(desk, dossier, new Map()) })),
  );
  const found = findPair(desk, tools, await loadKnown(desk, tools));
  const pair = found?.pair ?? ([first, second] as const);
  const prompts = personas.map(async (persona) => {
    const standing = fresh ? [] : await findStanding(desk, pair, persona, leadNamed ? desk.lead.written : null);
    const open = bothOrders(pair).filter((_, index) => !standing[index]);
    return open.map((order) => composeDuel(duelPartsOf(desk, order, persona)));
  });
  return { prompts: (await Promise.all(prompts)).flat(), close: found?.close ?? false };
}
