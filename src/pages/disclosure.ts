import Handlebars from 'handlebars';
import type { Comparison, ReviewRecord } from '../core/comparison/comparison.ts';
import { cleanText, escapeMarkdown } from './escape.ts';
import { showDay } from './format.ts';

/** A review would be published without saying that a machine wrote it, which one, or when. Nothing is rendered then. */
export class UndisclosedReview extends Error {
  override name = 'UndisclosedReview';
}

/**
 * The label every review carries: who wrote it, with which model, when, and that nobody used the product.
 * @throws UndisclosedReview when model or date is unknown.
 */
export function labelOf(review: ReviewRecord, tool: string): string {
  const place = `the review of ${tool} by ${review.name}`;
  const model = review.byline?.model.trim() ?? '';
  const writtenAt = review.byline?.writtenAt ?? '';
  if (model === '') throw new UndisclosedReview(`${place} does not name the model that wrote it; ask the seat again`);
  if (Number.isNaN(Date.parse(writtenAt)))
    throw new UndisclosedReview(`${place} does not say when it was written; ask the seat again`);
  return `Written by an AI persona through ${model} on ${showDay(writtenAt)}; nobody used the product.`;
}

/** The labels of all reviews that are shown, in the order of the page. @throws UndisclosedReview */
export function requireDisclosure({ tools, disclosure }: Comparison): string[] {
  if (disclosure.trim() === '') throw new UndisclosedReview('the comparison carries no disclosure that AI wrote it');
  return tools.flatMap((tool) =>
    tool.reviews.filter(({ status }) => status !== 'missing').map((review) => labelOf(review, tool.name)),
  );
}

/**
 * Looks the labels up in what the templates made of them: edited templates may have lost one.
 * @throws UndisclosedReview naming the document.
 */
export function requireLabels(name: string, document: string, wanted: readonly string[]): void {
  const written = name.endsWith('.md')
    ? escapeMarkdown
    : (text: string) => Handlebars.Utils.escapeExpression(cleanText(text));
  for (const label of new Set(wanted)) {
    const times = wanted.filter((other) => other === label).length;
    if (document.split(written(label)).length - 1 < times)
      throw new UndisclosedReview(
        `${name} would not carry "${label}" at each review it belongs to; print {{writtenBy}} in the review template and {{disclosure}} in the page`,
      );
  }
}
