import type { Source } from './dossier.ts';
import type { Quote } from './opinion.ts';

/** Whether the words of a quote stand in the source it names. Only `exact` is verified. Passages are normalised and can be quoted as they are. */
export type QuoteFinding =
  | { kind: 'exact'; source: string }
  /** Stands in another source than the one named; `source` is where. */
  | { kind: 'elsewhere'; source: string }
  /** Edited, or stitched from parts: `passage` is what the source really says there. */
  | { kind: 'near'; source: string; passage: string }
  | { kind: 'absent'; source: string }
  /** Fewer than three words and fewer than twelve letters: proves nothing. */
  | { kind: 'too-short' }
  /** No source has the id; `known` are those there are. */
  | { kind: 'unknown-source'; known: string[] };

/** Sources made ready for many quotes. */
export interface Evidence {
  sources: PreparedSource[];
}

interface PreparedSource {
  id: string;
  /** Normalised. */
  text: string;
  words: Word[];
}

/** A word of a normalised text, from `start` up to, not including, `end`. */
interface Word {
  lower: string;
  start: number;
  end: number;
}

/**
 * One spelling for what only typography distinguishes: compatibility forms and ligatures (NFKC), quotation marks, apostrophes,
 * dashes, ellipses, white space; soft hyphens and zero-width characters go.
 */
export function normaliseEvidence(text: string): string {
  return plainMarks(plainMarks(text.toWellFormed()).normalize('NFKC')).replaceAll(/\s+/g, ' ').trim();
}

/** Before NFKC, which would turn an acute accent into a space; and after it, for the marks it brings forth. */
function plainMarks(text: string): string {
  return text
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replaceAll(/[\u2018-\u201b\u2032\u2035\u2039\u203a\u02bc\u02b9\u00b4\u0060\uff07]/g, "'")
    .replaceAll(/[\u201c-\u201f\u2033\u2036\u00ab\u00bb\u301d-\u301f\uff02]/g, '"')
    .replaceAll(/[\u2014\u2015\u2e3a\u2e3b\ufe58]/g, ' - ')
    .replaceAll(/[\u2010-\u2013\u2043\u2212\ufe63\uff0d]/g, '-');
}

/** Scripts written without spaces: each character stands as a word. */
const unspaced = String.raw`[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]`;
const letter = String.raw`[[\p{L}\p{M}\p{N}_]--${unspaced}]`;

/** A word holds its inner apostrophes and hyphens, a number its points and commas: `free` does not stand in `non-free`, nor `$1` in `$1.50`. */
const wordPattern = new RegExp(`${unspaced}|${letter}+(?:(?:['\\-]|(?<=\\p{N})[.,](?=\\p{N}))${letter}+)*`, 'gv');

function wordsOf(normalised: string): Word[] {
  return Array.from(normalised.matchAll(wordPattern), ({ 0: word, index }) => ({
    lower: word.toLowerCase(),
    start: index,
    end: index + word.length,
  }));
}

/** Normalises each source once. */
export function prepareEvidence(sources: readonly Pick<Source, 'id' | 'text'>[]): Evidence {
  return {
    sources: sources.map((source) => {
      const text = normaliseEvidence(source.text);
      return { id: source.id, text, words: wordsOf(text) };
    }),
  };
}

/**
 * Looks a quote up in the source it names, then in the others. Case counts; quotes begin and end where words do.
 * A pair of quotation marks around the quote, and an ellipsis or full stop a model put at its edge, do not count.
 */
export function verifyQuote(quote: Quote, { sources }: Evidence): QuoteFinding {
  const readings = readingsOf(quote.text);
  if (readings.every(isTooShort)) return { kind: 'too-short' };
  const id = idOf(quote.source);
  const named = sources.find((source) => idOf(source.id) === id);
  const stands = (source: PreparedSource): boolean => readings.some((reading) => placeOf(reading, source) !== null);
  if (named !== undefined && stands(named)) return { kind: 'exact', source: named.id };
  const other = sources.find((source) => source !== named && stands(source));
  if (other !== undefined) return { kind: 'elsewhere', source: other.id };
  if (named === undefined) return { kind: 'unknown-source', known: sources.map((source) => source.id) };
  const reading = readings.at(-1) ?? '';
  const passage = stitchedPassage(reading, named) ?? closestPassage(reading, named);
  return passage === null ? { kind: 'absent', source: named.id } : { kind: 'near', source: named.id, passage };
}

