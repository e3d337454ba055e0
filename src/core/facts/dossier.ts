import { hashText, keyOf } from '../key.ts';
import { cleanLine, cleanSource } from '../steering/steering.ts';
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

/**
 * Cleans, numbers and hashes the sources and keys the dossier: nothing readers cannot see gets in, in facts and titles neither.
 * Days of retrieval are not part of the key: reading the same text again is the same dossier.
 */
export function assembleDossier(uncleaned: Tool, unnumbered: readonly UnnumberedSource[]): UndatedDossier {
  const tool = cleanTool(uncleaned);
  const sources = unnumbered.map((source, index) => {
    const { text } = cleanSource(source.text);
    const url = source.url === null ? null : cleanLine(source.url).replaceAll(' ', '');
    return { ...source, id: `S${index + 1}`, title: cleanLine(source.title), url, text, hash: hashText(text) };
  });
  return { key: dossierKey(tool, sources), tool, sources };
}

function cleanTool(tool: Tool): Tool {
  const orNull = (text: string | null): string | null => (text === null ? null : cleanLine(text));
  return {
    ...tool,
    name: cleanLine(tool.name),
    maker: orNull(tool.maker),
    jobs: tool.jobs.map(cleanLine),
    tagline: cleanLine(tool.tagline),
    category: cleanLine(tool.category),
    url: orNull(tool.url),
    pricing: { ...tool.pricing, text: orNull(tool.pricing.text) },
    licence: orNull(tool.licence),
    description: cleanSource(tool.description).text,
    aliases: tool.aliases.map(cleanLine),
  };
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
