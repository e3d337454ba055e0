import { z } from 'zod';
import { countWords, lintFirstHand } from '../checking/voice.ts';
import { type Evidence, verifyQuote } from '../evidence/evidence.ts';
import type { Dossier } from '../facts/dossier.ts';
import { hashText, keyOf } from '../key.ts';
import {
  choiceOf,
  type Issue,
  listOf,
  Quote,
  type Reading,
  readAnswer,
  text,
  wireSchemaOf,
} from '../opinion/opinion.ts';
import { type Byline, proseOf, type Review } from '../opinion/review.ts';
import type { AnswerRecord } from './answer-record.ts';
import type { OutcomeRecord } from './comparison.ts';
import { letterAt, letteredEvidence } from './lettered.ts';

const LetteredQuote = Quote.extend({
  source: text.describe('letter of the dossier and id of the source, for example A.S2'),
});

const Point = z.object({
  kind: choiceOf(['fact', 'opinion']),
  text: text.describe('one or two sentences'),
  quotes: listOf(LetteredQuote).describe('a fact needs at least one'),
});

/** What a model returns that was asked for the answer on top of a comparison: reasons before the pick. Untrusted until checked. */
export const AnswerDraft = z.object({
  answer: listOf(Point).min(1, 'must hold the answer').describe('which one and why'),
  exception: listOf(Point).max(1, 'must hold one point at most').describe('the one exception that matters, if any'),
  suits: listOf(
    z.object({
      product: text.describe('its letter'),
      text: text.describe('a clause that completes “Choose it if”'),
      quotes: listOf(LetteredQuote),
    }),
  ).describe('every product once'),
  checkFirst: listOf(Point)
    .min(1, 'must name something to check')
    .max(3, 'must hold three points at most')
    .describe('what to check before committing'),
  pick: text.describe('the letter of the product that is recommended, or none'),
});
export type AnswerDraft = z.infer<typeof AnswerDraft>;

/** JSON Schema of an answer as it is sent. */
export const answerSchema = wireSchemaOf(AnswerDraft);

/** A passage of a tool’s source. */
interface ToolQuote {
  /** Slug. */
  tool: string;
  source: string;
  text: string;
  verified: boolean;
}

interface CheckedPoint {
  kind: 'fact' | 'opinion';
  text: string;
  quotes: ToolQuote[];
}

/** The answer on top of a comparison, after its quotes were looked up. */
export interface CheckedAnswer {
  answer: CheckedPoint[];
  exception: CheckedPoint[];
  /** By tool: whom it suits. */
  suits: { tool: string; text: string; quotes: ToolQuote[] }[];
  checkFirst: CheckedPoint[];
  /** Slug; null when no tool is recommended over the others. */
  pick: string | null;
}

/** A checked answer, and who wrote it. */
export interface WrittenAnswer extends CheckedAnswer {
  byline: Byline;
}

/** One as it is stored: without an answer it says why, so that it is not asked for ever. */
export interface KeptAnswer {
  /** What it is about, see answerKeyOf. */
  key: string;
  attempt: number;
  /** Slug of the comparison. */
  comparison: string;
  /** The model that was asked, as the editor wrote it. */
  written: string;
  answer: CheckedAnswer | null;
  reason: string | null;
  byline: Byline;
}

/** Most words of answer and exception together. */
const mostWords = 130;

/** Identity of what an answer is about: the dossiers and the words of the reviews it weighs, whatever the model and the prompt. */
export function answerKeyOf(
  dossiers: readonly Pick<Dossier, 'key'>[],
  reviews: readonly Pick<Review, 'tool' | 'persona' | 'opinion'>[],
): string {
  return keyOf('answer', {
    dossiers: dossiers.map(({ key }) => key),
    reviews: reviews.map(({ tool, persona, opinion }) => ({ tool, persona, prose: hashText(proseOf(opinion)) })),
  });
}

/** Reads a reply: tolerant where its meaning is certain, strict where it is not. Never throws, never fills in. */
export function readAnswerDraft(reply: string): Reading<AnswerDraft> {
  return readAnswer(reply, AnswerDraft, Object.keys(AnswerDraft.shape));
}

