import { type AnswerParts, answerPersona, composeAnswer } from '../../core/asking/answer-prompt.ts';
import { type Prompt, ProviderFailed } from '../../core/call.ts';
import { comparisonSlug, type ToolOnPanel } from '../../core/comparison/assemble.ts';
import { scoreReview } from '../../core/comparison/seat-record.ts';
import {
  answerKeyOf,
  type CheckedAnswer,
  checkAnswerDraft,
  type KeptAnswer,
  readAnswerDraft,
} from '../../core/comparison/written-answer.ts';
import { proseOf, type Review } from '../../core/opinion/review.ts';
import type { Desk } from '../../desk.ts';
import { BudgetReached } from '../../providers/budget.ts';
import { askWithCorrections, type Judged } from '../ask/ask-with-corrections.ts';
import { loadTools } from '../ask/load-seats.ts';
import type { SeatWishes } from '../ask/prepare-seat.ts';

/** An answer that could not be had this time. */
export interface MissingAnswer {
  reason: string;
  /** What stopped it; null when a model answered, and nothing usable. */
  failure: ProviderFailed | BudgetReached | null;
}

/**
 * Has a model write what stands on top of a comparison, from the dossiers and the reviews that stand. One that is about
 * these very dossiers and reviews is not asked again. Nothing is asked while a tool has no review. Null when there is nothing to miss.
 */
export async function writeAnswer(
  desk: Desk,
  slugs: readonly string[],
  wishes: Pick<SeatWishes, 'fresh' | 'leadNamed'>,
): Promise<MissingAnswer | null> {
  const subject = subjectOf(await loadTools(desk, slugs, new Map()));
  if (!isReviewed(subject)) return null;
  const kept = wishes.fresh ? null : await desk.store.findWrittenAnswer(keyOfSubject(subject));
  if (kept !== null && !(wishes.leadNamed && kept.written !== desk.lead.written)) return missingOf(kept);
  return ask(desk, subject);
}

/** What was written about tools as they stand; null when nothing was, or nothing usable. */
export async function findAnswer(desk: Desk, tools: readonly ToolOnPanel[]): Promise<KeptAnswer | null> {
  const subject = subjectOf(tools);
  return isReviewed(subject) ? desk.store.findWrittenAnswer(keyOfSubject(subject)) : null;
}

/** The question as it would be asked. */
export async function composeAnswerPrompt(desk: Desk, tools: readonly ToolOnPanel[]): Promise<Prompt> {
  const question = composeAnswer(partsOf(desk, subjectOf(tools)));
  return { ...question, attempt: await desk.store.calls.attempt(question.key, question.purpose) };
}

/** Tools in the order of their letters. */
type Subject = readonly ToolOnPanel[];

function subjectOf(tools: readonly ToolOnPanel[]): Subject {
  return tools.toSorted((a, b) => (a.dossier.tool.slug < b.dossier.tool.slug ? -1 : 1));
}

function isReviewed(subject: Subject): boolean {
  return subject.every(({ seats }) => seats.some(({ review }) => review !== null));
}

function keyOfSubject(subject: Subject): string {
  return answerKeyOf(
    subject.map(({ dossier }) => dossier),
    reviewsOf(subject),
  );
}

function reviewsOf(subject: Subject): Review[] {
  return subject.flatMap(({ seats }) => seats.flatMap(({ review }) => (review === null ? [] : [review])));
}

function partsOf(desk: Desk, subject: Subject): AnswerParts {
  const { panel } = desk.panel;
  const reviews = subject.flatMap(({ seats }) =>
    seats.flatMap((seat) => {
      const { persona, review } = seat;
      if (review === null) return [];
      const { headline, bestFor, avoidIf } = review.opinion;
      const { verdict } = scoreReview(seat, review, panel);
      return [{ tool: review.tool, persona, verdict, prose: proseOf(review.opinion), headline, bestFor, avoidIf }];
    }),
  );
  return {
    templates: desk.prompts,
    panel,
    dossiers: subject.map(({ dossier }) => dossier),
    reviews,
    model: desk.lead,
  };
}

async function ask(desk: Desk, subject: Subject): Promise<MissingAnswer | null> {
  const dossiers = subject.map(({ dossier }) => dossier);
  const comparison = comparisonSlug(dossiers.map(({ tool }) => tool.slug));
  const seat = { tool: comparison, persona: answerPersona };
  const prompt = await composeAnswerPrompt(desk, subject);
  const judge = (text: string): Judged<CheckedAnswer> => {
    const reading = readAnswerDraft(text);
    if (!reading.ok) return { value: null, rejected: reading.issues };
    const { value, issues } = checkAnswerDraft(reading.value, dossiers);
    return { value: issues.length > 0 ? null : value, rejected: issues };
  };
  try {
    desk.watch({ ...seat, stage: 'asking' });
    const { value, reason, byline, callIds } = await askWithCorrections(desk, desk.lead, prompt, judge);
    const kept = {
      key: keyOfSubject(subject),
      attempt: prompt.attempt,
      comparison,
      written: desk.lead.written,
      answer: value,
      reason,
      byline,
    };
    await desk.store.keepWrittenAnswer(kept, prompt.seat.tool, callIds);
    const name = dossiers.find(({ tool }) => tool.slug === value?.pick)?.tool.name ?? null;
    desk.watch(
      value === null
        ? { ...seat, stage: 'missing', reason: reason ?? '' }
        : { ...seat, stage: 'answered', prefers: name },
    );
    return missingOf(kept);
  } catch (error) {
    if (desk.signal.aborted || !(error instanceof ProviderFailed || error instanceof BudgetReached)) throw error;
    desk.watch({ ...seat, stage: 'missing', reason: error.message });
    return { reason: error.message, failure: error };
  }
}

function missingOf({ answer, reason }: Pick<KeptAnswer, 'answer' | 'reason'>): MissingAnswer | null {
  return answer === null ? { reason: reason ?? 'nothing usable was written', failure: null } : null;
}
