import type { Source } from '../facts/dossier.ts';
import { oncePer } from '../once-per.ts';
import type { Quote } from '../opinion/opinion.ts';
import { cutSteering, type Steering } from '../steering/steering.ts';
import { withoutMarkup } from './markup.ts';
import { closestPassage, findPieces, type Piece, passageAcross } from './passage.ts';
import { placeOf, type Word, type Wording, wordingOf, wordsOf } from './words.ts';

/** Whether the words of a quote stand in the source it names. Only `exact` is verified. Passages are normalised and can be quoted as they are. */
export type QuoteFinding =
  | { kind: 'exact'; source: string }
  /** Stands in another source than the one named; `source` is where. */
  | { kind: 'elsewhere'; source: string }
  /** Stands in a passage that tries to steer its reviewers, which proves nothing; `why` says how. */
  | { kind: 'flagged'; source: string; why: string }
  /** Edited: `passage` is what `source` really says there. It may be another source than the one named. */
  | { kind: 'near'; source: string; passage: string }
  /** Joined from pieces that stand in several places, with or without an ellipsis. */
  | { kind: 'joined'; pieces: { source: string; passage: string }[] }
  /** Invented, or so far from every source that nothing says what was meant. */
  | { kind: 'absent'; source: string }
  /** Fewer than three words, and neither a word with its number nor a whole line of the source: proves nothing. */
  | { kind: 'too-short' }
  /** No source has the id; `known` are those there are. */
  | { kind: 'unknown-source'; known: string[] };

/** Sources made ready for many quotes. */
export interface Evidence {
  sources: PreparedSource[];
}

interface PreparedSource {
  id: string;
  /** The id as quotes are compared with it. */
  name: string;
  /** The whole text: as it is, and without the marks that only lay it out. */
  whole: Wording[];
  /** The same without the passages that try to steer. */
  sound: Wording[];
  /** Its lines, without those passages. */
  lines: string[];
  steering: Steering[];
}

/**
 * One spelling for what only typography distinguishes: compatibility forms and ligatures (NFKC), quotation marks, apostrophes,
 * dashes, ellipses, white space; soft hyphens and zero-width characters go.
 */
export function normaliseEvidence(text: string): string {
  if (plain.test(text)) return text;
  return plainMarks(plainMarks(text.toWellFormed()).normalize('NFKC')).replaceAll(/\s+/g, ' ').trim();
}

/** ASCII with single spaces and no grave accent, which nothing below would change: nearly every text. */
const plain = /^(?:[!-_a-~]+(?: (?=[!-~])|$))*$/;

/** Before NFKC, which would turn an acute accent into a space; and after it, for the marks it brings forth. */
function plainMarks(text: string): string {
  return text
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replaceAll(/[\u2018-\u201b\u2032\u2035\u2039\u203a\u02bc\u02b9\u00b4\u0060\uff07]/g, "'")
    .replaceAll(/[\u201c-\u201f\u2033\u2036\u00ab\u00bb\u301d-\u301f\uff02]/g, '"')
    .replaceAll(/[\u2014\u2015\u2e3a\u2e3b\ufe58]/g, ' - ')
    .replaceAll(/[\u2010-\u2013\u2043\u2212\ufe63\uff0d]/g, '-');
}

/** Normalises each source once, and takes out what no quote may rest on. Once for each list: every reviewer of a tool quotes from the same. */
export const prepareEvidence = oncePer(
  (sources: readonly Pick<Source, 'id' | 'text'>[]): Evidence => ({
    sources: sources.map(({ id, text }) => {
      const { steering, rest } = cutSteering(text);
      const whole = wordingsOf(text);
      const sound = steering.length === 0 ? whole : wordingsOf(rest);
      return { id, name: nameOf(id), whole, sound, lines: rest.split('\n'), steering };
    }),
  }),
);

/** The text as it is, and without markup in both ways to mend a word cut at the end of a line; each once. */
function wordingsOf(text: string): Wording[] {
  const versions = [text, withoutMarkup(text, 'dropped'), withoutMarkup(text, 'kept')].map(normaliseEvidence);
  return [...new Set(versions)].map(wordingOf);
}

/**
 * Looks a quote up in the source it names, then in the others. Case counts; quotes begin and end where words do.
 * A pair of quotation marks around the quote, and an ellipsis or full stop a model put at its edge, do not count, nor do marks that only lay a text out.
 */
