import { type Answer, type Matters, answers as possibleAnswers } from '../opinion/opinion.ts';
import type { CheckedAnswer } from '../opinion/review.ts';
import { hearAnswers, isAnswered, sumOf, type Weighing, weighingOf } from '../panel/answers.ts';
import { type Check, checksOf, type Panel, type Persona } from '../panel/persona.ts';
import type { PanelRecord, ReviewRecord } from './comparison.ts';

/** One juror’s checked answers. */
export interface Juror {
  /** Who: `lead`, or the ballot’s model as written. */
  name: string;
  answers: readonly CheckedAnswer[];
}

/** What of the panel a score hangs on. */
export type ScoringRules = Pick<Panel, 'shipThreshold' | 'minimumCoverage' | 'matters' | 'mostNotApplicable' | 'start'>;

/** What counts in a score: unknown counts as no where silence means no, else it is left out, as what does not apply. */
type Counts = 'yes' | 'no' | 'out';

/** A check after the vote. */
export interface DecidedCheck {
  check: Check;
  group: string;
  answer: Answer;
  /** How many jurors answered what. */
  votes: Record<Answer, number>;
  /** Jurors disagreed and none had a majority: the answer is unknown. */
  contested: boolean;
  counts: Counts;
  matters: Matters;
  /** The check’s weight times the factor of what it matters. */
  weighs: number;
}

/** What holds a score down. */
interface Capped {
  check: string;
  /** The score it is held down to. */
  most: number;
  /** Why, as a clause. */
  because: string;
  /** The score by the answers alone. */
  from: number;
}

/** A seat’s result. Scores and spread are unrounded, 0 to 100. */
export interface SeatScore {
  status: 'scored' | 'unscored';
  /** Null when unscored. */
  score: number | null;
  /** Null where nothing holds the score down. */
  capped: Capped | null;
  verdict: 'ship' | 'skip' | null;
  /** Share of the weight of all checks that apply that was answered with a verified quote, 0 to 1. */
  coverage: number;
  /** Each juror’s own score, the lead’s first, as far as there is one; empty with one juror. */
  jurorScores: number[];
  /** Highest minus lowest of them; null with fewer than two. */
  spread: number | null;
  checks: DecidedCheck[];
}

/** Scores a seat from its jurors’ checked answers with today’s weights, factors, caps, silence rules and thresholds. Only the lead says what matters. */
export function scoreSeat(
  persona: Pick<Persona, 'groups'>,
  rules: ScoringRules,
  jurors: readonly Juror[],
  matters: Weighing = weighingOf(jurors.find(({ name }) => name === 'lead')?.answers ?? []),
): SeatScore {
  const checks = decideChecks(persona, rules, jurors, matters);
  const coverage = coverageOf(checks);
  const sum = scoreChecks(checks.map(asWeighted), rules.start);
  const score = coverage >= rules.minimumCoverage ? sum.score : null;
  const jurorScores = jurors.length < 2 ? [] : scoresOf(persona, rules, jurors, matters);
  return {
    status: score === null ? 'unscored' : 'scored',
    score,
    capped: score === null ? null : sum.capped,
    verdict: verdictAt(score, rules),
    coverage,
    jurorScores,
    spread: jurorScores.length < 2 ? null : Math.max(...jurorScores) - Math.min(...jurorScores),
    checks,
  };
}

/** The score of one juror’s answers, whatever they cover; null when nothing counts. What matters is as the review’s author said; without one, all matter alike. */
export function ownScore(
  persona: Pick<Persona, 'groups'>,
  rules: ScoringRules,
  answers: readonly Pick<CheckedAnswer, 'id' | 'answer'>[],
  author: readonly CheckedAnswer[] = [],
): number | null {
  const checked = answers.map(({ id, answer }) => ({ id, answer, said: answer, because: '', quotes: [] }));
  const checks = decideChecks(persona, rules, [{ name: 'alone', answers: checked }], weighingOf(author));
  return scoreChecks(checks.map(asWeighted), rules.start).score;
}

