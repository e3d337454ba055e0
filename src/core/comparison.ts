import { z } from 'zod';
import { SourceKind } from './tool.ts';

const score = z.number().min(0).max(100);
const count = z.number().int().min(0);
const quote = z.strictObject({ source: z.string(), text: z.string(), verified: z.boolean() });
const answer = z.enum(['yes', 'no', 'unknown']);
const flag = z.strictObject({ path: z.string(), problem: z.string() });
const usage = z.strictObject({
  input: count,
  output: count,
  thinking: count.nullable(),
  cacheWrite5m: count,
  cacheWrite1h: count,
  cacheRead: count,
});

export const BylineRecord = z.strictObject({
  provider: z.string(),
  model: z.string(),
  family: z.string(),
  servedBy: z.string().nullable(),
  promptKey: z.string(),
  dossierKey: z.string(),
  requestId: z.string().nullable(),
  usage: usage.nullable(),
  costUsd: z.number().min(0).nullable().describe('all calls this review took; null when one is unknown'),
  writtenAt: z.iso.datetime(),
  supplied: z
    .strictObject({ by: z.string(), on: z.string(), older: z.boolean() })
    .nullable()
    .describe('for replies that came from a file: who supplied it, when, and whether the prompt has changed since'),
});

export const CheckRecord = z.strictObject({
  id: z.string(),
  group: z.string(),
  ask: z.string(),
  kind: z.enum(['stated', 'judged']),
  weight: z.number().positive(),
  silence: z.enum(['open', 'no']),
  answer: answer.describe('the jury’s majority; unknown when split'),
  counts: z.enum(['yes', 'no', 'out']).describe('what enters the score; unknown counts as no where silence means no'),
  contested: z.boolean(),
  votes: z.strictObject({ yes: count, no: count, unknown: count }),
  because: z.string().describe('the lead’s reason'),
  quotes: z.array(quote).describe('the lead’s quotes'),
  jurors: z
    .array(z.strictObject({ juror: z.string(), answer, because: z.string(), quotes: z.array(quote) }))
    .describe('every juror’s own answer, the lead first'),
});

export const StatementRecord = z.strictObject({
  beat: z.string(),
  kind: z.enum(['fact', 'opinion', 'prediction']),
  text: z.string(),
  quotes: z.array(quote),
  judgeBy: z.string().nullable(),
});

export const BallotRecord = z.strictObject({
  model: z.string().describe('as written by the editor'),
  status: z.enum(['counted', 'missing']),
  reason: z.string().nullable(),
  score: score.nullable().describe('this juror’s own score'),
  byline: BylineRecord.nullable(),
});

export const ReviewRecord = z.strictObject({
  persona: z.string(),
  name: z.string(),
  status: z.enum(['scored', 'unscored', 'missing']),
  reason: z.string().nullable().describe('why unscored or missing'),
  score: score.nullable(),
  verdict: z.enum(['ship', 'skip']).nullable(),
  spread: score.nullable().describe('highest minus lowest of the jurors’ own scores; null with one juror'),
  coverage: z.number().min(0).max(1).nullable(),
  gutScore: z.number().nullable().describe('the lead’s own guess; shown, never counted'),
  headline: z.string().nullable(),
  prose: z.string().nullable(),
  bestFor: z.string().nullable(),
  avoidIf: z.string().nullable(),
  statements: z.array(StatementRecord),
  checks: z.array(CheckRecord),
  ballots: z.array(BallotRecord),
  flags: z.array(flag).describe('what the correction round did not mend'),
  byline: BylineRecord.nullable(),
});
export type ReviewRecord = z.infer<typeof ReviewRecord>;

export const PanelRecord = z.strictObject({
  verdict: z.enum(['ship', 'skip', 'mixed', 'unscored']),
  label: z.string().describe('for example: Ship · 4 ship / 0 skip'),
  ship: count,
  skip: count,
  shipPercent: z.number().int().min(0).max(100).nullable(),
  score: score.nullable().describe('mean of the scored seats, unrounded'),
  spread: score.nullable().describe('highest minus lowest scored seat; null with fewer than two'),
});
export type PanelRecord = z.infer<typeof PanelRecord>;

export const ToolRecord = z.strictObject({
  slug: z.string(),
  name: z.string(),
  maker: z.string().nullable(),
  jobs: z.array(z.string()),
  tagline: z.string(),
  category: z.string(),
  url: z.string(),
  description: z.string(),
  launched: z.string().nullable(),
  discontinued: z.string().nullable(),
  licence: z.string().nullable(),
  pricing: z.strictObject({
    text: z.string().nullable(),
    model: z.enum(['free', 'free-tier', 'paid', 'usage-based', 'open-source', 'unknown']),
    entry: z.enum(['free', 'paid']).nullable(),
    amounts: z.array(
      z.strictObject({ value: z.number(), currency: z.string(), unit: z.string().nullable(), text: z.string() }),
    ),
  }),
  bestFor: z.string().nullable().describe('the persona with the highest score says whom it is best for'),
  avoidIf: z.string().nullable().describe('the persona with the lowest score says who should stay away'),
  dossierKey: z.string(),
  asOf: z.string(),
  votes: z.null().describe('reader votes; none are collected'),
  sources: z.array(
    z.strictObject({
      id: z.string(),
      kind: SourceKind,
      title: z.string(),
      url: z.string().nullable(),
      retrieved: z.string(),
      hash: z.string(),
    }),
  ),
  panel: PanelRecord,
  reviews: z.array(ReviewRecord),
});
export type ToolRecord = z.infer<typeof ToolRecord>;

export const OutcomeRecord = z.strictObject({
  kind: z.enum(['winner', 'tie', 'different-jobs', 'undecided']),
  winner: z.string().nullable().describe('slug'),
  margin: z
    .number()
    .min(0)
    .nullable()
    .describe('difference of the two best panel scores; null when they do not compare'),
  noise: z.number().min(0).describe('a margin not above it is no difference'),
  noiseBasis: z.enum(['panel-constant', 'calibration', 'repeats']),
  reason: z.string().describe('the outcome in a sentence'),
  ranking: z
    .array(z.strictObject({ slug: z.string(), rank: z.number().int().min(1).nullable(), score: score.nullable() }))
    .describe('best first; tools within the noise of the one above share a rank; null rank: no panel score'),
  chooseIf: z.record(z.string(), z.array(z.string())).describe('by slug: choose it if'),
  avoidIf: z.record(z.string(), z.array(z.string())).describe('by slug: avoid it if'),
});
export type OutcomeRecord = z.infer<typeof OutcomeRecord>;

/** The comparison as a file: `comparison.json`. Unknown is null, never 0. */
export const Comparison = z.strictObject({
  schemaVersion: z.literal(1),
  slug: z.string(),
  title: z.string(),
  generatedAt: z.iso.datetime().describe('when the stored comparison last changed'),
  outcome: OutcomeRecord,
  tools: z.array(ToolRecord).min(2),
  panel: z.strictObject({
    shipThreshold: score,
    minimumCoverage: z.number(),
    noise: z.number(),
    personas: z.array(z.strictObject({ id: z.string(), name: z.string(), motto: z.string(), reader: z.string() })),
  }),
  families: z.array(z.string()).describe('model families whose answers count; with one, the page says so'),
  costUsd: z.number().min(0).nullable().describe('all calls behind the reviews shown; null when one is unknown'),
  disclosure: z.string(),
});
export type Comparison = z.infer<typeof Comparison>;
