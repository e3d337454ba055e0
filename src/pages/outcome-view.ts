import type { Comparison, ToolRecord } from '../core/comparison/comparison.ts';
import { distinctReasons } from './advice.ts';
import { sayChange, viewDuel } from './firmness-view.ts';
import { showMargin, showPoints, showScore } from './format.ts';
import { viewReaders } from './reader-view.ts';
import { reservationsOn } from './reservations.ts';
import { showBasis, showNoiseBasis } from './wording.ts';

/** Most reasons shown per tool at the top; all of them stand in the scorecard. */
const shownReasons = 2;

/** The comparison’s answer as templates see it: a headline, its reason, the numbers behind it, how firm it is, and advice per tool. */
export function viewOutcome(comparison: Comparison) {
  const { outcome, tools, panel } = comparison;
  const inOrder = outcome.ranking.flatMap(({ slug, rank, score }) => {
    const tool = tools.find((candidate) => candidate.slug === slug);
    return tool === undefined ? [] : [{ tool, rank, score }];
  });
  return {
    kind: outcome.kind,
    headline: headlineOf(outcome, tools),
    reason: outcome.reason,
    isChoice: outcome.kind === 'winner' || outcome.kind === 'tie',
    basis: showBasis(outcome.basis),
    margin: showMargin(outcome.margin, outcome.noise),
    noise: showPoints(outcome.noise),
    noiseBasis: showNoiseBasis(outcome.noiseBasis),
    ranking: inOrder.map(({ tool, rank, score }) => ({
      name: tool.name,
      rank: rank === null ? 'not ranked' : `${rank}.`,
      isRanked: rank !== null,
      isWinner: outcome.kind === 'winner' && tool.slug === outcome.winner,
      hasScore: score !== null,
      score: showScore(score, panel.shipThreshold),
      label: tool.panel.label,
      tone: tool.panel.verdict,
    })),
    reservations: reservationsOn(comparison),
    readers: viewReaders(comparison),
    duels: outcome.personas.map((duel) => viewDuel(duel, comparison)),
    changes: outcome.wouldChange.map((change) => sayChange(change, comparison)),
    advice: tools.map((tool) => ({
      name: tool.name,
      isWinner: outcome.kind === 'winner' && tool.slug === outcome.winner,
      chooseIf: reasonsFor(outcome.chooseIf, tool),
      avoidIf: reasonsFor(outcome.avoidIf, tool),
    })),
  };
}

/** The answer in a few words. The one ahead may still be one the panel would skip; then the headline says so. */
export function headlineOf(outcome: Comparison['outcome'], tools: readonly ToolRecord[]): string {
  if (outcome.kind === 'tie') return 'Too close to call';
  if (outcome.kind === 'different-jobs') return 'Different jobs';
  const winner = tools.find((tool) => tool.slug === outcome.winner);
  if (outcome.kind === 'undecided' || winner === undefined) return 'No answer yet';
  if (winner.panel.verdict === 'ship') return `Choose ${winner.name}`;
  if (winner.panel.verdict === 'mixed') return `${winner.name}, with reservations`;
  return `${winner.name}, if it has to be one of them`;
}

function reasonsFor(reasons: Record<string, string[]>, tool: ToolRecord): string[] {
  const own = Object.hasOwn(reasons, tool.slug) ? (reasons[tool.slug] ?? []) : [];
  return distinctReasons(own, shownReasons);
}
