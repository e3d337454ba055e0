/** A word of a normalised text, from `start` up to, not including, `end`. */
export interface Word {
  text: string;
  lower: string;
  start: number;
  end: number;
}

/** Scripts written without spaces: each character stands as a word. */
const unspaced = String.raw`[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]`;
const letter = String.raw`[[\p{L}\p{M}\p{N}_]--${unspaced}]`;

/** A word holds its inner apostrophes and hyphens, a number its points and commas: `free` does not stand in `non-free`, nor `$1` in `$1.50`. */
const wordPattern = new RegExp(`${unspaced}|${letter}+(?:(?:['\\-]|(?<=\\p{N})[.,](?=\\p{N}))${letter}+)*`, 'gv');

/** The words of a normalised text, in order. */
export function wordsOf(normalised: string): Word[] {
  return Array.from(normalised.matchAll(wordPattern), ({ 0: text, index }) => ({
    text,
    lower: text.toLowerCase(),
    start: index,
    end: index + text.length,
  }));
}

/** A normalised text with its words. */
export interface Wording {
  text: string;
  words: readonly Word[];
  /** For each offset 1 where it lies strictly inside a word. */
  inside: Uint8Array;
}

export function wordingOf(text: string): Wording {
  const words = wordsOf(text);
  const inside = new Uint8Array(text.length + 1);
  for (const { start, end } of words) inside.fill(1, start + 1, end);
  return { text, words, inside };
}

/** The first place at or after `from` where a phrase begins and ends where words do, or null. */
export function placeOf(phrase: string, { text, inside }: Wording, from = 0): number | null {
  let at = text.indexOf(phrase, from);
  while (at >= 0) {
    if (inside[at] !== 1 && inside[at + phrase.length] !== 1) return at;
    let next = at + 1;
    // no place inside the word that was hit will do
    if (inside[at] === 1) while (inside[next] === 1) next += 1;
    at = text.indexOf(phrase, next);
  }
  return null;
}
