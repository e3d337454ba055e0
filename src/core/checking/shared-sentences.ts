import { sentencesOf } from '../evidence/sentence.ts';
import { plainWordsOf } from '../evidence/vocabulary.ts';
import { rememberTexts } from '../once-per.ts';

/** Shorter sentences meet by chance. */
const fewestWords = 6;
/** Two sentences are near-duplicates from this overlap of their words on… */
const sameOverlap = 0.75;
/** …or when nearly all words of the shorter one, if it has at least so many, stand in the other. */
const containedShare = 0.9;
const fewestContained = 8;

/** A sentence that stands in two texts, in these words or nearly. */
export interface SharedSentence {
  sentence: string;
  other: string;
}

/** A sentence long enough to tell who said it first, with its words. */
interface ReadSentence {
  sentence: string;
  words: ReadonlySet<string>;
}

/** Own sentences that the others hold too, word for word or nearly so; each once, with the closest of the others. */
export function findShared(own: readonly ReadSentence[], theirs: readonly ReadSentence[]): SharedSentence[] {
  return own.flatMap(({ sentence, words }) => {
    const scored = theirs.map((candidate) => ({
      other: candidate.sentence,
      nearness: nearness(words, candidate.words),
    }));
    const best = scored.reduce<(typeof scored)[number] | null>(
      (top, entry) => (entry.nearness > (top?.nearness ?? 0) ? entry : top),
      null,
    );
    return best === null ? [] : [{ sentence, other: best.other }];
  });
}

/** The sentences of a text, but for the shortest. */
export const readSentences = rememberTexts((text): readonly ReadSentence[] =>
  sentencesOf(text)
    .map((sentence) => ({ sentence, words: new Set(plainWordsOf(sentence)) }))
    .filter(({ words }) => words.size >= fewestWords),
);

/** 0 unless the two are near-duplicates, else how near. */
function nearness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [short, long] = a.size <= b.size ? [a, b] : [b, a];
  let shared = 0;
  for (const word of short) if (long.has(word)) shared += 1;
  const overlap = shared / (a.size + b.size - shared);
  if (overlap >= sameOverlap) return overlap;
  const contained = shared / short.size;
  return short.size >= fewestContained && contained >= containedShare ? contained / 2 : 0;
}
