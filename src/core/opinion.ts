import { z } from 'zod';

/** Raised whenever the wire schema changes: standing reviews of another version are stale. */
export const schemaVersion = 1;

const Answer = z.enum(['yes', 'no', 'unknown']);
export type Answer = z.infer<typeof Answer>;

export const Quote = z.object({ source: z.string(), text: z.string() });
export type Quote = z.infer<typeof Quote>;

export const CheckAnswer = z.object({ id: z.string(), answer: Answer, because: z.string(), quotes: z.array(Quote) });
export type CheckAnswer = z.infer<typeof CheckAnswer>;

export const Statement = z.object({
  beat: z.string(),
  kind: z.enum(['fact', 'opinion', 'prediction']),
  text: z.string(),
  quotes: z.array(Quote),
  judgeBy: z.string().nullable(),
});
export type Statement = z.infer<typeof Statement>;

/** What a lead returns: reasons first, the gut score last. Untrusted until checked. */
export const Opinion = z.object({
  checks: z.array(CheckAnswer),
  statements: z.array(Statement),
  headline: z.string(),
  bestFor: z.string(),
  avoidIf: z.string(),
  gutScore: z.number().nullable(),
});
export type Opinion = z.infer<typeof Opinion>;

/** What another juror returns: the checklist alone. */
export const BallotAnswer = z.object({ checks: z.array(CheckAnswer) });
export type BallotAnswer = z.infer<typeof BallotAnswer>;

/** One thing wrong with an answer, in words a model or a person can act on. */
export interface Issue {
  /** Where: `checks.first-call.quotes[0]`, `statements[2].text`. */
  path: string;
  problem: string;
  /** `reject`: never becomes a review while it stands. `mend`: worth the correction round, afterwards shown as a flag. */
  weight: 'reject' | 'mend';
}

/** The result of reading an untrusted reply. */
export type Reading<T> = { ok: true; value: T } | { ok: false; issues: Issue[] };
