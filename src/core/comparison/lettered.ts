import { type Evidence, prepareEvidence } from '../evidence/evidence.ts';
import type { Dossier, Source } from '../facts/dossier.ts';

/** What a prompt about several tools calls the tool in this place: A, B, C, … */
export function letterAt(place: number): string {
  return String.fromCharCode(65 + place);
}

/** The sources of several dossiers under the names they have side by side: `B.S1` is S1 of the second. */
export function letteredSources(dossiers: readonly Pick<Dossier, 'sources'>[]): Source[][] {
  return dossiers.map(({ sources }, place) =>
    sources.map((source) => ({ ...source, id: `${letterAt(place)}.${source.id}` })),
  );
}

/** All of them made ready for quotes. */
export function letteredEvidence(dossiers: readonly Pick<Dossier, 'sources'>[]): Evidence {
  return prepareEvidence(letteredSources(dossiers).flat());
}
