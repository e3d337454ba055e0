import { z } from 'zod';
import { assembleComparison, type Supplements, type ToolOnPanel } from '../comparison/assemble.ts';
import { BylineRecord } from '../comparison/byline-record.ts';
import type { CalibrationRun } from '../comparison/calibration.ts';
import type { Comparison } from '../comparison/comparison.ts';
import { Contradiction } from '../comparison/contradiction.ts';
import { Correction } from '../comparison/correction.ts';
import type { Duel } from '../comparison/duel.ts';
import type { FilledSeat } from '../comparison/seat-record.ts';
import type { Dossier } from '../facts/dossier.ts';
import { SourceKind } from '../facts/tool.ts';
import { keyOf } from '../key.ts';
import type { Byline, Review } from '../opinion/review.ts';
import { Panel, type PanelOfPersonas, Persona } from '../panel/persona.ts';
import {
  CheckedAnswersShape,
  KnownAnswersShape,
  OpinionShape,
  QuotesShape,
  ToolShape,
  WrittenAnswerShape,
} from './shape.ts';

const text = z.string();
const count = z.number().int().min(0);

const BylineShape: z.ZodType<Byline> = BylineRecord;

const DossierShape: z.ZodType<Dossier> = z.strictObject({
  key: text,
  tool: ToolShape,
  sources: z.array(
    z.strictObject({
      id: text,
      kind: SourceKind,
      title: text,
      url: text.nullable(),
      retrieved: text,
      text: text.describe('the evidence itself, word for word'),
      hash: text.describe('SHA-256 of the text'),
    }),
  ),
  asOf: text.describe('the day the key was first stored'),
});

const Seat = z.strictObject({
  persona: text,
  review: z
    .strictObject({
      id: count,
      tool: text,
      persona: text,
      opinion: OpinionShape,
      byline: BylineShape,
      personaKey: text,
      schemaVersion: count,
    })
    .nullable()
    .describe('the standing review as it was checked; null when there is none'),
  ballots: z.array(
    z.strictObject({
      reviewId: count,
      written: text,
      checks: CheckedAnswersShape.nullable(),
      reason: text.nullable(),
      byline: BylineShape,
    }),
  ),
  repeats: z.array(
    z.strictObject({
      reviewId: count,
      number: count,
      checks: CheckedAnswersShape.nullable(),
      reason: text.nullable(),
      byline: BylineShape,
    }),
  ),
  missingBallots: z.array(z.strictObject({ model: text, reason: text })),
  missing: text.nullable().describe('why there is no review'),
  approved: z.strictObject({ by: text, at: text }).nullable(),
});

const CalibrationRunShape: z.ZodType<CalibrationRun> = z.strictObject({
  persona: text,
  written: text,
  anchors: text,
  ranAt: text,
  answers: z.array(
    z.strictObject({
      tool: text,
      checks: CheckedAnswersShape.nullable(),
      reason: text.nullable(),
      known: KnownAnswersShape,
      byline: BylineShape,
    }),
  ),
});

const DuelShape: z.ZodType<Duel> = z.strictObject({
  persona: text,
  first: text,
  second: text,
  said: z.enum(['first', 'second', 'neither']).nullable(),
  because: text,
  quotes: QuotesShape.describe('A.S2 is S2 of the first tool, B.S1 is S1 of the second'),
  byline: BylineShape.nullable(),
});

const SupplementsShape: z.ZodType<Supplements> = z.strictObject({
  corrections: z.array(Correction),
  calibrations: z.array(CalibrationRunShape).describe('the last run over the anchors of each persona and model'),
  duels: z.array(DuelShape).describe('what every persona said about the two best tools, in both orders'),
  answer: WrittenAnswerShape.optional().describe('what stands on top, written by a model that read all of it'),
  noDuel: text.optional().describe('why nobody was asked about them where that would have counted'),
  contradictions: z
    .array(Contradiction)
    .optional()
    .describe('facts on which the sources of a tool disagree, each side with its words'),
});

/** `evidence.json`: everything a comparison was computed from. The editor’s notes and the prompts are not in it. */
export const EvidenceFile = z
  .strictObject({
    schemaVersion: z.literal(1),
    key: text.describe('hash of everything else in this file'),
    generatedAt: z.iso.datetime(),
    panel: Panel,
    personas: z.array(Persona),
    tools: z.array(z.strictObject({ dossier: DossierShape, seats: z.array(Seat) })).min(2),
    supplements: SupplementsShape,
  })
  .superRefine(({ personas, tools }, context) => {
    for (const [t, { seats }] of tools.entries())
      for (const [s, { persona }] of seats.entries())
        if (personas.every(({ id }) => id !== persona))
          context.addIssue({
            code: 'custom',
            path: ['tools', t, 'seats', s, 'persona'],
            message: 'a persona of this file',
          });
  });
export type EvidenceFile = z.infer<typeof EvidenceFile>;

/** The input of `assembleComparison`, to be written beside what came of it. */
export function evidenceOf(
  tools: readonly ToolOnPanel[],
  { panel, personas }: PanelOfPersonas,
  generatedAt: string,
  supplements: Supplements,
): EvidenceFile {
  const ordered = [...tools].sort((a, b) => (a.dossier.tool.slug < b.dossier.tool.slug ? -1 : 1));
  const evidence = {
    schemaVersion: 1 as const,
    generatedAt,
    panel,
    personas,
    tools: ordered.map(({ dossier, seats }) => ({ dossier, seats: seats.map(seatOf) })),
    supplements,
  };
  return { ...evidence, key: evidenceKey(evidence) };
}

/** Key of an evidence file as it was read: it tells a changed file from the one that was written. */
export function evidenceKey(file: object): string {
  return keyOf('evidence', { ...file, key: undefined });
}

/** The comparison that follows from the evidence. */
export function comparisonOf({ tools, panel, personas, generatedAt, supplements }: EvidenceFile): Comparison {
  const byId = new Map(personas.map((persona) => [persona.id, persona]));
  const onPanel = tools.map(({ dossier, seats }) => ({
    dossier,
    seats: seats.flatMap((seat) => {
      const persona = byId.get(seat.persona);
      return persona === undefined ? [] : [filledSeat(persona, seat)];
    }),
  }));
  return assembleComparison(onPanel, { panel, personas }, generatedAt, supplements);
}

function seatOf({
  persona,
  review,
  ballots,
  repeats,
  missingBallots,
  missing,
  approved,
}: FilledSeat): z.infer<typeof Seat> {
  return {
    persona: persona.id,
    review: review && withoutNote(review),
    ballots: [...ballots],
    repeats: [...repeats],
    missingBallots: [...missingBallots],
    missing,
    approved,
  };
}

/** What the editor said to the reviewer stays with the editor. */
function withoutNote({ note: _note, ...review }: Review): Omit<Review, 'note'> {
  return review;
}

function filledSeat(persona: Persona, seat: z.infer<typeof Seat>): FilledSeat {
  return { ...seat, persona, review: seat.review && { ...seat.review, note: null } };
}
