import { sumKnown } from '../cost.ts';
import type { Dossier } from '../facts/dossier.ts';
import { hashText } from '../key.ts';
import type { PanelOfPersonas } from '../panel/persona.ts';
import { type CalibrationRun, recordCalibrations } from './calibration.ts';
import type { Comparison, ReviewRecord, ToolRecord } from './comparison.ts';
import { type Contradiction, recordContradictions } from './contradiction.ts';
import { type Correction, recordCorrections } from './correction.ts';
import { type Duel, recordDuels } from './duel.ts';
import { listSteering } from './list-steering.ts';
import { noiseOf } from './noise.ts';
import { decideOutcome } from './outcome.ts';
import { judgePanel } from './scoring.ts';
import { type FilledSeat, recordSeat } from './seat-record.ts';
import { recordAnswer, type WrittenAnswer } from './written-answer.ts';

export interface ToolOnPanel {
  dossier: Dossier;
  seats: readonly FilledSeat[];
}

/** What is known beside the seats. `evidence.json` holds all of it: whoever adds a member here adds it to `EvidenceFile`. Contradictions are absent where no source was read for facts. */
export interface Supplements {
  /** Of the tools compared and others, in the order they were made. */
  corrections: readonly Correction[];
  /** Runs over the anchors, the last of each persona and model. */
  calibrations: readonly CalibrationRun[];
  /** What every persona said about the two best tools, in both orders, where that counts. */
  duels: readonly Duel[];
  /** Why nobody was asked about them where that would have counted, as a clause; absent when nobody knows. */
  noDuel?: string | undefined;
  contradictions?: readonly Contradiction[] | undefined;
  /** What a model wrote to stand on top, about these very dossiers and reviews. */
  answer?: WrittenAnswer | undefined;
}

const noSupplements: Supplements = { corrections: [], calibrations: [], duels: [] };

/** The disclosure every document carries. */
const disclosure =
  'Every review here was written by an AI persona from the numbered sources on this page. Nobody on the panel has used these products. ' +
  'Scores are computed by code from the personas’ yes/no/unknown answers, each bound to a quote that code found in a source. ' +
  'Each review names the model that wrote it and the day.';

/** Most characters a comparison’s slug may have: it is a folder name and a part of an address. */
const slugLimit = 200;

/** One canonical address per set of tools: slugs in alphabetical order. Very long ones are cut and end in a digest. */
export function comparisonSlug(slugs: readonly string[]): string {
  const whole = [...slugs].sort().join('-vs-');
  return whole.length <= slugLimit ? whole : `${whole.slice(0, slugLimit - 17)}-${hashText(whole).slice(0, 16)}`;
}

/** Everything a comparison shows, scored with today’s weights and thresholds. */
export function assembleComparison(
  tools: readonly ToolOnPanel[],
  { panel, personas }: PanelOfPersonas,
  generatedAt: string,
  supplements: Supplements = noSupplements,
): Comparison {
  const records = [...tools]
    .sort((a, b) => (a.dossier.tool.slug < b.dossier.tool.slug ? -1 : 1))
    .map((tool) => recordTool(tool, panel));
  const reviews = records.flatMap((tool) => tool.reviews);
  const bylines = [...reviews.flatMap(bylinesOf), ...(supplements.answer ? [supplements.answer.byline] : [])];
  const calibration = recordCalibrations(supplements.calibrations, { panel, personas }, reviews);
  const outcome = decideOutcome(records, panel, {
    noise: noiseOf(records, calibration, panel),
    duels: recordDuels(supplements.duels),
    noDuel: supplements.noDuel ?? null,
  });
  return {
    schemaVersion: 1,
    slug: comparisonSlug(records.map((tool) => tool.slug)),
    title: records.map((tool) => tool.name).join(' vs '),
    generatedAt,
    outcome,
    answer: supplements.answer === undefined ? null : recordAnswer(supplements.answer, outcome),
    tools: records,
    panel: {
      shipThreshold: panel.shipThreshold,
      minimumCoverage: panel.minimumCoverage,
      matters: panel.matters,
      mostNotApplicable: panel.mostNotApplicable,
      start: panel.start,
      noise: panel.noise,
      personas: personas.map(({ id, name, motto, reader }) => ({ id, name, motto, reader })),
    },
    families: [...new Set(reviews.flatMap(bylinesOf).map((byline) => byline.family))].sort(),
    costUsd: sumKnown(bylines.map((byline) => byline.costUsd)),
    calibration,
    corrections: recordCorrections(supplements.corrections, records),
    ...(supplements.contradictions && { contradictions: recordContradictions(supplements.contradictions, records) }),
    disclosure,
  };
}

/** One tool as a document shows it. */
export function recordTool({ dossier, seats }: ToolOnPanel, panel: PanelOfPersonas['panel']): ToolRecord {
  const { aliases: _aliases, ...facts } = dossier.tool;
  const steering = listSteering(dossier);
  const reviews = seats.map((seat) => ({ ...recordSeat(seat, panel, facts.maker), steering }));
  const convinced = reviews.filter((review) => review.score !== null).sort((a, b) => (b.score ?? 0) - (a.score ?? 0));
  return {
    ...facts,
    bestFor: convinced[0]?.bestFor ?? null,
    avoidIf: convinced.at(-1)?.avoidIf ?? null,
    dossierKey: dossier.key,
    asOf: dossier.asOf,
    votes: null,
    sources: dossier.sources.map(({ id, kind, title, url, retrieved, hash }) => ({
      id,
      kind,
      title,
      url,
      retrieved,
      hash,
    })),
    panel: judgePanel(reviews),
    reviews,
  };
}

function bylinesOf(review: ReviewRecord) {
  const ballots = review.ballots.filter((ballot) => ballot.status === 'counted').map((ballot) => ballot.byline);
  return [review.byline, ...ballots].filter((byline) => byline !== null);
}
