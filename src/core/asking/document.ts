import type { DossierDocument } from '../call.ts';
import type { Dossier } from '../facts/dossier.ts';
import { fill } from './template.ts';

/** The templates of a dossier that is a document of its own. */
export interface DocumentTemplates {
  /** The document: facts and fenced sources, and no word of ours about them. */
  document: string;
  /** What the rules say in the place of the facts: where to find them. */
  enclosed: string;
}

/**
 * Longest document, in characters, that is part of the rules of every prompt. A run sends a dossier about ten times (four
 * leads, their ballots by the same service, corrections, duels). Uploading it saves nine of them and costs one more round
 * trip, about 300 ms: at 10 Mbit/s up, nine times 40,000 characters take as long.
 */
export const longestInline = 40_000;

/** Whether a document is uploaded where a service can keep it. */
export function isLarge({ text }: Pick<WrittenDocument, 'text'>): boolean {
  return text.length > longestInline;
}

/** A dossier and its text as a document. */
export type WrittenDocument = Omit<DossierDocument, 'start' | 'end'> & { text: string };

/**
 * A dossier as a document: the same text whoever reads it, alone or beside another one, so that one upload serves every
 * call. Its sources are named `S1`, `S2`, … and its fence is its own.
 */
export function documentOf(dossier: Dossier, templates: DocumentTemplates): WrittenDocument {
  const { key, tool, asOf } = dossier;
  const title = `Dossier of ${tool.name} as of ${asOf}`;
  const text = fill(templates.document, { title, ...factsAndSources(dossier), fence: fenceOf(dossier) });
  return { dossierKey: key, tool: tool.slug, title, text };
}

/** What the rules say in the place of a dossier’s facts. In a duel its sources have the letter before their names. */
export function pointerTo(
  { title }: Pick<WrittenDocument, 'title'>,
  letter: string | null,
  templates: DocumentTemplates,
): string {
  return fill(templates.enclosed, { title, letter });
}

/** The part of a prompt all personas share, and where in it the documents stand: at its end, with blank lines between. */
export function withDocuments(
  rules: string,
  documents: readonly WrittenDocument[],
): { shared: string; documents: DossierDocument[] } {
  let shared = rules;
  const placed = documents.map(({ text, ...document }) => {
    const start = shared.length + 2;
    shared += `\n\n${text}`;
    return { ...document, start, end: shared.length };
  });
  return { shared, documents: placed };
}

/** What templates may say of a dossier. */
export function factsAndSources({ tool, sources }: Pick<Dossier, 'tool' | 'sources'>): Record<string, unknown> {
  const { pricing, ...facts } = tool;
  return {
    facts: JSON.stringify({ ...facts, pricing: pricing.text }, null, 2),
    sources: sources.map(({ id, kind, title, url, text }) => ({ id, kind, title, url, text })),
  };
}

/** A word that closes a source’s fence. It is a digest over all sources, so no source can hold it. */
export function fenceOf(dossier: Pick<Dossier, 'key'>): string {
  return dossier.key.slice(dossier.key.lastIndexOf(':') + 1).slice(0, 16);
}
