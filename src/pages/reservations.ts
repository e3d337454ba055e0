import type { Comparison, ToolRecord } from '../core/comparison/comparison.ts';
import { countOf, showScore } from './format.ts';

/** What a reader must know before believing the scores: who also made the model, and which sources try to steer. A sentence each, per tool. */
export function reservationsOn({ tools, panel }: Pick<Comparison, 'tools' | 'panel'>): string[] {
  return tools.flatMap((tool) => [...conflictsOn(tool, panel.shipThreshold), ...steeringOn(tool)]);
}

function conflictsOn({ name, reviews }: ToolRecord, shipThreshold: number): string[] {
  const conflicts = reviews.flatMap((review) =>
    review.conflict === null ? [] : [{ reviewer: review.name, ...review.conflict }],
  );
  if (conflicts.length === 0) return [];
  const families = [...new Set(conflicts.map(({ family }) => family))].join(' and ');
  const known = conflicts.some(({ scoreWithout }) => scoreWithout !== null);
  const scores = conflicts.map(({ reviewer, scoreWithout }) =>
    scoreWithout === null
      ? `${reviewer} none (nobody else voted)`
      : `${reviewer} ${showScore(scoreWithout, shipThreshold)}`,
  );
  const without = known
    ? `Scores without those votes: ${scores.join(', ')}.`
    : 'Nobody else voted, so there is no score without those votes.';
  return [`Conflict of interest: the maker of ${name} also makes the ${families} models that voted on it. ${without}`];
}

function steeringOn({ name, reviews }: ToolRecord): string[] {
  const passages = new Set(
    reviews.flatMap(({ steering }) => steering.map(({ source, passage }) => `${source} ${passage}`)),
  ).size;
  if (passages === 0) return [];
  return [
    `${countOf(passages, 'passage')} in the sources of ${name} ${passages === 1 ? 'tries' : 'try'} to steer the reviewers; no quote from there counts.`,
  ];
}
