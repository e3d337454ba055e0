import { z } from 'zod';
import { SourceKind } from '../facts/tool.ts';
import { answers, weighings } from '../opinion/opinion.ts';
import { AnswerRecord } from './answer-record.ts';
import { BylineRecord } from './byline-record.ts';

const score = z.number().min(0).max(100);
const count = z.number().int().min(0);
const quote = z.strictObject({ source: z.string(), text: z.string(), verified: z.boolean() });
const answer = z.enum(answers);
const flag = z.strictObject({ path: z.string(), problem: z.string() });

const CheckRecord = z.strictObject({
  id: z.string(),
  group: z.string(),
  ask: z.string(),
  kind: z.enum(['stated', 'judged']),
  weight: z.number().positive(),
  silence: z.enum(['open', 'no']),
  cap: z
    .strictObject({ most: score, because: z.string() })
    .nullable()
    .describe('the most the review scores where the answer is no'),
  matters: z.enum(weighings).describe('how much it matters for this product and reader, as the lead says'),
  weighs: z.number().min(0).describe('weight × the factor of what it matters'),
  answer: answer.describe('the jury’s majority; unknown when split'),
  counts: z
    .enum(['yes', 'no', 'out'])
    .describe('what enters the score; unknown counts as no where silence means no; what does not apply is left out'),
  contested: z.boolean(),
  votes: z.strictObject({ yes: count, no: count, unknown: count, 'not-applicable': count }),
  because: z.string().describe('the lead’s reason'),
  quotes: z.array(quote).describe('the lead’s quotes'),
  jurors: z
    .array(z.strictObject({ juror: z.string(), answer, because: z.string(), quotes: z.array(quote) }))
    .describe('every juror’s own answer, the lead first'),
});

const StatementRecord = z.strictObject({
  beat: z.string(),
  kind: z.enum(['fact', 'opinion', 'prediction']),
  text: z.string(),
  quotes: z.array(quote),
  judgeBy: z.string().nullable(),
});

const BallotRecord = z.strictObject({
  model: z.string().describe('as written by the editor'),
  status: z.enum(['counted', 'missing']),
  reason: z.string().nullable(),
  score: score.nullable().describe('this juror’s own score'),
  byline: BylineRecord.nullable(),
});

/** A passage of a source that speaks to its reviewers instead of about the product. */
export const SteeringRecord = z.strictObject({ source: z.string(), passage: z.string(), why: z.string() });
export type SteeringRecord = z.infer<typeof SteeringRecord>;

