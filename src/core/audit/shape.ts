import { z } from 'zod';
import type { Reply, Usage } from '../call.ts';
import { BylineRecord } from '../comparison/byline-record.ts';
import type { AnchorAnswer } from '../comparison/calibration.ts';
import type { CheckedAnswer as AnswerOnTop, WrittenAnswer } from '../comparison/written-answer.ts';
import type { PriceTier } from '../cost.ts';
import type { Tool } from '../facts/tool.ts';
import { answers, weighings } from '../opinion/opinion.ts';
import type { CheckedAnswer, CheckedOpinion, CheckedQuote } from '../opinion/review.ts';

/**
 * Shapes of values that leave the program and come back, from a database or a file: nothing inexact goes out, nothing
 * damaged comes in. They check the shape only; what a value means was checked when it was made.
 */

const text = z.string();
const number = z.number();
const answer = z.enum(answers);
const quotes = z.array(z.strictObject({ source: text, text, verified: z.boolean() }));

const point = z.strictObject({
  kind: z.enum(['fact', 'opinion']),
  text,
  quotes: z.array(z.strictObject({ tool: text, source: text, text, verified: z.boolean() })),
});

const checkedAnswer = {
  answer: z.array(point),
  exception: z.array(point),
  suits: z.array(point.omit({ kind: true }).extend({ tool: text })),
  checkFirst: z.array(point),
  pick: text.nullable(),
};

export const CheckedAnswerShape: z.ZodType<AnswerOnTop> = z.strictObject(checkedAnswer);

export const WrittenAnswerShape: z.ZodType<WrittenAnswer> = z.strictObject({ ...checkedAnswer, byline: BylineRecord });

export const QuotesShape: z.ZodType<CheckedQuote[]> = quotes;

export const CheckedAnswersShape: z.ZodType<CheckedAnswer[]> = z.array(
  z.strictObject({ id: text, answer, said: answer, because: text, quotes, matters: z.enum(weighings).exactOptional() }),
);

export const KnownAnswersShape: z.ZodType<AnchorAnswer['known']> = z.array(z.strictObject({ id: text, answer }));

export const UsageShape: z.ZodType<Usage> = z.strictObject({
  input: number,
  output: number,
  thinking: number.nullable(),
  cacheWrite5m: number,
  cacheWrite1h: number,
  cacheRead: number,
});

export const PriceTiersShape: z.ZodType<readonly PriceTier[]> = z
  .array(
    z.strictObject({
      upTo: number.nullable(),
      price: z.strictObject({
        input: number,
        output: number,
        cacheWrite5m: number,
        cacheWrite1h: number,
        cacheRead: number,
      }),
    }),
  )
  .min(1);

export const SuppliedShape: z.ZodType<NonNullable<Reply['supplied']>> = z.strictObject({
  by: text,
  on: text,
  older: z.boolean(),
});

export const OpinionShape: z.ZodType<CheckedOpinion> = z.strictObject({
  checks: CheckedAnswersShape,
  statements: z.array(
    z.strictObject({
      beat: text,
      kind: z.enum(['fact', 'opinion', 'prediction']),
      text,
      quotes,
      judgeBy: text.nullable(),
    }),
  ),
  headline: text,
  bestFor: text,
  avoidIf: text,
  gutScore: number.nullable(),
  flags: z.array(z.strictObject({ path: text, problem: text, weight: z.enum(['reject', 'mend', 'flag']) })),
});

export const ToolShape: z.ZodType<Tool> = z.strictObject({
  slug: text,
  name: text,
  maker: text.nullable(),
  jobs: z.array(text),
  tagline: text,
  category: text,
  url: text.nullable(),
  pricing: z.strictObject({
    text: text.nullable(),
    model: z.enum(['free', 'free-tier', 'paid', 'usage-based', 'open-source', 'unknown']),
    entry: z.enum(['free', 'paid']).nullable(),
    amounts: z.array(z.strictObject({ value: number, currency: text, unit: text.nullable(), text })),
  }),
  launched: text.nullable(),
  discontinued: text.nullable(),
  licence: text.nullable(),
  description: text,
  aliases: z.array(text),
});
