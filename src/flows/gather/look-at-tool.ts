import type { Dossier } from '../../core/facts/dossier.ts';
import { type FactConflict, findConflicts } from '../../core/gathering/agreement.ts';
import type { FoundFact } from '../../core/gathering/found-fact.ts';
import type { Desk } from '../../desk.ts';
import type { Gathering } from '../../store/contract/snapshots-contract.ts';

/** Where the sources of a dossier contradict each other, as far as they were read for facts. */
export async function listConflicts(desk: Desk, dossier: Dossier): Promise<FactConflict[]> {
  const [last] = await desk.store.snapshots.list(dossier.tool.slug, 1);
  return last === undefined ? [] : findConflicts(factsIn(dossier, last));
}

/** The facts of a gathering that rest on texts this dossier holds: a maker’s answer since makes another dossier of the same pages. What came from a list has no pages and is of one dossier. */
export function factsIn({ key, sources }: Dossier, { facts, snapshots, dossierKey }: Gathering): FoundFact[] {
  if (dossierKey === key) return facts;
  const hashOf = new Map(snapshots.map(({ source, hash }) => [source, hash]));
  return facts.filter(({ source }) => sources.some(({ id, hash }) => id === source && hash === hashOf.get(source)));
}
