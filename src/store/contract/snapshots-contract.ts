import type { Dossier, UndatedDossier } from '../../core/facts/dossier.ts';
import type { Said } from '../../core/gathering/choose-facts.ts';
import type { Reading, Role } from '../../core/gathering/document.ts';
import type { FoundFact } from '../../core/gathering/found-fact.ts';

/** One document as it was read on one day. */
export interface Snapshot {
  /** Its number in the dossier it led to: `S1`. */
  source: string;
  role: Role;
  /** The address that was asked for, and where the document was found. */
  asked: string;
  url: string;
  contentType: string;
  etag: string | null;
  lastModified: string | null;
  /** ISO time. For a document that had not changed since the copy before, the time that was learnt. */
  retrievedAt: string;
  /** SHA-256 of the clean text, the one reviews quote. */
  hash: string;
  /** SHA-256 of the bytes as they came. */
  rawHash: string;
  text: string;
  reading: Reading;
}

/** Everything read about a tool at one time, and what was made of it. */
export interface Gathering {
  tool: string;
  dossierKey: string;
  /** The page it began with; null when the sources of a facts file were read again. */
  address: string | null;
  /** Hash of all texts and what they are: the same texts need not be read by a model again. */
  textsKey: string;
  /** The model that read the facts, as written by the editor; null when none did. */
  reader: string | null;
  facts: FoundFact[];
  /** What a person said over them. */
  said: Said;
  /** Addresses that gave no source, and why. */
  missed: { url: string; reason: string }[];
  /** ISO time. */
  at: string;
  snapshots: Snapshot[];
}

/** What is kept of the world outside. Nothing is ever deleted. */
export interface Snapshots {
  /**
   * Keeps a gathering with its snapshots, makes the dossier its tool’s present one, and settles the calls that read it
   * (of the seat they were asked for): all of it or nothing. `day` as in keepDossier.
   */
  keep(
    gathering: Gathering,
    dossier: UndatedDossier,
    day: string,
    settles: { seat: { tool: string; persona: string }; ids: readonly number[] } | null,
  ): Promise<Dossier>;
  /** Gatherings of a tool, the newest first, at most `limit`. */
  list(tool: string, limit: number): Promise<Gathering[]>;
  /** The address every gathering began with or found its first page at, by tool; and the address in its present facts. */
  addresses(): Promise<{ tool: string; address: string }[]>;
}
