import type { Comparison, ProfileOutcome } from '../core/comparison/comparison.ts';
import { anchorOf } from './escape.ts';
import { showMargin, showScore } from './format.ts';

/** What the panel’s own weights are called in the switch between readers. */
const usualReader = 'Anyone (the panel’s weights)';

type Answer = Pick<ProfileOutcome, 'name' | 'kind' | 'winner' | 'margin' | 'scores' | 'reason'>;

/**
 * The outcome for each kind of reader, the panel’s own first, for a switch made of radio inputs. Empty without profiles.
 * The group is named after the comparison, so that two fragments on one page do not share a switch.
 */
export function viewReaders(comparison: Comparison) {
  const { outcome, tools, slug } = comparison;
  if (outcome.profiles.length === 0) return [];
  const scores = Object.fromEntries(tools.map((tool) => [tool.slug, tool.panel.score]));
  const answers: Answer[] = [{ ...outcome, name: usualReader, scores }, ...outcome.profiles];
  const group = `reader-${anchorOf(slug, 'comparison').slice(0, 60)}`;
  return answers.map((answer, index) => ({
    ...viewAnswer(answer, comparison),
    group,
    anchor: `${group}-${index + 1}`,
    isFirst: index === 0,
    reason: index > 0 && answer.reason !== outcome.reason ? answer.reason : null,
    change: index === 0 ? null : compareAnswers(answer, outcome),
  }));
}

function viewAnswer({ name, kind, winner, margin, scores }: Answer, { outcome, tools, panel }: Comparison) {
  return {
    name,
    kind,
    headline: sayAnswer({ kind, winner }, tools),
    margin: margin === null ? null : showMargin(margin, outcome.noise),
    scores: tools.map((tool) => ({
      name: tool.name,
      score: showScore(Object.hasOwn(scores, tool.slug) ? (scores[tool.slug] ?? null) : null, panel.shipThreshold),
      isWinner: tool.slug === winner,
    })),
  };
}

/** An outcome in two to five words. */
export function sayAnswer(
  { kind, winner }: Pick<ProfileOutcome, 'kind' | 'winner'>,
  tools: Comparison['tools'],
): string {
  if (kind === 'tie') return 'Too close to call';
  if (kind === 'different-jobs') return 'Different jobs';
  const ahead = tools.find(({ slug }) => slug === winner);
  return kind === 'undecided' || ahead === undefined ? 'Undecided' : `Winner: ${ahead.name}`;
}

function compareAnswers(answer: Answer, { kind, winner }: Comparison['outcome']): string {
  return answer.kind === kind && answer.winner === winner
    ? 'The same outcome as for the panel; only the weights differ.'
    : 'Another outcome than for the panel, from the same checklists with this reader’s weights.';
}
