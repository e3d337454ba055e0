import { countOpenings, fewestToJudge, openingOf, openingTarget } from '../checking/openings.ts';
import type { ReviewRecord, ToolRecord } from '../comparison/comparison.ts';
import { commonJobs } from '../comparison/decision.ts';
import { contentStemsOf, overlapOf } from '../evidence/vocabulary.ts';

/** What a figure should be; unrounded, in its own unit, bounds included. */
interface Target {
  least: number | null;
  most: number | null;
}

/** One figure over a store. */
export interface Figure {
  id: string;
  what: string;
  /** The persona it is about; null for all. */
  persona: string | null;
  /** Unrounded; null when there is nothing to judge by. */
  value: number | null;
  unit: 'share' | 'points' | 'per 1000 words' | 'count' | 'per review';
  target: Target | null;
  state: 'ok' | 'problem' | 'too few to judge' | 'no target';
  /** What it was computed from, in words. */
  basis: string;
}

type Draft = Omit<Figure, 'state'> & {
  /** Cases, and how many are needed to judge; 1 when any will do. */ cases: number;
  needs: number;
};

/** A figure with its state: too few cases are no problem, and without a target nothing is judged. */
export function judgeFigure({ id, what, persona, value, unit, target, basis, cases, needs }: Draft): Figure {
  return { id, what, persona, value, unit, target, state: stateOf(value, target, cases >= needs), basis };
}

function stateOf(value: number | null, target: Target | null, enough: boolean): Figure['state'] {
  if (value === null || !enough) return 'too few to judge';
  if (target === null) return 'no target';
  const below = target.least !== null && value < target.least;
  const above = target.most !== null && value > target.most;
  return below || above ? 'problem' : 'ok';
}

const atMost = (most: number): Target => ({ least: null, most });
const atLeast = (least: number): Target => ({ least, most: null });

/** Over these shares of ship a reviewer says the same of everything. */
const shipRange: Target = { least: 0.15, most: 0.85 };

/** Figures about each persona by itself, over its reviews. */
export function personaFigures(persona: string, reviews: readonly ReviewRecord[]): Figure[] {
  const openings = reviews.map((review) => openingOf(review.prose ?? ''));
  const [modal] = countOpenings(openings);
  const opening = judgeFigure({
    id: 'opening-share',
    what: 'reviews with the most common first three words',
    persona,
    value: modal === undefined ? null : modal.count / openings.length,
    unit: 'share',
    target: atMost(openingTarget),
    basis: modal === undefined ? 'no reviews' : `“${modal.opening}”, ${modal.count} of ${openings.length}`,
    cases: openings.length,
    needs: fewestToJudge,
  });
  return [opening, shipShare(persona, reviews, reviews.length)];
}

/** Share of ship among the scored reviews of so many tools: the panel on one or two tools shows no habit. */
export function shipShare(persona: string | null, reviews: readonly ReviewRecord[], tools: number): Figure {
  const scored = reviews.filter((review) => review.verdict !== null);
  const ships = scored.filter((review) => review.verdict === 'ship').length;
  return judgeFigure({
    id: 'ship-share',
    what: 'verdicts that say ship',
    persona,
    value: ratio(ships, scored.length),
    unit: 'share',
    target: shipRange,
    basis: `${ships} of ${scored.length} scored reviews`,
    cases: Math.min(tools, scored.length),
    needs: fewestToJudge,
  });
}

/** Standard deviation and range of the scores over so many tools. */
export function scoreSpread(reviews: readonly ReviewRecord[], tools: number): Figure[] {
  const scores = reviews.flatMap((review) => review.score ?? []);
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / (scores.length - 1);
  const enough = scores.length > 1;
  const basis = `${scores.length} scores`;
  const common = {
    persona: null,
    unit: 'points' as const,
    basis,
    cases: Math.min(tools, scores.length),
    needs: fewestToJudge,
  };
  return [
    {
      id: 'score-deviation',
      what: 'standard deviation of the scores',
      value: enough ? Math.sqrt(variance) : null,
      target: atLeast(8),
    },
    {
      id: 'score-range',
      what: 'highest minus lowest score',
      value: enough ? Math.max(...scores) - Math.min(...scores) : null,
      target: atLeast(25),
    },
  ].map((figure) => judgeFigure({ ...common, ...figure }));
}

