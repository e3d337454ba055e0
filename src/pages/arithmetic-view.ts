import type { Comparison, ReviewRecord } from '../core/comparison/comparison.ts';
import { type ReviewPlace, viewQuote } from './citation.ts';
import { capitalised, showPoints, showScore, showShare } from './format.ts';

type Check = ReviewRecord['checks'][number];

/** The checklist behind a score, with the numbers it takes to redo the sum; null without a checklist. */
export function viewArithmetic(review: ReviewRecord, place: ReviewPlace) {
  if (review.checks.length === 0) return null;
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
  return {
    ask: check.ask,
    answer: check.contested ? 'Split' : silent ? 'Not stated' : capitalised(check.answer.replace('-', ' ')),
    mark: { yes: '+', no: '−', out: '·' }[check.counts],
    counts: check.counts,
    meaning: {
      yes: 'counts as yes',
      no: check.contested ? 'a split counts as no' : silent ? 'silence counts as no' : 'counts as no',
      out: 'left out',
    }[check.counts],
    matters: sayWeight(check),
    kind: check.kind,
    weight: showPoints(check.weight),
    votes: sayVotes(check.votes),
    contested: check.contested,
    because: check.contested ? null : check.because.trim(),
    quotes: check.contested ? [] : check.quotes.map((quote) => viewQuote(quote, place)),
    voices: voicesOf(check).map((juror) => ({
      juror: juror.juror,
      answer: juror.answer,
      because: juror.because.trim(),
      quotes: juror.quotes.map((quote) => viewQuote(quote, place)),
    })),
  };
}

/** `weight 22`, or what it comes to where it matters more or less than usual. */
function sayWeight({ weight, weighs, matters }: Check): string {
  if (matters === 'normal') return `weight ${showPoints(weighs)}`;
  return `${matters}: weight ${showPoints(weight)} × ${showPoints(weighs / weight)} = ${showPoints(weighs)}`;
}

function sayVotes(votes: Check['votes']): string {
  const inapt = votes['not-applicable'] === 0 ? '' : `, ${votes['not-applicable']} not applicable`;
  return `${votes.yes} yes, ${votes.no} no, ${votes.unknown} unknown${inapt}`;
}

/** Jurors heard beside the check’s reason: all of them where it is contested, else those who answered otherwise than the lead. */
function voicesOf({ contested, jurors }: Check): Check['jurors'] {
  return contested ? jurors : jurors.filter(({ juror, answer }) => juror !== 'lead' && answer !== jurors[0]?.answer);
}

/** The arithmetic behind score and coverage. */
function sumUp(review: ReviewRecord, panel: Comparison['panel']) {
  const { start } = panel;
  const add = (member: 'weight' | 'weighs', kept: (check: Check) => boolean) =>
    review.checks.filter(kept).reduce((sum, check) => sum + check[member], 0);
  const yes = add('weighs', (check) => check.counts === 'yes');
  const counted = add('weighs', (check) => check.counts !== 'out');
  const answered = add('weight', (check) => check.answer === 'yes' || check.answer === 'no');
  return {
    yes: showPoints(yes),
    counted: showPoints(counted),
    answered: showPoints(answered),
    all: showPoints(add('weight', (check) => check.answer !== 'not-applicable')),
    exact: counted === 0 ? null : showPoints((100 * yes + start.score * start.weight) / (counted + start.weight)),
    start: start.weight === 0 ? null : { score: showPoints(start.score), weight: showPoints(start.weight) },
    score: review.score === null ? null : showScore(review.score, panel.shipThreshold),
    threshold: showPoints(panel.shipThreshold),
    verdict: review.verdict,
    coverage: showShare(review.coverage, panel.minimumCoverage),
    minimum: showShare(panel.minimumCoverage),
  };
}
