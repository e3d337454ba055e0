import type { Comparison, ReviewRecord } from '../core/comparison/comparison.ts';
import { viewArithmetic } from './arithmetic-view.ts';
import { calibrationOf } from './calibration-view.ts';
import { type ReviewPlace, viewCitation, viewQuote } from './citation.ts';
import { labelOf } from './disclosure.ts';
import {
  capitalised,
  countOf,
  showDay,
  showKey,
  showMoney,
  showPoints,
  showScore,
  showShare,
  showTenths,
} from './format.ts';
import { showApproval, showConflict, showProvider, suppliedNotice } from './wording.ts';

/** A review as templates see it: every number and notice in words, quotes tied to the anchors of their sources. */
export function viewReview(review: ReviewRecord, place: ReviewPlace, calibration: Comparison['calibration']) {
  const { shipThreshold, minimumCoverage } = place.panel;
  const scored = review.status === 'scored';
  return {
    tool: place.tool.name,
    persona: review.name,
    anchor: anchorOfReview(review, place),
    isMissing: review.status === 'missing',
    isUnscored: review.status === 'unscored',
    status: review.status === 'missing' ? 'Missing' : review.status === 'unscored' ? 'Not scored' : null,
    reason: review.reason ?? (scored ? null : 'no reason was recorded'),
    score: scored ? showScore(review.score, shipThreshold) : null,
    verdict: review.verdict === null ? null : capitalised(review.verdict),
    tone: review.verdict ?? 'none',
    spread: review.spread === null ? 'one juror, so no spread' : `jurors ${showTenths(review.spread)} points apart`,
    repeats: sayRepeats(review.repeats),
    coverage: `${showShare(review.coverage, minimumCoverage)} of the checklist answered`,
    calibration: scored ? calibrationOf(review, calibration) : null,
    conflict: showConflict(review, shipThreshold),
    steering: review.steering.map(({ source, passage, why }) => ({
      passage: passage.trim(),
      why,
      from: viewCitation(source, place),
    })),
    gut: review.gutScore === null ? null : showPoints(review.gutScore),
    headline: review.headline,
    capped: sayCapped(review, shipThreshold),
    statements: viewStatements(review, place),
    prose: review.statements.length === 0 ? review.prose : null,
    quotes: viewStatements(review, place).flatMap(({ quotes }) => quotes),
    bestFor: review.bestFor,
    avoidIf: review.avoidIf,
    arithmetic: viewArithmetic(review, place),
    flags: review.flags,
    byline: viewByline(review.byline),
    ballots: review.ballots.map((ballot) => viewBallot(ballot, shipThreshold)),
    writtenBy: review.status === 'missing' ? null : labelOf(review, place.tool.name),
    approval: showApproval(review.approved),
  };
}

/** The lead’s own scores over its runs; null when it was asked once. */
function sayRepeats(repeats: ReviewRecord['repeats']): string | null {
  return repeats.length < 2 ? null : `asked ${repeats.length} times: ${repeats.map(showTenths).join(', ')}`;
}

/** The prose as one paragraph: each statement with the numbers of its quotes, counted through the review. */
function viewStatements(review: ReviewRecord, place: ReviewPlace) {
  let number = 0;
  return review.statements.map(({ text, judgeBy, quotes }) => ({
    text: text.trim(),
    due: judgeBy === null ? null : showDay(judgeBy),
    quotes: quotes.map((quote) => {
      number += 1;
      return { ...viewQuote(quote, place), number, anchor: `${anchorOfReview(review, place)}-quote-${number}` };
    }),
  }));
}

function anchorOfReview({ persona }: ReviewRecord, { anchor }: ReviewPlace): string {
  return `${anchor}-${persona.replace(/[^a-z0-9]+/gi, '-')}`;
}

/** What holds a score down, as a sentence; null where nothing does. */
function sayCapped({ capped }: Pick<ReviewRecord, 'capped'>, shipThreshold: number): string | null {
  if (capped === null) return null;
  return `${showScore(capped.from, shipThreshold)} by its answers, capped at ${showPoints(capped.most)} because ${capped.because}.`;
}

function viewByline(byline: ReviewRecord['byline']) {
  if (byline === null) return null;
  return {
    model: byline.model,
    family: byline.family,
    standsInFor: byline.standsInFor ?? null,
    provider: showProvider(byline.provider),
    servedBy: byline.servedBy,
    writtenAt: byline.writtenAt,
    written: showDay(byline.writtenAt),
    cost: byline.costUsd === null ? 'cost unknown' : `cost ${showMoney(byline.costUsd)}`,
    supplied: suppliedNotice(byline),
    promptKey: showKey(byline.promptKey),
    requestId: byline.requestId,
    tokens: byline.usage === null ? 'tokens unknown' : countOf(tokensOf(byline.usage), 'token'),
  };
}

/** All tokens of a call; thinking is part of the output. */
function tokensOf(usage: NonNullable<NonNullable<ReviewRecord['byline']>['usage']>): number {
  return usage.input + usage.output + usage.cacheWrite5m + usage.cacheWrite1h + usage.cacheRead;
}

function viewBallot(ballot: ReviewRecord['ballots'][number], shipThreshold: number) {
  const counted = ballot.status === 'counted';
  return {
    model: ballot.model,
    result: counted
      ? ballot.score === null
        ? 'counted; nothing it answered adds up to a score'
        : `own score ${showScore(ballot.score, shipThreshold)}`
      : `missing: ${ballot.reason ?? 'no reason was recorded'}`,
    byline: viewByline(ballot.byline),
  };
}
