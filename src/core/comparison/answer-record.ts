import { z } from 'zod';
import { BylineRecord } from './byline-record.ts';

const toolQuote = z.strictObject({
  tool: z.string().describe('slug'),
  source: z.string(),
  text: z.string(),
  verified: z.boolean(),
});
const point = z.strictObject({ kind: z.enum(['fact', 'opinion']), text: z.string(), quotes: z.array(toolQuote) });

/** The answer on top of a comparison, written by a model that read the dossiers and the reviews. */
export const AnswerRecord = z.strictObject({
  pick: z.string().nullable().describe('slug; null: none is recommended over the others'),
  agrees: z
    .boolean()
    .nullable()
    .describe(
      'whether the pick is the computed outcome; null while nothing is computed. Where it is not, a person decides',
    ),
  answer: z.array(point).min(1).describe('which one and why'),
  exception: z.array(point).describe('the one exception that matters'),
  suits: z
    .array(z.strictObject({ tool: z.string(), text: z.string(), quotes: z.array(toolQuote) }))
    .describe('for whom each tool is right: choose it if …'),
  checkFirst: z.array(point).describe('what to check before committing'),
  byline: BylineRecord,
});
export type AnswerRecord = z.infer<typeof AnswerRecord>;