function decideChecks(
  persona: Pick<Persona, 'groups'>,
  rules: ScoringRules,
  jurors: readonly Juror[],
  matters: Weighing,
): DecidedCheck[] {
  const heard = jurors.map(({ answers }) => hearAnswers(checksOf(persona), answers, rules));
  return persona.groups.flatMap((group) =>
    group.checks.map((check) => {
      const weighing = matters.get(check.id) ?? 'normal';
      return {
        ...vote(check, heard),
        group: group.name,
        matters: weighing,
        weighs: check.weight * rules.matters[weighing],
      };
    }),
  );
}

/** The answer more than half of the jurors gave, else unknown. */
function vote(
  check: Check,
  heard: readonly Map<string, Answer>[],
): Pick<DecidedCheck, 'check' | 'answer' | 'votes' | 'contested' | 'counts'> {
  const votes = { yes: 0, no: 0, unknown: 0, 'not-applicable': 0 };
  for (const answers of heard) votes[answers.get(check.id) ?? 'unknown'] += 1;
  const winner = possibleAnswers.find((answer) => votes[answer] * 2 > heard.length);
  const answer = winner ?? 'unknown';
  return {
    check,
    answer,
    votes,
    contested: winner === undefined && heard.length > 1,
    counts: countsAs(check, answer),
  };
}

function countsAs(check: Check, answer: Answer): Counts {
  if (answer === 'yes' || answer === 'no') return answer;
  return answer === 'unknown' && check.silence === 'no' ? 'no' : 'out';
}

/** As much of a check as its seat’s score is made of. */
export interface WeightedCheck {
  id: string;
  weighs: number;
  answer: Answer;
  counts: Counts;
  cap: { most: number; because: string } | null;
}

function asWeighted({ check, weighs, answer, counts }: DecidedCheck): WeightedCheck {
  return { id: check.id, weighs, answer, counts, cap: check.cap ?? null };
}

/**
 * 100 × what yes weighs / what yes and no weigh, silence included, beginning at the panel’s start; null when nothing counts.
 * A no that was answered, and so has its quote, holds the score down to the cap of its check.
 */
export function scoreChecks(
  checks: readonly WeightedCheck[],
  start: Panel['start'],
): Pick<SeatScore, 'score' | 'capped'> {
  const yes = weightOf(checks.filter(({ counts }) => counts === 'yes'));
  const counted = weightOf(checks.filter(({ counts }) => counts !== 'out'));
  if (counted === 0) return { score: null, capped: null };
  const from = (100 * yes + start.score * start.weight) / (counted + start.weight);
  const caps = checks.flatMap(({ id, answer, cap }) =>
    answer === 'no' && cap !== null ? [{ check: id, ...cap }] : [],
  );
  const [lowest] = caps.toSorted((a, b) => a.most - b.most);
  if (lowest === undefined || lowest.most >= from) return { score: from, capped: null };
  return { score: lowest.most, capped: { ...lowest, from } };
}

/** A seat’s verdict; null without a score. */
export function verdictAt(score: number | null, panel: Pick<Panel, 'shipThreshold'>): SeatScore['verdict'] {
  if (score === null) return null;
  return score >= panel.shipThreshold ? 'ship' : 'skip';
}

function coverageOf(checks: readonly DecidedCheck[]): number {
  const apply = checks
    .filter(({ answer }) => answer !== 'not-applicable')
    .map(({ check, answer }) => ({ ...check, answer }));
  return apply.length === 0 ? 0 : sumOf(apply.filter(isAnswered)) / sumOf(apply);
}

function weightOf(checks: readonly Pick<WeightedCheck, 'weighs'>[]): number {
  return checks.reduce((sum, { weighs }) => sum + weighs, 0);
}

function scoresOf(
  persona: Pick<Persona, 'groups'>,
  rules: ScoringRules,
  jurors: readonly Juror[],
  matters: Weighing,
): number[] {
  return jurors
    .map((juror) => scoreChecks(decideChecks(persona, rules, [juror], matters).map(asWeighted), rules.start).score)
    .filter((score) => score !== null);
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
