import type { Comparison, ReviewRecord, ToolRecord } from '../core/comparison.ts';
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
import { showProvider, sourceKinds, suppliedNotice } from './wording.ts';

type Quote = ReviewRecord['checks'][number]['quotes'][number];
type Check = ReviewRecord['checks'][number];

/** What a review is shown with: its tool, the anchor of that tool, and the panel’s thresholds. */
export interface ReviewPlace {
  tool: ToolRecord;
  anchor: string;
  panel: Comparison['panel'];
}

/** A review as templates see it: every number and notice in words, quotes tied to the anchors of their sources. */
export function viewReview(review: ReviewRecord, place: ReviewPlace) {
  const { shipThreshold, minimumCoverage } = place.panel;
  const scored = review.status === 'scored';
  return {
    tool: place.tool.name,
    persona: review.name,
    anchor: `${place.anchor}-${review.persona.replace(/[^a-z0-9]+/gi, '-')}`,
    isMissing: review.status === 'missing',
    isUnscored: review.status === 'unscored',
    status: review.status === 'missing' ? 'Missing' : review.status === 'unscored' ? 'Not scored' : null,
    reason: review.reason ?? (scored ? null : 'no reason was recorded'),
    score: scored ? showScore(review.score, shipThreshold) : null,
    verdict: review.verdict === null ? null : capitalised(review.verdict),
    tone: review.verdict ?? 'none',
    spread: review.spread === null ? 'one juror, so no spread' : `jurors ${showTenths(review.spread)} points apart`,
    coverage: `${showShare(review.coverage, minimumCoverage)} of the checklist answered`,
    gut: review.gutScore === null ? null : showPoints(review.gutScore),
    headline: review.headline,
    statements: review.statements.map((statement) => viewStatement(statement, place)),
    prose: review.statements.length === 0 ? review.prose : null,
    quotes: review.statements.flatMap((statement) => statement.quotes).map((quote) => viewQuote(quote, place)),
    bestFor: review.bestFor,
    avoidIf: review.avoidIf,
    arithmetic: review.checks.length === 0 ? null : viewArithmetic(review, place),
    flags: review.flags,
    byline: viewByline(review.byline),
    ballots: review.ballots.map((ballot) => viewBallot(ballot, shipThreshold)),
  };
}

function viewStatement(statement: ReviewRecord['statements'][number], place: ReviewPlace) {
  const cited = [...new Set(statement.quotes.map((quote) => quote.source))];
  const due = statement.judgeBy === null ? '' : `, judge by ${showDay(statement.judgeBy)}`;
  return {
    text: statement.text.trim(),
    kind: statement.kind,
    label: `${statement.kind}${statement.kind === 'prediction' ? due : ''}`,
    cited: cited.map((id) => viewCitation(id, place)),
  };
}

/** A source as it is named beside a quote. Our own notes say so, lest they pass for the vendor’s words. */
function viewCitation(id: string, { tool, anchor }: ReviewPlace) {
  const source = tool.sources.find((candidate) => candidate.id === id);
  if (source === undefined) return { id, anchor: null, kind: 'not among the sources', isNote: false };
  return { id, anchor: sourceAnchor(anchor, id), kind: sourceKinds[source.kind], isNote: source.kind === 'note' };
}

/** The fragment identifier of a source in the list of sources. */
export function sourceAnchor(toolAnchor: string, id: string): string {
  return `${toolAnchor}-${id.replace(/[^A-Za-z0-9]+/g, '-')}`;
}

function viewQuote(quote: Quote, place: ReviewPlace) {
  return { text: quote.text.trim(), unverified: !quote.verified, from: viewCitation(quote.source, place) };
}

function viewArithmetic(review: ReviewRecord, place: ReviewPlace) {
  const groups = [...new Set(review.checks.map((check) => check.group))];
  return {
    groups: groups.map((name) => ({
      name,
      checks: review.checks.filter((check) => check.group === name).map((check) => viewCheck(check, place)),
    })),
    sum: sumUp(review, place.panel),
  };
}

function viewCheck(check: Check, place: ReviewPlace) {
  const silent = check.answer === 'unknown' && check.counts === 'no';
  const others = check.jurors.filter((juror) => juror.juror !== 'lead' && juror.answer !== check.jurors[0]?.answer);
  return {
    ask: check.ask,
    answer: check.contested ? 'Split' : silent ? 'Not stated' : capitalised(check.answer),
    mark: { yes: '+', no: '−', out: '·' }[check.counts],
    counts: check.counts,
    meaning: {
      yes: 'counts as yes',
      no: check.contested ? 'a split counts as no' : silent ? 'silence counts as no' : 'counts as no',
      out: 'left out',
    }[check.counts],
    kind: check.kind,
    weight: showPoints(check.weight),
    votes: `${check.votes.yes} yes, ${check.votes.no} no, ${check.votes.unknown} unknown`,
    contested: check.contested,
    because: check.because.trim(),
    quotes: check.quotes.map((quote) => viewQuote(quote, place)),
    dissent: others.map(({ juror, answer, because }) => ({ juror, answer, because: because.trim() })),
  };
}

/** The arithmetic behind score and coverage, with the numbers it takes to redo it. */
function sumUp(review: ReviewRecord, panel: Comparison['panel']) {
  const weigh = (kept: (check: Check) => boolean) =>
    review.checks.filter(kept).reduce((sum, check) => sum + check.weight, 0);
  const yes = weigh((check) => check.counts === 'yes');
  const counted = weigh((check) => check.counts !== 'out');
  const answered = weigh((check) => check.answer !== 'unknown');
  return {
    yes: showPoints(yes),
    counted: showPoints(counted),
    answered: showPoints(answered),
    all: showPoints(weigh(() => true)),
    exact: counted === 0 ? null : showPoints((100 * yes) / counted),
    score: review.score === null ? null : showScore(review.score, panel.shipThreshold),
    threshold: showPoints(panel.shipThreshold),
    verdict: review.verdict,
    coverage: showShare(review.coverage, panel.minimumCoverage),
    minimum: showShare(panel.minimumCoverage),
  };
}

function viewByline(byline: ReviewRecord['byline']) {
  if (byline === null) return null;
  return {
    model: byline.model,
    family: byline.family,
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
