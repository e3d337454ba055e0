import type { Answer } from '../opinion/opinion.ts';
import type { CheckedAnswer } from '../opinion/review.ts';
import { type Check, checksOf, type Panel, type Persona } from '../panel/persona.ts';
import type { PanelRecord, ReviewRecord } from './comparison.ts';

/** One juror’s checked answers. */
export interface Juror {
  /** Who: `lead`, or the ballot’s model as written. */
  name: string;
  answers: readonly CheckedAnswer[];
}

/** How many jurors answered what. */
interface Votes {
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
  const score = coverage >= panel.minimumCoverage ? scoreChecks(checks.map(weighted)) : null;
  return {
    status: score === null ? 'unscored' : 'scored',
    score,
    verdict: verdictAt(score, panel),
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

/** As much of a check as its seat’s score is made of. */
export interface WeightedCheck {
  weight: number;
  counts: DecidedCheck['counts'];
}

function weighted({ check, counts }: DecidedCheck): WeightedCheck {
  return { weight: check.weight, counts };
}

/** 100 × weight(yes) / weight(yes + no, silence included); null when nothing counts. */
export function scoreChecks(checks: readonly WeightedCheck[]): number | null {
  const yes = weightOf(checks.filter(({ counts }) => counts === 'yes'));
  const counted = weightOf(checks.filter(({ counts }) => counts !== 'out'));
  return counted === 0 ? null : (100 * yes) / counted;
}

/** A seat’s verdict; null without a score. */
export function verdictAt(score: number | null, panel: Pick<Panel, 'shipThreshold'>): SeatScore['verdict'] {
  if (score === null) return null;
  return score >= panel.shipThreshold ? 'ship' : 'skip';
}

function coverageOf(checks: readonly DecidedCheck[]): number {
  const answered = checks.filter(({ answer }) => answer !== 'unknown');
  return weightOf(answered.map(weighted)) / weightOf(checks.map(weighted));
}

function weightOf(checks: readonly WeightedCheck[]): number {
  return checks.reduce((sum, { weight }) => sum + weight, 0);
}

function spreadOf(persona: Pick<Persona, 'groups'>, jurors: readonly Juror[]): number | null {
  if (jurors.length < 2) return null;
  const scores = jurors
    .map((juror) => scoreChecks(checksOf(persona).map((check) => weighted(decideCheck(check, '', [juror])))))
    .filter((score) => score !== null);
  return scores.length < 2 ? null : Math.max(...scores) - Math.min(...scores);
}

/** The panel’s result over its seats: `ship` from two thirds of the scored seats, `skip` up to one third, unscored when fewer than half of the seats are scored. */
export function judgePanel(reviews: readonly Pick<ReviewRecord, 'status' | 'score' | 'verdict'>[]): PanelRecord {
  const scored = reviews.filter((review) => review.score !== null);
  const ship = scored.filter((review) => review.verdict === 'ship').length;
  const skip = scored.length - ship;
  const enough = scored.length > 0 && scored.length * 2 >= reviews.length;
  const verdict = !enough
    ? 'unscored'
    : ship * 3 >= scored.length * 2
      ? 'ship'
      : ship * 3 <= scored.length
        ? 'skip'
        : 'mixed';
  const scores = scored.map((review) => review.score ?? 0);
  return {
    verdict,
    label: `${verdict[0]?.toUpperCase()}${verdict.slice(1)} · ${ship} ship / ${skip} skip`,
    ship,
    skip,
    shipPercent: enough ? Math.round((100 * ship) / scored.length) : null,
    score: enough ? scores.reduce((sum, score) => sum + score, 0) / scores.length : null,
    spread: scores.length < 2 ? null : Math.max(...scores) - Math.min(...scores),
  };
}
