import { z } from 'zod';
import type { Comparison, ReviewRecord } from './comparison.ts';
import { sayContradiction } from './contradiction.ts';

/** What a comparison must be to publish itself: the file `policy.yaml`. Every condition that is named must hold. */
export const Policy = z.strictObject({
  publish: z.strictObject({
    complete: z.boolean('true or false').default(true).describe('every seat of every tool holds a scored review'),
    clean: z
      .boolean('true or false')
      .default(true)
      .describe('no correction round left anything open, and no source tried to steer a reviewer'),
    conflicts: z
      .boolean('true or false')
      .default(false)
      .describe('true: also where a juror’s vendor makes one of the tools, or sources contradict each other'),
    spreadBelow: z
      .number('a number of points, 0 to 101')
      .min(0)
      .max(101)
      .default(20)
      .describe('the jurors’ own scores of each review lie closer together than this, in points; 101 allows all'),
    families: z.int('a whole number').min(1).max(9).default(2).describe('so many model families have answered'),
    outcomes: z
      .array(z.enum(['winner', 'tie', 'different-jobs'], 'winner, tie or different-jobs'))
      .min(1, 'at least one outcome')
      .default(['winner', 'tie'])
      .describe('outcomes that may go out without a person'),
  }),
  night: z
    .strictObject({
      stale: z
        .boolean('true or false')
        .default(false)
        .describe(
          'the night also asks again where facts, persona or rules have changed since; else it fills empty seats only',
        ),
    })
    .default({ stale: false }),
});
export type Policy = z.infer<typeof Policy>;

/** The strictest reading of the words above: what a person is told where no policy file is. */
export const usualPolicy: Policy = Policy.parse({ publish: {} });

/** Why a comparison may not publish itself, a clause for each condition it fails; empty when it may. */
export function objectionsTo(comparison: Comparison, { publish }: Policy): string[] {
  const reviews = comparison.tools.flatMap((tool) => tool.reviews.map((review) => ({ tool: tool.name, review })));
  const each = (fails: (review: ReviewRecord) => string | null): string[] =>
    reviews.flatMap(({ tool, review }) => {
      const why = fails(review);
      return why === null ? [] : [`${tool}, ${review.name}: ${why}`];
    });
  return [
    ...(publish.complete ? each(incomplete) : []),
    ...(publish.clean ? each(unclean) : []),
    ...(publish.conflicts ? [] : [...each(conflicted), ...contradicted(comparison)]),
    ...each((review) => tooWide(review, publish.spreadBelow)),
    ...tooFew(comparison, publish.families),
    ...unwanted(comparison, publish.outcomes),
    ...disagreeing(comparison),
  ];
}

function incomplete({ status, reason }: ReviewRecord): string | null {
  return status === 'scored' ? null : `${status} (${reason ?? 'no reason is known'})`;
}

function unclean({ flags, steering }: ReviewRecord): string | null {
  if (steering.length > 0) return 'a source tries to steer its reviewers';
  return flags.length > 0 ? 'the correction round left something open' : null;
}

function conflicted({ conflict }: ReviewRecord): string | null {
  return conflict === null ? null : `the maker of this tool also makes the ${conflict.family} models that voted on it`;
}

function contradicted({ tools, contradictions = [] }: Comparison): string[] {
  const nameOf = (slug: string) => tools.find((tool) => tool.slug === slug)?.name ?? slug;
  return contradictions.map((one) => `${nameOf(one.tool)}: sources disagree on ${sayContradiction(one)}`);
}

function tooWide({ spread }: ReviewRecord, below: number): string | null {
  return spread === null || spread < below ? null : `the jurors’ scores lie ${Math.round(spread)} points apart`;
}

function tooFew({ families }: Comparison, wanted: number): string[] {
  if (families.length >= wanted) return [];
  return [`${families.length} of ${wanted} model families have answered`];
}

/** No policy can allow it: which of the two is right is for a person to say. */
function disagreeing({ answer, tools }: Comparison): string[] {
  if (answer?.agrees !== false) return [];
  const pick = tools.find(({ slug }) => slug === answer.pick)?.name ?? 'no tool';
  return [`the written answer picks ${pick}, and the computed outcome does not`];
}

function unwanted({ outcome }: Comparison, wanted: readonly string[]): string[] {
  return wanted.includes(outcome.kind) ? [] : [`the outcome is ${outcome.kind}`];
}
