import { personaKeyOf } from '../../core/asking/prompt.ts';
import type { Persona } from '../../core/panel/persona.ts';
import type { Desk } from '../../desk.ts';
import { isCurrent, partsOf } from './prepare-seat.ts';

/** Seats of a tool that wait for a review. */
export interface OpenSeats {
  tool: string;
  /** Ids. */
  personas: string[];
}

/**
 * Tools with empty seats, those whose facts are newest first. With `stale` also seats whose review answers other facts,
 * another persona or other rules than today’s, unless a person approved it.
 */
export async function findOpenSeats(desk: Desk, { stale }: { stale: boolean }): Promise<OpenSeats[]> {
  const tools = (await desk.store.listTools()).toSorted((a, b) => (a.asOf === b.asOf ? 0 : a.asOf > b.asOf ? -1 : 1));
  const open: OpenSeats[] = [];
  for (const { slug, reviews } of tools) {
    // A tool whose seats are all taken is not read again to learn that none is empty.
    if (!stale && reviews >= desk.panel.personas.length) continue;
    const personas = await openSeatsOf(desk, slug, stale);
    if (personas.length > 0) open.push({ tool: slug, personas });
  }
  return open;
}

async function openSeatsOf(desk: Desk, slug: string, stale: boolean): Promise<string[]> {
  const seats = await Promise.all(desk.panel.personas.map(({ id }) => desk.store.findSeat(slug, id)));
  const empty = seats.filter(({ review }) => review === null).map(({ persona }) => persona);
  if (!stale) return empty;
  const dossier = await desk.store.findDossier(slug);
  if (dossier === null) return empty;
  const isStale = (persona: Persona): boolean => {
    const seat = seats.find((one) => one.persona === persona.id);
    if (seat === undefined || seat.review === null || seat.approved !== null) return false;
    return !isCurrent(seat.review, { dossier, personaKey: personaKeyOf(partsOf(desk, dossier, persona)) });
  };
  return [...empty, ...desk.panel.personas.filter(isStale).map(({ id }) => id)];
}
