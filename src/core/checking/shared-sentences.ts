import { sentencesOf } from '../evidence/sentence.ts';
import { overlapOf, plainWordsOf } from '../evidence/vocabulary.ts';

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

/** Sentences of a text that the other text holds too, word for word or nearly so; each once, with the closest of the other’s. */
export function findSharedSentences(text: string, other: string): SharedSentence[] {
  const theirs = prepared(other);
  return prepare(text).flatMap(({ sentence, words }) => {
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

/** What neighbours say is compared with every statement in turn. */
function prepared(text: string): ReturnType<typeof prepare> {
  const known = lastPrepared.get(text) ?? prepare(text);
  lastPrepared.delete(text);
  lastPrepared.set(text, known);
  const [oldest] = lastPrepared.keys();
  if (lastPrepared.size > mostPrepared && oldest !== undefined) lastPrepared.delete(oldest);
  return known;
}

const mostPrepared = 100;
const lastPrepared = new Map<string, ReturnType<typeof prepare>>();

function prepare(text: string): { sentence: string; words: Set<string> }[] {
  return sentencesOf(text)
    .map((sentence) => ({ sentence, words: new Set(plainWordsOf(sentence)) }))
    .filter(({ words }) => words.size >= fewestWords);
}

/** 0 unless the two are near-duplicates, else how near. */
function nearness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const overlap = overlapOf(a, b);
  if (overlap >= sameOverlap) return overlap;
  const [short, long] = a.size <= b.size ? [a, b] : [b, a];
  const contained = [...short].filter((word) => long.has(word)).length / short.size;
  return short.size >= fewestContained && contained >= containedShare ? contained / 2 : 0;
}
