import type { Dossier } from '../facts/dossier.ts';
import { hashText } from '../key.ts';
import { jurorOf } from '../model.ts';
import { type Ballot, type Byline, proseOf, type Repeat, type Review } from '../opinion/review.ts';
import type { PanelOfPersonas, Persona } from '../panel/persona.ts';
import { type CalibrationRun, ownScore, recordCalibrations } from './calibration.ts';
import type { Comparison, ReviewRecord, ToolRecord } from './comparison.ts';
import { conflictOf, type Voter } from './conflict.ts';
import { type Contradiction, recordContradictions } from './contradiction.ts';
import { type Correction, recordCorrections } from './correction.ts';
import { type Duel, recordDuels } from './duel.ts';
import { listSteering } from './list-steering.ts';
import { noiseOf } from './noise.ts';
import { decideOutcome } from './outcome.ts';
import { type Juror, judgePanel, type SeatScore, scoreSeat } from './scoring.ts';

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
  const bylines = reviews.flatMap(bylinesOf);
  const calibration = recordCalibrations(supplements.calibrations, personas, reviews);
  return {
    schemaVersion: 1,
    slug: comparisonSlug(records.map((tool) => tool.slug)),
    title: records.map((tool) => tool.name).join(' vs '),
    generatedAt,
    outcome: decideOutcome(records, panel, {
      noise: noiseOf(records, calibration, panel),
      duels: recordDuels(supplements.duels),
      noDuel: supplements.noDuel ?? null,
    }),
    tools: records,
    panel: {
      shipThreshold: panel.shipThreshold,
      minimumCoverage: panel.minimumCoverage,
      noise: panel.noise,
      personas: personas.map(({ id, name, motto, reader }) => ({ id, name, motto, reader })),
    },
    families: [...new Set(bylines.map((byline) => byline.family))].sort(),
    costUsd: sumKnown(bylines.map((byline) => byline.costUsd)),
    calibration,
    corrections: recordCorrections(supplements.corrections, records),
    contradictions: recordContradictions(supplements.contradictions ?? [], records),
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
    verdict: result.verdict,
    spread: result.spread,
    coverage: result.coverage,
    gutScore: opinion.gutScore,
    headline: opinion.headline,
    prose: proseOf(opinion),
    bestFor: opinion.bestFor,
    avoidIf: opinion.avoidIf,
    statements: opinion.statements,
    checks: recordChecks(result, jurors),
    ballots: recordBallots(seat, review),
    repeats: recordRepeats(seat),
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
function recordRepeats({ persona, review, repeats }: FilledSeat): number[] {
  const runs = [review?.opinion.checks ?? null, ...repeats.map(({ checks }) => checks)];
  const scores = runs.map((checks) => (checks === null ? null : ownScore(persona, checks)));
  const known = scores.filter((score) => score !== null);
  return known.length < 2 ? [] : known;
}

function recordChecks(result: SeatScore, jurors: readonly Juror[]): ReviewRecord['checks'] {
  return result.checks.map(({ check, group, answer, counts, contested, votes }) => {
    const given = jurors.flatMap((juror) => {
      const own = juror.answers.find((candidate) => candidate.id === check.id);
      return own === undefined
        ? []
        : [{ juror: juror.name, answer: own.answer, because: own.because, quotes: own.quotes }];
    });
    const lead = given.find((entry) => entry.juror === 'lead');
    const { id, ask, kind, weight, silence } = check;
    return {
      id,
      group,
      ask,
      kind,
      weight,
      silence,
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

function recordBallots({ persona, ballots, missingBallots }: FilledSeat, review: Review): ReviewRecord['ballots'] {
  const kept = ballots.map((ballot): ReviewRecord['ballots'][number] => {
    const reason = whyNotCounted(ballot, review, ballots);
    return {
      model: ballot.written,
      status: reason === null ? 'counted' : 'missing',
      reason,
      score: reason === null && ballot.checks !== null ? ownScore(persona, ballot.checks) : null,
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

function bylinesOf(review: ReviewRecord) {
  const ballots = review.ballots.filter((ballot) => ballot.status === 'counted').map((ballot) => ballot.byline);
  return [review.byline, ...ballots].filter((byline) => byline !== null);
}

/** A sum that is unknown as soon as one part is; nothing at all costs nothing. */
export function sumKnown(parts: readonly (number | null)[]): number | null {
  return parts.reduce<number | null>((sum, part) => (sum === null || part === null ? null : sum + part), 0);
}
