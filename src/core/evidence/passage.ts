import { placeOf, type Word, type Wording, wordsOf } from './words.ts';

/** Longest passage that is told, in characters. */
const longestPassage = 400;

/** Share of the quote’s words a window of the source must hold to be told as what was meant. */
const closeEnough = 0.6;

/** A run of the quote’s own words as it stands in one of the texts. */
export interface Piece {
  /** Index of the text. */
  of: number;
  start: number;
  end: number;
  passage: string;
}

/** Fewest words of a piece: shorter runs stand together by chance. */
const shortestPiece = 3;

/** Most pieces a quote is taken apart into. */
const mostPieces = 4;

/**
 * The runs of words a quote was joined from, with or without an ellipsis between them: each stands in one of the texts, and together they are the whole quote.
 * Null when the quote is not made so.
 */
export function findPieces(reading: string, texts: readonly Wording[]): Piece[] | null {
  const parts = reading.split(/ ?[[(]?\.{3}[\])]? ?/).filter((part) => wordsOf(part).length > 0);
  if (parts.length > mostPieces) return null;
  const pieces: Piece[] = [];
  for (const part of parts) {
    const found = piecesOf(part, texts, pieces.at(-1) ?? null, parts.length > 1 ? 1 : shortestPiece);
    if (found === null) return null;
    pieces.push(...found);
  }
  return pieces.length > 1 && pieces.length <= mostPieces ? pieces : null;
}

/** Takes the longest run that stands somewhere, then the longest of the rest. */
function piecesOf(part: string, texts: readonly Wording[], after: Piece | null, shortest: number): Piece[] | null {
  const words = wordsOf(part);
  const pieces: Piece[] = [];
  let from = 0;
  while (from < words.length) {
    if (pieces.length >= mostPieces) return null;
    const run = longestRun(part, words, from, texts, pieces.at(-1) ?? after);
    if (run === null || (run.words < shortest && run.words < words.length)) return null;
    pieces.push(run.piece);
    from += run.words;
  }
  return pieces;
}

function longestRun(
  part: string,
  words: readonly Word[],
  from: number,
  texts: readonly Wording[],
  after: Piece | null,
): { words: number; piece: Piece } | null {
  const first = words[from];
  if (first === undefined) return null;
  let best: { words: number; piece: Piece } | null = null;
  for (const [of, text] of texts.entries()) {
    let low: number = best?.words ?? 0;
    let high = words.length - from;
    // a run that stands stands with every shorter one of the same beginning, so halving finds the longest
    while (low < high) {
      const middle: number = (low + high + 1) >> 1;
      const phrase = part.slice(first.start, words[from + middle - 1]?.end);
      const onward = after?.of === of ? placeOf(phrase, text, after.end) : null;
      const at = onward ?? placeOf(phrase, text);
      if (at === null) high = middle - 1;
      else {
        low = middle;
        best = { words: middle, piece: { of, start: at, end: at + phrase.length, passage: phrase } };
      }
    }
  }
  return best;
}

/** What a source says from the first piece to the last, when they follow each other with little left out: a quote with words dropped, not joined from two places. */
export function passageAcross(pieces: readonly Piece[], texts: readonly Wording[]): string | null {
  const [first] = pieces;
  const last = pieces.at(-1);
  if (first === undefined || last === undefined) return null;
  const onward = pieces.every((piece, index) => {
    const before = pieces[index - 1];
    return piece.of === first.of && (before === undefined || piece.start >= before.end);
  });
  const text = texts[first.of];
  if (!onward || text === undefined) return null;
  const own = pieces.reduce((sum, piece) => sum + wordsOf(piece.passage).length, 0);
  const passage = text.text.slice(first.start, last.end);
  const spared = passage.length <= longestPassage ? wordsOf(passage).length - own : Number.POSITIVE_INFINITY;
  return spared <= own / 2 + 2 ? passage : null;
}

/**
 * Of the windows of the source a quarter longer than the quote, the one that holds most of its words, and of several the one in which they stand closest.
 * Null when none holds enough. One pass over the source.
 */
export function closestPassage(reading: string, { text, words, inside }: Wording): string | null {
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
  let end = Math.min(best.end, best.start + longestPassage);
  while (inside[end] === 1) end -= 1;
  return text.slice(best.start, end).trim();
}