export function verifyQuote(quote: Quote, { sources }: Evidence): QuoteFinding {
  const all = readingsOf(quote.text);
  const name = nameOf(quote.source);
  const named = sources.find((source) => source.name === name);
  const readings = all.filter((reading) => isTelling(reading, named?.lines ?? []));
  if (readings.length === 0) return { kind: 'too-short' };
  const others = sources.filter((source) => source !== named);
  if (named !== undefined && stands(readings, named.sound)) return { kind: 'exact', source: named.id };
  const flagged = [named, ...others].find(
    (source) => source !== undefined && source.steering.length > 0 && stands(readings, source.whole),
  );
  const other = others.find((source) => stands(readings, source.sound));
  if (flagged !== undefined && (flagged === named || other === undefined))
    return { kind: 'flagged', source: flagged.id, why: reasonAt(readings, flagged.steering) };
  if (other !== undefined) return { kind: 'elsewhere', source: other.id };
  if (named === undefined) return { kind: 'unknown-source', known: sources.map((source) => source.id) };
  return findOrigin(all.at(-1) ?? '', named, others) ?? { kind: 'absent', source: named.id };
}

/** Where a quote that stands nowhere comes from: pieces first, then a passage it was edited from; the named source before the others. */
function findOrigin(reading: string, named: PreparedSource, others: readonly PreparedSource[]): QuoteFinding | null {
  const sources = [named, ...others];
  const texts = sources.flatMap(({ sound }) => sound.slice(-1));
  const sourceAt = (index: number): string => sources[index]?.id ?? named.id;
  const pieces = findPieces(reading, texts);
  if (pieces !== null) return findingOf(pieces, passageAcross(pieces, texts), sourceAt);
  for (const [index, text] of texts.entries()) {
    const passage = closestPassage(reading, text);
    if (passage !== null) return { kind: 'near', source: sourceAt(index), passage };
  }
  return null;
}

function findingOf(
  pieces: readonly Piece[],
  across: string | null,
  sourceAt: (index: number) => string,
): QuoteFinding | null {
  if (across !== null) return { kind: 'near', source: sourceAt(pieces[0]?.of ?? 0), passage: across };
  return { kind: 'joined', pieces: pieces.map(({ of, passage }) => ({ source: sourceAt(of), passage })) };
}

function stands(readings: readonly string[], wordings: readonly Wording[]): boolean {
  return readings.some((reading) => wordings.some((wording) => placeOf(reading, wording) !== null));
}

/** Why the passage a quote comes from does not count. */
function reasonAt(readings: readonly string[], steering: readonly Steering[]): string {
  const bare = steering.map(({ passage, why }) => ({
    passage: normaliseEvidence(withoutMarkup(passage, 'kept')),
    why,
  }));
  const overlaps = (passage: string): boolean =>
    readings.some((reading) => passage.includes(reading) || reading.includes(passage));
  return (bare.find(({ passage }) => overlaps(passage)) ?? bare[0])?.why ?? 'speaks to its reviewers';
}

/** ` s1 `, `[S1]` and `S1` name the same source. */
function nameOf(source: string): string {
  return source
    .trim()
    .replace(/^\[(.*)\]$/s, '$1')
    .trim()
    .toLowerCase();
}

/** The quote as given, without what a model may have put around it, and without markup. */
function readingsOf(text: string): string[] {
  const wholes = new Set([text, withoutMarkup(text, 'kept')].map(normaliseEvidence));
  return [...new Set([...wholes].flatMap(withoutEdges))].filter((reading) => reading !== '');
}

function withoutEdges(whole: string): string[] {
  const bare = whole.replace(/^(["'])(.*)\1$/s, '$2').trim();
  const trimmed = withoutFullStop(bare.replace(/^\.{3} ?/, '')).trim();
  return [whole, bare, trimmed];
}

function withoutFullStop(text: string): string {
  return text.endsWith('.') ? text.replace(/ ?(?:\.{3}|\.)$/, '') : text;
}

/** Three words are; fewer with three letters in a row when they are a word and a number (`"version": "2.88.1"`) or a whole line of the source. */
function isTelling(reading: string, lines: readonly string[]): boolean {
  const words = wordsOf(reading);
  if (words.length >= 3) return true;
  if (!/\p{L}{3}/u.test(reading)) return false;
  return (words.length === 2 && /\p{N}/u.test(reading)) || lines.some((line) => haveSameWords(line, words));
}

function haveSameWords(line: string, words: readonly Word[]): boolean {
  const own = wordsOf(normaliseEvidence(line));
  return own.length === words.length && own.every(({ text }, index) => text === words[index]?.text);
}