/** How much the personas of one tool sound alike, how often they disagree, and how often tools for one job cannot be told apart. */
export function panelFigures(tools: readonly ToolRecord[], noise: number): Figure[] {
  return [similarity(tools), disagreement(tools), tiedPairs(tools, noise)];
}

function similarity(tools: readonly ToolRecord[]): Figure {
  const overlaps = tools.flatMap((tool) => {
    const words = tool.reviews.flatMap((review) => (review.prose === null ? [] : [contentStemsOf(review.prose)]));
    return pairsOf(words).map(([a, b]) => overlapOf(a, b));
  });
  return judgeFigure({
    id: 'similarity',
    what: 'content words two personas share about one tool (mean Jaccard)',
    persona: null,
    value: ratio(
      overlaps.reduce((sum, overlap) => sum + overlap, 0),
      overlaps.length,
    ),
    unit: 'share',
    target: atMost(0.35),
    basis: `${overlaps.length} pairs of reviews`,
    cases: overlaps.length,
    needs: 1,
  });
}

function disagreement(tools: readonly ToolRecord[]): Figure {
  const voted = tools
    .map((tool) => tool.reviews.flatMap((review) => review.verdict ?? []))
    .filter((verdicts) => verdicts.length > 1);
  const split = voted.filter((verdicts) => new Set(verdicts).size > 1).length;
  return judgeFigure({
    id: 'disagreement',
    what: 'tools whose personas do not all agree',
    persona: null,
    value: ratio(split, voted.length),
    unit: 'share',
    target: atLeast(0.2),
    basis: `${split} of ${voted.length} tools with two verdicts or more`,
    cases: voted.length,
    needs: fewestToJudge,
  });
}

function tiedPairs(tools: readonly ToolRecord[], noise: number): Figure {
  const margins = pairsOf(tools)
    .filter((pair) => commonJobs(pair).length > 0)
    .flatMap(([a, b]) =>
      a.panel.score === null || b.panel.score === null ? [] : [Math.abs(a.panel.score - b.panel.score)],
    );
  const tied = margins.filter((margin) => margin <= noise).length;
  return judgeFigure({
    id: 'tied-pairs',
    what: 'pairs with a common job whose panel scores differ by no more than the noise',
    persona: null,
    value: ratio(tied, margins.length),
    unit: 'share',
    target: atMost(0.25),
    basis: `${tied} of ${margins.length} pairs, noise ${noise}`,
    cases: margins.length,
    needs: fewestToJudge,
  });
}

/** How much of what is said can be looked up. */
export function citationFigures(reviews: readonly ReviewRecord[]): Figure[] {
  const facts = reviews.flatMap((review) => review.statements.filter(({ kind }) => kind === 'fact'));
  const cited = facts.filter(({ quotes }) => quotes.some(({ verified }) => verified)).length;
  const coverages = reviews.flatMap((review) => review.coverage ?? []);
  return [
    judgeFigure({
      id: 'cited-facts',
      what: 'facts with a quote that stands in its source',
      persona: null,
      value: ratio(cited, facts.length),
      unit: 'share',
      target: atLeast(1),
      basis: `${cited} of ${facts.length} facts`,
      cases: facts.length,
      needs: 1,
    }),
    judgeFigure({
      id: 'cited-weight',
      what: 'weight of the checklists answered with a quote (mean coverage)',
      persona: null,
      value: ratio(
        coverages.reduce((sum, coverage) => sum + coverage, 0),
        coverages.length,
      ),
      unit: 'share',
      target: atLeast(0.5),
      basis: `${coverages.length} checklists`,
      cases: coverages.length,
      needs: 1,
    }),
  ];
}

/** Null when there is nothing to divide by. */
function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** All pairs of a list, each once. */
function pairsOf<T>(list: readonly T[]): [T, T][] {
  return list.flatMap((a, index) => list.slice(index + 1).map((b): [T, T] => [a, b]));
}
