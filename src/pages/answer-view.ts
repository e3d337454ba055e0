import type { AnswerRecord } from '../core/comparison/answer-record.ts';
import type { Comparison } from '../core/comparison/comparison.ts';
import { viewQuote } from './citation.ts';
import { showDay } from './format.ts';
import { suppliedNotice } from './wording.ts';

type Point = AnswerRecord['answer'][number];

/** The written answer as templates see it, its quotes numbered from the first; null where none was written. */
export function viewAnswer(comparison: Comparison, anchorFor: (slug: string) => string) {
  const { answer, tools } = comparison;
  if (answer === null) return null;
  let number = 0;
  const cite = (quotes: Point['quotes']) =>
    quotes.flatMap((quote) => {
      const tool = tools.find(({ slug }) => slug === quote.tool);
      if (tool === undefined) return [];
      number += 1;
      const place = { tool, anchor: anchorFor(tool.slug), panel: comparison.panel };
      return [{ ...viewQuote(quote, place), tool: tool.name, number, anchor: `answer-quote-${number}` }];
    });
  const view = ({ text, quotes }: Pick<Point, 'text' | 'quotes'>) => ({ text: text.trim(), quotes: cite(quotes) });
  const points = answer.answer.map(view);
  const exception = answer.exception.map(view);
  const suits = answer.suits.map((one) => ({ name: nameOf(one.tool, comparison), ...view(one) }));
  const checkFirst = answer.checkFirst.map(view);
  return {
    points,
    exception,
    suits,
    checkFirst,
    quotes: [...points, ...exception, ...suits, ...checkFirst].flatMap(({ quotes }) => quotes),
    disagreement: sayDisagreement(comparison),
    byline: sayWriter(answer),
  };
}

/** The answer as plain sentences, for a terminal. */
export function sayWrittenAnswer(comparison: Comparison): string[] {
  const { answer } = comparison;
  if (answer === null) return [];
  return [
    ...sayPoints(answer, (slug) => nameOf(slug, comparison)),
    ...[sayDisagreement(comparison)].filter((sentence) => sentence !== null),
  ];
}

/** What an answer says, a paragraph each: the answer, whom each tool suits, what to check first. */
export function sayPoints(
  { answer, exception, suits, checkFirst }: Pick<AnswerRecord, 'answer' | 'exception' | 'suits' | 'checkFirst'>,
  nameFor: (slug: string) => string,
): string[] {
  const text = (points: readonly Pick<Point, 'text'>[]) => points.map((point) => point.text.trim()).join(' ');
  return [
    [text(answer), text(exception)].filter((part) => part !== '').join(' '),
    ...suits.map((one) => `Choose ${nameFor(one.tool)} if ${one.text.trim().replace(/[.]$/, '')}.`),
    `Check first: ${text(checkFirst)}`,
  ];
}

/** What a reader must know where the written answer picks otherwise than the scores and duels; null where it does not. */
function sayDisagreement(comparison: Comparison): string | null {
  const { answer, outcome } = comparison;
  if (answer?.agrees !== false) return null;
  const written = answer.pick === null ? 'recommends neither' : `picks ${nameOf(answer.pick, comparison)}`;
  const computed = outcome.winner === null ? 'name no winner' : `name ${nameOf(outcome.winner, comparison)}`;
  return `The written answer ${written}, and the scores ${computed}. Both are shown; a person has yet to decide between them.`;
}

function nameOf(slug: string, { tools }: Pick<Comparison, 'tools'>): string {
  return tools.find((tool) => tool.slug === slug)?.name ?? slug;
}

function sayWriter({ byline }: AnswerRecord): string {
  const supplied = suppliedNotice(byline);
  return `Written by ${byline.model} on ${showDay(byline.writtenAt)} from the sources and reviews below${supplied === null ? '' : `; ${supplied}`}.`;
}
