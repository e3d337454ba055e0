import type { Answer } from './opinion.ts';
import { type Check, checksOf, type Panel, type Persona } from './persona.ts';
import type { CheckedAnswer } from './review.ts';

/** One juror’s checked answers. */
export interface Juror {
  /** Who: `lead`, or the ballot’s model as written. */
  name: string;
  answers: readonly CheckedAnswer[];
}

/** How many jurors answered what. */
export interface Votes {
  yes: number;
  no: number;
  unknown: number;
}

/** A check after the vote. */
export interface DecidedCheck {
  check: Check;
  group: string;
  answer: Answer;
  votes: Votes;
  /** Jurors disagreed and none had a majority: the answer is unknown. */
  contested: boolean;
  /** What it counts as: unknown counts as no where silence means no, else it is left out. */
  counts: 'yes' | 'no' | 'out';
}

/** A seat’s result. Score and spread are unrounded, 0 to 100. */
export interface SeatScore {
  status: 'scored' | 'unscored';
  /** Null when unscored. */
  score: number | null;
  verdict: 'ship' | 'skip' | null;
  /** Share of the weight answered with a verified quote, 0 to 1. */
  coverage: number;
  /** Highest minus lowest of the jurors’ own scores; null with one juror. */
  spread: number | null;
  checks: DecidedCheck[];
}

/** Scores a seat from its jurors’ checked answers with today’s weights, silence rules and thresholds. */
export function scoreSeat(
  persona: Pick<Persona, 'groups'>,
  panel: Pick<Panel, 'shipThreshold' | 'minimumCoverage'>,
  jurors: readonly Juror[],
): SeatScore {
  const checks = persona.groups.flatMap((group) => group.checks.map((check) => decideCheck(check, group.name, jurors)));
  const coverage = coverageOf(checks);
  const score = coverage >= panel.minimumCoverage ? weightedScore(checks) : null;
  return {
    status: score === null ? 'unscored' : 'scored',
    score,
    verdict: score === null ? null : score >= panel.shipThreshold ? 'ship' : 'skip',
    coverage,
    spread: spreadOf(persona, jurors),
    checks,
  };
}

/** The vote on one check: the answer more than half of the jurors gave, else unknown. A check a juror left out is that juror’s unknown. */
function decideCheck(check: Check, group: string, jurors: readonly Juror[]): DecidedCheck {
  const votes: Votes = { yes: 0, no: 0, unknown: 0 };
  for (const juror of jurors) votes[juror.answers.find((answer) => answer.id === check.id)?.answer ?? 'unknown'] += 1;
  const winner = (['yes', 'no', 'unknown'] as const).find((answer) => votes[answer] * 2 > jurors.length);
  const answer = winner ?? 'unknown';
  return {
    check,
    group,
    answer,
    votes,
    contested: winner === undefined && jurors.length > 1,
    counts: countsAs(check, answer),
  };
}

function countsAs(check: Check, answer: Answer): 'yes' | 'no' | 'out' {
  if (answer !== 'unknown') return answer;
  return check.silence === 'no' ? 'no' : 'out';
}

/** 100 × weight(yes) / weight(yes + no, silence included); null when nothing counts. */
function weightedScore(checks: readonly DecidedCheck[]): number | null {
  const yes = weightOf(checks.filter((decided) => decided.counts === 'yes'));
  const counted = weightOf(checks.filter((decided) => decided.counts !== 'out'));
  return counted === 0 ? null : (100 * yes) / counted;
}

function coverageOf(checks: readonly DecidedCheck[]): number {
  return weightOf(checks.filter((decided) => decided.answer !== 'unknown')) / weightOf(checks);
}

function weightOf(checks: readonly DecidedCheck[]): number {
  return checks.reduce((sum, decided) => sum + decided.check.weight, 0);
}

function spreadOf(persona: Pick<Persona, 'groups'>, jurors: readonly Juror[]): number | null {
  if (jurors.length < 2) return null;
  const scores = jurors
    .map((juror) => weightedScore(checksOf(persona).map((check) => decideCheck(check, '', [juror]))))
    .filter((score) => score !== null);
  return scores.length < 2 ? null : Math.max(...scores) - Math.min(...scores);
}
