import { hashText, keyOf } from './key.ts';
import type { SourceKind, Tool } from './tool.ts';

/** One document about a tool. Its text is data for a prompt, never instructions. */
export interface Source {
  /** `S1`, `S2`, … in the order of the facts file. */
  id: string;
  kind: SourceKind;
  title: string;
  url: string | null;
  /** Day it was read, YYYY-MM-DD. */
  retrieved: string;
  text: string;
  /** SHA-256 of the text. */
  hash: string;
}

/** Facts and numbered sources of a tool at one moment: the only thing personas read. */
export interface Dossier {
  key: string;
  tool: Tool;
  sources: Source[];
  /** The day this key was first stored, YYYY-MM-DD: the only date in a prompt. */
  asOf: string;
}

/** A dossier before the store has told on which day its key was first seen. */
export type UndatedDossier = Omit<Dossier, 'asOf'>;

export type UnnumberedSource = Omit<Source, 'id' | 'hash'>;

/** Numbers and hashes the sources and keys the dossier. Days of retrieval are not part of the key: reading the same text again is the same dossier. */
export function assembleDossier(tool: Tool, unnumbered: readonly UnnumberedSource[]): UndatedDossier {
  const sources = unnumbered.map((source, index) => ({ ...source, id: `S${index + 1}`, hash: hashText(source.text) }));
  return { key: dossierKey(tool, sources), tool, sources };
}

/**
 * The dossier key: the facts, and each source's id, title, address and content hash. Of the pricing only its text counts,
 * so a better price parser does not make every review stale.
 */
export function dossierKey(tool: Tool, sources: readonly Pick<Source, 'id' | 'title' | 'url' | 'hash'>[]): string {
  return keyOf('dossier', {
    tool: { ...tool, pricing: tool.pricing.text },
    sources: sources.map(({ id, title, url, hash }) => ({ id, title, url, hash })),
  });
}
