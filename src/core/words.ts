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

/** The word that has an offset strictly inside, or null: words are in order, so halving finds it. */
export function wordAround(words: readonly Word[], at: number): Word | null {
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

/** A normalised text with its words. */
export interface Wording {
  text: string;
  words: readonly Word[];
}

/** The first place at or after `from` where a phrase begins and ends where words do, or null. */
export function placeOf(phrase: string, { text, words }: Wording, from = 0): number | null {
  let at = text.indexOf(phrase, from);
  while (at >= 0) {
    const before = wordAround(words, at);
    const after = wordAround(words, at + phrase.length);
    if (before === null && after === null) return at;
    at = text.indexOf(phrase, before === null ? at + 1 : before.end);
  }
  return null;
}