export const ReviewRecord = z.strictObject({
  persona: z.string(),
  name: z.string(),
  status: z.enum(['scored', 'unscored', 'missing']),
  reason: z.string().nullable().describe('why unscored or missing'),
  score: score.nullable(),
  capped: z
    .strictObject({ check: z.string(), most: score, because: z.string(), from: score })
    .nullable()
    .describe('the check that holds the score down, and the score by the answers alone; null where none does'),
  verdict: z.enum(['ship', 'skip']).nullable(),
  jurorScores: z.array(score).describe('each juror’s own score, the lead’s first; empty with one juror'),
  spread: score.nullable().describe('highest minus lowest of them; null with fewer than two'),
  coverage: z.number().min(0).max(1).nullable(),
  gutScore: z.number().nullable().describe('the lead’s own guess; shown, never counted'),
  headline: z.string().nullable(),
  prose: z.string().nullable(),
  bestFor: z.string().nullable(),
  avoidIf: z.string().nullable(),
  statements: z.array(StatementRecord),
  checks: z.array(CheckRecord),
  ballots: z.array(BallotRecord),
  repeats: z
    .array(score)
    .describe('the lead’s own score in each of its runs, the one shown first; empty when it was asked once'),
  flags: z.array(flag).describe('what the correction round did not mend'),
  steering: z
    .array(SteeringRecord)
    .describe('passages of the sources that try to steer a reviewer; no quote from them counts'),
  conflict: z
    .strictObject({
      family: z.string().describe('the model family whose vendor makes the tool'),
      scoreWithout: score.nullable().describe('the score without that family’s votes; null when nobody else voted'),
    })
    .nullable()
    .describe('set when a juror’s vendor makes the tool'),
  approved: z
    .strictObject({ by: z.string(), at: z.iso.datetime() })
    .nullable()
    .describe('the person who approved this review; null: no human review'),
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
  url: z.string().nullable(),
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

/** How one persona judged two tools head to head, in both orders. */
export const DuelRecord = z.strictObject({
  persona: z.string(),
  prefers: z.string().nullable().describe('slug; null: no preference, or an answer that changed with the order'),
  orders: z.array(
    z.strictObject({ first: z.string(), second: z.string(), prefers: z.string().nullable(), because: z.string() }),
  ),
});
export type DuelRecord = z.infer<typeof DuelRecord>;

/** One answer to one check, turned around. */
export const FlipRecord = z.strictObject({
  tool: z.string(),
  persona: z.string(),
  check: z.string(),
  from: z.enum(['yes', 'no']).describe('what it counts as now'),
  to: z.enum(['yes', 'no']),
});
export type FlipRecord = z.infer<typeof FlipRecord>;

/** The smallest set of flips that changes the winner, or a tool’s panel verdict. */
export const ChangeRecord = z.strictObject({
  what: z.enum(['winner', 'verdict']),
  tool: z.string().describe('whose win or verdict would change'),
  becomes: z.string().describe('the outcome or verdict afterwards, in words'),
  flips: z.array(FlipRecord).min(1),
});
export type ChangeRecord = z.infer<typeof ChangeRecord>;

/** The outcome a named kind of reader would get, with the weights of `panel.yaml`. */
export const ProfileOutcome = z.strictObject({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['winner', 'tie', 'different-jobs', 'undecided']),
  winner: z.string().nullable(),
  margin: z.number().min(0).nullable(),
  scores: z.record(z.string(), score.nullable()).describe('by slug: the panel score with this reader’s weights'),
  reason: z.string(),
});
export type ProfileOutcome = z.infer<typeof ProfileOutcome>;

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
  basis: z.enum(['scores', 'duel', 'none']).describe('what the outcome rests on; none: there was nothing to decide'),
  personas: z.array(DuelRecord).describe('head to head, where the margin was inside the noise or a duel was asked for'),
  wouldChange: z.array(ChangeRecord).describe('computed: what would have to be answered otherwise for another outcome'),
  profiles: z.array(ProfileOutcome),
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
  answer: AnswerRecord.nullable().describe('null: none was written; the computed outcome stands alone'),
  tools: z.array(ToolRecord).min(2),
  panel: z.strictObject({
    shipThreshold: score,
    minimumCoverage: z.number(),
    matters: z.strictObject({ decisive: z.number(), normal: z.number(), minor: z.number() }),
    mostNotApplicable: z.number(),
    start: z.strictObject({ score, weight: z.number().min(0) }).describe('where every score begins'),
    noise: z.number(),
    personas: z.array(z.strictObject({ id: z.string(), name: z.string(), motto: z.string(), reader: z.string() })),
  }),
  families: z.array(z.string()).describe('model families whose answers count; with one, the page says so'),
  costUsd: z.number().min(0).nullable().describe('all calls behind the reviews shown; null when one is unknown'),
  calibration: z
    .array(
      z.strictObject({
        persona: z.string(),
        model: z.string(),
        anchors: z.string().describe('version of the anchor set'),
        leniency: z.number().describe('points above (or below) the known answers, on average'),
        spread: z.number().min(0).describe('standard deviation of that difference over the anchors, points'),
        ranAt: z.iso.datetime(),
      }),
    )
    .describe('reported beside the scores, never mixed into them; empty: not calibrated with these models'),
  corrections: z
    .array(z.strictObject({ on: z.string(), tool: z.string(), what: z.string() }))
    .describe('dated, newest first'),
  contradictions: z
    .array(
      z.strictObject({
        tool: z.string().describe('slug'),
        field: z.string().describe('which fact, for example pricing'),
        sides: z.array(z.strictObject({ value: z.string(), source: z.string() })).min(2),
      }),
    )
    .optional()
    .describe(
      'facts on which the sources of one tool disagree; the dossier holds one value, readers see all. Absent where none do',
    ),
  disclosure: z.string(),
});
export type Comparison = z.infer<typeof Comparison>;