/** Looks every quote up and holds the draft to its form. `dossiers` in the order of their letters. An issue of weight `reject` forbids to keep it. */
export function checkAnswerDraft(
  draft: AnswerDraft,
  dossiers: readonly Dossier[],
): { value: CheckedAnswer; issues: Issue[] } {
  const evidence = letteredEvidence(dossiers);
  const toolOf = (letter: string): string | null => {
    const place = dossiers.findIndex((_, index) => letterAt(index) === letter.trim().toUpperCase());
    return dossiers[place]?.tool.slug ?? null;
  };
  const quotesOf = (quotes: AnswerDraft['answer'][number]['quotes']) =>
    quotes.map((quote) => lookUp(quote, evidence, toolOf));
  const pointsOf = (points: AnswerDraft['answer']) =>
    points.map(({ kind, text, quotes }) => ({ kind, text: text.trim(), quotes: quotesOf(quotes) }));
  const value: CheckedAnswer = {
    answer: pointsOf(draft.answer),
    exception: pointsOf(draft.exception),
    suits: draft.suits.flatMap(({ product, text, quotes }) => {
      const tool = toolOf(product);
      return tool === null ? [] : [{ tool, text: text.trim(), quotes: quotesOf(quotes) }];
    }),
    checkFirst: pointsOf(draft.checkFirst),
    pick: toolOf(draft.pick),
  };
  return { value, issues: issuesOf(draft, value, dossiers) };
}

function lookUp(
  { source, text }: AnswerDraft['answer'][number]['quotes'][number],
  evidence: Evidence,
  toolOf: (letter: string) => string | null,
): ToolQuote {
  const finding = verifyQuote({ source, text }, evidence);
  const found = finding.kind === 'exact' ? finding.source : source.trim();
  const dot = found.indexOf('.');
  const tool = toolOf(found.slice(0, Math.max(dot, 0)));
  return { tool: tool ?? '', source: found.slice(dot + 1), text, verified: finding.kind === 'exact' && tool !== null };
}

const parts = ['answer', 'exception', 'checkFirst'] as const;

function issuesOf(draft: AnswerDraft, checked: CheckedAnswer, dossiers: readonly Dossier[]): Issue[] {
  const issues: Issue[] = [];
  const reject = (path: string, problem: string) => issues.push({ path, problem, weight: 'reject' });
  for (const part of parts)
    for (const [index, point] of checked[part].entries())
      if (point.kind === 'fact' && !point.quotes.some(({ verified }) => verified))
        reject(
          `${part}[${index}].quotes`,
          'a fact needs a quote that stands in its source. Quote one word for word, or make it an opinion that claims no fact.',
        );
  const words = [...checked.answer, ...checked.exception].reduce((sum, { text }) => sum + countWords(text), 0);
  if (words > mostWords)
    reject('answer', `answer and exception hold ${words} words together; write at most ${mostWords}.`);
  for (const [place, { tool }] of dossiers.entries())
    if (checked.suits.filter((one) => one.tool === tool.slug).length !== 1)
      reject('suits', `must name ${letterAt(place)} (${tool.name}) once.`);
  if (checked.pick === null && draft.pick.trim().toLowerCase() !== 'none')
    reject('pick', `must be ${dossiers.map((_, place) => letterAt(place)).join(', ')} or none.`);
  const said = [...checked.answer, ...checked.exception, ...checked.suits, ...checked.checkFirst];
  return [...issues, ...lintFirstHand(said.map(({ text }, index) => ({ path: `points[${index}].text`, text })))];
}

/** The answer as a document shows it, and whether it agrees with what was computed; null where nothing was computed. */
export function recordAnswer(written: WrittenAnswer, { kind, winner }: OutcomeRecord): AnswerRecord {
  const { answer, exception, suits, checkFirst, pick, byline } = written;
  const agrees = kind === 'undecided' ? null : pick === (kind === 'winner' ? winner : null);
  return { pick, agrees, answer, exception, suits, checkFirst, byline };
}
