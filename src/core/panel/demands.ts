import { z } from 'zod';
import { sentencesOf } from '../evidence/sentence.ts';
import { phraseOf } from '../evidence/vocabulary.ts';
import { oncePer } from '../once-per.ts';
import type { Issue } from '../opinion/opinion.ts';

const words = z.string().trim().min(1).max(80);
const beat = z.string().min(1);

/** What a persona’s voice and points demand of its prose and code can check. Not part of any prompt: it says nothing the file does not say in words. */
export const Demands = z.strictObject({
  predicts: z.array(beat).default([]).describe('points that hold a dated prediction'),
  says: z
    .array(z.strictObject({ beat, oneOf: z.array(words).min(1) }))
    .default([])
    .describe('points whose statements hold one of these words or phrases'),
  avoids: z.array(words).default([]).describe('words that break the persona’s own voice, beyond its banned phrases'),
  longestSentence: z.number().int().min(15).max(80).optional().describe('words of the longest sentence'),
});
export type Demands = z.infer<typeof Demands>;

/** What the demands are made on. */
interface Prose {
  statements: readonly { beat: string; kind: string; text: string }[];
}

/**
 * Which of a persona’s own demands its statements break. What the prompt asks for in so many words is worth mending; words and
 * sentences out of voice are flags for the editor, not worth a call. A point nobody made breaks none: that is told elsewhere.
 */
export function checkDemands({ statements }: Prose, demands: Demands): Issue[] {
  return [
    ...demands.predicts.flatMap((id) => lackingPrediction(statements, id)),
    ...demands.says.flatMap((rule) => lackingWords(statements, rule)),
    ...statements.flatMap(({ text }, index) => [
      ...phrasesIn(text, demands.avoids).map((phrase) => ({
        path: `statements[${index}].text`,
        weight: 'flag' as const,
        problem: `“${phrase}” is not how this persona speaks. Say what it means in plain words.`,
      })),
      ...tooLong(text, demands.longestSentence).map((count) => ({
        path: `statements[${index}].text`,
        weight: 'flag' as const,
        problem: `holds a sentence of ${count} words; this persona writes at most ${demands.longestSentence}. Make two of it.`,
      })),
    ]),
  ];
}

function lackingPrediction(statements: Prose['statements'], id: string): Issue[] {
  const made = statements.filter(({ beat }) => beat === id);
  if (made.length === 0 || made.some(({ kind }) => kind === 'prediction')) return [];
  const problem = `the point ${id} holds no prediction; make one of its statements a prediction with its day.`;
  return [{ path: 'statements', problem, weight: 'mend' }];
}

function lackingWords(statements: Prose['statements'], { beat: id, oneOf }: Demands['says'][number]): Issue[] {
  const made = statements.filter(({ beat }) => beat === id);
  if (made.length === 0 || made.some(({ text }) => phrasesIn(text, oneOf).length > 0)) return [];
  const problem = `the point ${id} does not settle it; say one of: ${oneOf.join(', ')}.`;
  return [{ path: 'statements', problem, weight: 'mend' }];
}

/** Those phrases that stand in a text as whole words, whatever case and hyphens. */
function phrasesIn(text: string, phrases: readonly string[]): string[] {
  const plain = ` ${phraseOf(text)} `;
  const words = wordsOf(phrases);
  return phrases.filter((_phrase, index) => plain.includes(words[index] ?? ''));
}

/** A persona’s phrases are looked for in every statement. */
const wordsOf = oncePer((phrases: readonly string[]) => phrases.map((phrase) => ` ${phraseOf(phrase)} `));

function tooLong(text: string, longest: number | undefined): number[] {
  // what is short as a whole has no long sentence
  if (longest === undefined || text.split(/\s+/).length <= longest) return [];
  return sentencesOf(text)
    .map((sentence) => sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length)
    .filter((count) => count > longest);
}
