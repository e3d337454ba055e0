import { jurorOf } from '../model.ts';
import { type Ballot, type Byline, proseOf, type Repeat, type Review } from '../opinion/review.ts';
import type { PanelOfPersonas, Persona } from '../panel/persona.ts';
import type { ReviewRecord } from './comparison.ts';
import { conflictOf, type Voter } from './conflict.ts';
import { type Juror, ownScore, type ScoringRules, type SeatScore, scoreSeat } from './scoring.ts';

/** What a seat holds when a comparison is assembled. */
export interface FilledSeat {
  persona: Persona;
  review: Review | null;
  ballots: readonly Ballot[];
  repeats: readonly Repeat[];
  /** Ballots that were wanted and could not be had this time: model as written, and why. */
  missingBallots: readonly { model: string; reason: string }[];
  /** Why there is no review. */
  missing: string | null;
  /** The person who approved the review, and when. */
  approved: ReviewRecord['approved'];
}

/** What a review scores with the ballots that count. */
export function scoreReview(
  { persona, ballots }: Pick<FilledSeat, 'persona' | 'ballots'>,
  review: Review,
  panel: PanelOfPersonas['panel'],
): SeatScore {
  return scoreSeat(persona, panel, jurorsOf(review, ballots));
}

/** One seat as a document shows it. `maker` is who makes the tool, as its facts say. */
export function recordSeat(seat: FilledSeat, panel: PanelOfPersonas['panel'], maker: string | null): ReviewRecord {
  const { persona, review } = seat;
  if (review === null) return missingSeat(persona, seat.missing ?? 'not asked yet');
  const jurors = jurorsOf(review, seat.ballots);
  const result = scoreSeat(persona, panel, jurors);
  const { opinion } = review;
  return {
    persona: persona.id,
    name: persona.name,
    status: result.status,
    reason: result.status === 'unscored' ? unscoredBecause(result, panel.minimumCoverage) : null,
    score: result.score,
    capped: result.capped,
    verdict: result.verdict,
    jurorScores: result.jurorScores,
    spread: result.spread,
    coverage: result.coverage,
    gutScore: opinion.gutScore,
    headline: opinion.headline,
    prose: proseOf(opinion),
    bestFor: opinion.bestFor,
    avoidIf: opinion.avoidIf,
    statements: opinion.statements,
    checks: recordChecks(result, jurors),
    ballots: recordBallots(seat, review, panel),
    repeats: recordRepeats(seat, panel),
    flags: opinion.flags.map(({ path, problem }) => ({ path, problem })),
    steering: [],
    conflict: conflictOf(persona, panel, jurors, maker),
    approved: seat.approved,
    byline: recordByline(review.byline),
  };
}

function missingSeat(persona: Persona, reason: string): ReviewRecord {
  const nothing = {
    score: null,
    capped: null,
    verdict: null,
    spread: null,
    coverage: null,
    gutScore: null,
    headline: null,
    prose: null,
    bestFor: null,
    avoidIf: null,
  };
  return {
    persona: persona.id,
    name: persona.name,
    status: 'missing',
    reason,
    ...nothing,
    statements: [],
    checks: [],
    ballots: [],
    repeats: [],
    flags: [],
    jurorScores: [],
    steering: [],
    conflict: null,
    approved: null,
    byline: null,
  };
}

/** The lead first, then every ballot that counts. */
function jurorsOf(review: Review, ballots: readonly Ballot[]): Voter[] {
  const answered = ballots.flatMap((ballot) =>
    ballot.checks === null || whyNotCounted(ballot, review, ballots) !== null
      ? []
      : [{ name: ballot.written, answers: ballot.checks, family: ballot.byline.family }],
  );
  return [{ name: 'lead', answers: review.opinion.checks, family: review.byline.family }, ...answered];
}

/** A juror votes once: with the newest of its answers, and not when it wrote the review. `ballots` oldest first. */
function whyNotCounted(ballot: Ballot, { byline }: Pick<Review, 'byline'>, ballots: readonly Ballot[]): string | null {
  if (ballot.checks === null) return ballot.reason;
  const juror = jurorOf(ballot.written);
  if (juror === jurorOf(`${byline.provider}:${byline.model}`))
    return 'this model wrote the review and has had its vote';
  const newest = ballots.findLast(({ written, checks }) => checks !== null && jurorOf(written) === juror);
  return newest === ballot ? null : `the same model votes as ${newest?.written}`;
}

/** The lead’s own scores, its first run before the repeats; none where there is nothing to compare it with. */
function recordRepeats({ persona, review, repeats }: FilledSeat, panel: ScoringRules): number[] {
  const author = review?.opinion.checks ?? [];
  const runs = [review?.opinion.checks ?? null, ...repeats.map(({ checks }) => checks)];
  const scores = runs.map((checks) => (checks === null ? null : ownScore(persona, panel, checks, author)));
  const known = scores.filter((score) => score !== null);
  return known.length < 2 ? [] : known;
}

function recordChecks(result: SeatScore, jurors: readonly Juror[]): ReviewRecord['checks'] {
  return result.checks.map(({ check, group, answer, counts, contested, votes, matters, weighs }) => {
    const given = jurors.flatMap((juror) => {
      const own = juror.answers.find((candidate) => candidate.id === check.id);
      return own === undefined
        ? []
        : [{ juror: juror.name, answer: own.answer, because: own.because, quotes: own.quotes }];
    });
    const lead = given.find((entry) => entry.juror === 'lead');
    const { id, ask, kind, weight, silence, cap } = check;
    return {
      id,
      group,
      ask,
      kind,
      weight,
      silence,
      cap: cap ?? null,
      matters,
      weighs,
      answer,
      counts,
      contested,
      votes,
      because: lead?.because ?? '',
      quotes: lead?.quotes ?? [],
      jurors: given,
    };
  });
}

function recordBallots(
  { persona, ballots, missingBallots }: FilledSeat,
  review: Review,
  panel: ScoringRules,
): ReviewRecord['ballots'] {
  const kept = ballots.map((ballot): ReviewRecord['ballots'][number] => {
    const reason = whyNotCounted(ballot, review, ballots);
    return {
      model: ballot.written,
      status: reason === null ? 'counted' : 'missing',
      reason,
      score:
        reason === null && ballot.checks !== null
          ? ownScore(persona, panel, ballot.checks, review.opinion.checks)
          : null,
      byline: recordByline(ballot.byline),
    };
  });
  const absent = missingBallots.map(({ model, reason }) => ({
    model,
    status: 'missing' as const,
    reason,
    score: null,
    byline: null,
  }));
  return [...kept, ...absent];
}

function recordByline({
  provider,
  model,
  family,
  standsInFor,
  servedBy,
  promptKey,
  dossierKey,
  requestId,
  usage,
  costUsd,
  writtenAt,
  supplied,
}: Byline) {
  const standIn = standsInFor === undefined ? {} : { standsInFor };
  const who = { provider, model, family, ...standIn, servedBy };
  return { ...who, promptKey, dossierKey, requestId, usage, costUsd, writtenAt, supplied };
}

function unscoredBecause({ coverage }: SeatScore, minimum: number): string {
  const percent = (share: number) => `${Math.floor(share * 100)}%`;
  return `The sources answer ${percent(coverage)} of this checklist by weight; a score needs ${percent(minimum)}.`;
}