/** ` s1 `, `[S1]` and `S1` name the same source. */
function idOf(source: string): string {
  return source
    .trim()
    .replace(/^\[(.*)\]$/s, '$1')
    .trim()
    .toLowerCase();
}

/** The quote as given, then without what a model may have put around it. */
function readingsOf(text: string): string[] {
  const whole = normaliseEvidence(text);
  const bare = whole.replace(/^(["'])(.*)\1$/s, '$2').trim();
  const trimmed = bare
    .replace(/^\.{3} ?/, '')
    .replace(/ ?(?:\.{3}|\.)$/, '')
    .trim();
  return [...new Set([whole, bare, trimmed])].filter((reading) => reading !== '');
}

function isTooShort(reading: string): boolean {
  const characters = reading.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  return characters < 12 && wordsOf(reading).length < 3;
}

/** Where a reading stands as whole words, or null. */
function placeOf(reading: string, source: PreparedSource): number | null {
  if (isTooShort(reading)) return null;
  return placeOfWords(reading, source, 0);
}

function placeOfWords(reading: string, { text, words }: PreparedSource, from: number): number | null {
  let at = text.indexOf(reading, from);
  while (at >= 0) {
    const before = wordAround(words, at);
    const after = wordAround(words, at + reading.length);
    if (before === null && after === null) return at;
    at = text.indexOf(reading, before === null ? at + 1 : before.end);
  }
  return null;
}

/** The word that has an offset strictly inside, or null: words are in order, so halving finds it. */
function wordAround(words: readonly Word[], at: number): Word | null {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle]?.end ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  const word = words[low];
  return word !== undefined && word.start < at && at < word.end ? word : null;
}

/** Longest passage that is told, in characters. */
const longestPassage = 400;

/** For parts joined by an ellipsis that stand in the source in this order: all of it, or the longest part where they are far apart. */
function stitchedPassage(reading: string, source: PreparedSource): string | null {
  const parts = reading.split(/ ?\[?\.{3}\]? ?/).filter((part) => part !== '');
  const [first] = parts;
  if (parts.length < 2 || first === undefined) return null;
  let start: number | null = null;
  let end = 0;
  for (const part of parts) {
    const at = placeOfWords(part, source, end);
    if (at === null) return null;
    start ??= at;
    end = at + part.length;
  }
  const passage = source.text.slice(start ?? 0, end);
  if (passage.length <= longestPassage) return passage;
  return parts.reduce((longest, part) => (part.length > longest.length ? part : longest), first);
}

/** Share of the quote’s words a window of the source must hold to be told as what was meant. */
const closeEnough = 0.6;

/**
 * Of the windows of the source a quarter longer than the quote, the one that holds most of its words, and of several the one in which they stand closest.
 * Null when none holds enough. One pass over the source.
 */
function closestPassage(reading: string, { text, words }: PreparedSource): string | null {
  const wanted = wordsOf(reading);
  /** How many more of each wanted word the window could hold; below zero when it holds too many. */
  const missing = new Map<string, number>();
  for (const { lower } of wanted) missing.set(lower, (missing.get(lower) ?? 0) + 1);
  const width = Math.ceil(wanted.length * 1.25) + 1;
  /** Wanted words met so far; those from `first` on stand in the window. */
  const met: Word[] = [];
  let first = 0;
  let held = 0;
  let best = { held: 0, start: 0, end: Number.POSITIVE_INFINITY };
  words.forEach((word, index) => {
    const leaving = words[index - width];
    if (leaving !== undefined && leaving === met[first]) {
      const left = missing.get(leaving.lower) ?? 0;
      missing.set(leaving.lower, left + 1);
      if (left >= 0) held -= 1;
      first += 1;
    }
    const need = missing.get(word.lower);
    if (need === undefined) return;
    missing.set(word.lower, need - 1);
    if (need > 0) held += 1;
    met.push(word);
    const start = met[first]?.start ?? word.start;
    if (held > best.held || (held === best.held && word.end - start < best.end - best.start))
      best = { held, start, end: word.end };
  });
  if (best.held === 0 || best.held / wanted.length < closeEnough) return null;
  const longest = Math.min(best.end, best.start + longestPassage);
  return text.slice(best.start, wordAround(words, longest)?.start ?? longest).trim();
}
