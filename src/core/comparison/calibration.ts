import type { Answer } from '../opinion/opinion.ts';
import type { Byline, CheckedAnswer } from '../opinion/review.ts';
import { checksOf, type PanelOfPersonas, type Persona } from '../panel/persona.ts';
import type { Comparison, ReviewRecord } from './comparison.ts';
import { ownScore, type ScoringRules } from './scoring.ts';

/** One juror’s answers about one anchor, beside the known ones. */
export interface AnchorAnswer {
  /** Slug of the anchor. */
  tool: string;
  /** Null when the answer was refused or rejected twice, with the reason. */
  checks: CheckedAnswer[] | null;
  reason: string | null;
  /** The known answers of that day, so that every figure can be recomputed from what is stored. */
  known: { id: string; answer: Answer }[];
  byline: Byline;
}

/** One run of one juror, as one persona, over an anchor set. Append-only. */
export interface CalibrationRun {
  persona: string;
  /** The model as written by the editor. */
  written: string;
  /** Version of the anchor set. */
  anchors: string;
  /** ISO time. */
  ranAt: string;
  answers: AnchorAnswer[];
}

/** What a run says about a juror. Points are points of the score, 0 to 100. */
export interface Calibration {
  persona: string;
  written: string;
  /** As the service names it. */
  model: string;
  anchors: string;
  ranAt: string;
  /** Mean over the anchors of (score given − score of the known answers), points. Positive: lenient. */
  leniency: number;
  /** Standard deviation (n − 1) of those differences, points. */
  spread: number;
  /** Share of the checks answered as known, 0 to 1. */
  agreement: number;
  /** Share of the checks not known to be yes that were answered yes, 0 to 1; null when there is none. */
  falseYes: number | null;
  /** The differences, by anchor. */
  differences: { tool: string; given: number; known: number; difference: number }[];
}

/**
 * The figures of a run, with today’s weights and silence rules. Null when they would mean nothing: fewer than two
 * anchors have a score on both sides, or the persona’s checklist is not the one that was answered.
 */
export function measureCalibration(
  run: CalibrationRun,
  persona: Pick<Persona, 'groups'>,
  rules: ScoringRules,
): Calibration | null {
  const answered = run.answers.filter((answer) => answer.checks !== null);
  if (!answered.every(({ known }) => coversChecks(known, persona))) return null;
  const differences = answered.flatMap(({ tool, checks, known }) => {
    const given = ownScore(persona, rules, checks ?? []);
    const right = ownScore(persona, rules, known);
    return given === null || right === null ? [] : [{ tool, given, known: right, difference: given - right }];
  });
  const model = answered[0]?.byline.model;
  if (differences.length < 2 || model === undefined) return null;
  const values = differences.map(({ difference }) => difference);
  const pairs = answered.flatMap(({ checks, known }) =>
    known.map(({ id, answer }) => ({ known: answer, given: answerTo(checks ?? [], id) })),
  );
  const notYes = pairs.filter((pair) => pair.known !== 'yes');
  const { written, anchors, ranAt } = run;
  return {
    persona: run.persona,
    written,
    model,
    anchors,
    ranAt,
    leniency: meanOf(values),
    spread: deviationOf(values),
    agreement: shareOf(pairs, (pair) => pair.given === pair.known) ?? 0,
    falseYes: shareOf(notYes, (pair) => pair.given === 'yes'),
    differences,
  };
}

/** As a comparison reports it: the last run that means something of each persona and model that answered for its reviews. */
export function recordCalibrations(
  runs: readonly CalibrationRun[],
  { panel, personas }: PanelOfPersonas,
  reviews: readonly Pick<ReviewRecord, 'persona' | 'byline' | 'ballots'>[],
): Comparison['calibration'] {
  return personas.flatMap((persona) => {
    const seats = reviews.filter((review) => review.persona === persona.id);
    const bylines = seats.flatMap(({ byline, ballots }) => [
      byline,
      ...ballots.filter(({ status }) => status === 'counted').map((ballot) => ballot.byline),
    ]);
    const models = new Set(bylines.flatMap((byline) => byline?.model ?? []));
    const measured = runs
      .filter((run) => run.persona === persona.id)
      .toSorted((a, b) => (a.ranAt < b.ranAt ? 1 : -1))
      .flatMap((run) => measureCalibration(run, persona, panel) ?? []);
    return [...models].sort().flatMap((name) => {
      const last = measured.find(({ model }) => model === name);
      if (last === undefined) return [];
      const { model, anchors, leniency, spread, ranAt } = last;
      return [{ persona: persona.id, model, anchors, leniency, spread, ranAt }];
    });
  });
}

/** A juror that judges otherwise than it did before. */
export interface Drift {
  persona: string;
  written: string;
  /** Leniency before and now, and the change a run would have to exceed; points. */
  before: number;
  now: number;
  allowed: number;
}

/** Points a juror’s leniency may always move between two runs. */
const driftAllowed = 5;

/**
 * Whether a juror drifted between two runs over the same anchors: |Δ leniency| > max(5 points, 2 × standard error), where
 * the standard error is that of the mean of the anchor-by-anchor changes. Null when it did not, or when the two cannot
 * be compared (other persona, model or anchors, or fewer than two anchors in common).
 */
export function findDrift(before: Calibration, now: Calibration): Drift | null {
  const { persona, written, anchors } = now;
  if (before.persona !== persona || before.written !== written || before.anchors !== anchors) return null;
  const changes = now.differences.flatMap(({ tool, difference }) => {
    const earlier = before.differences.find((entry) => entry.tool === tool);
    return earlier === undefined ? [] : [difference - earlier.difference];
  });
  if (changes.length < 2) return null;
  const allowed = Math.max(driftAllowed, 2 * standardError(changes));
  const drifted = Math.abs(meanOf(changes)) > allowed;
  return drifted ? { persona, written, before: before.leniency, now: now.leniency, allowed } : null;
}

/** Standard error of the mean of some values: their standard deviation over the root of their number. Needs at least two. */
export function standardError(values: readonly number[]): number {
  return deviationOf(values) / Math.sqrt(values.length);
}

/** The unbiased variance (n − 1) of at least two values. */
export function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviationOf(values: readonly number[]): number {
  return Math.sqrt(varianceOf(values));
}

function coversChecks(known: readonly { id: string }[], persona: Pick<Persona, 'groups'>): boolean {
  const asked = checksOf(persona).map(({ id }) => id);
  return asked.length === known.length && asked.every((id) => known.some((answer) => answer.id === id));
}

function answerTo(checks: readonly CheckedAnswer[], id: string): Answer {
  return checks.find((check) => check.id === id)?.answer ?? 'unknown';
}

function shareOf<T>(items: readonly T[], holds: (item: T) => boolean): number | null {
  return items.length === 0 ? null : items.filter(holds).length / items.length;
}
