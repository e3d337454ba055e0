import type { ReviewRecord, ToolRecord } from '../comparison/comparison.ts';
import type { Answer } from '../opinion/opinion.ts';

/** Why a question is open. `not-stated`: the sources are silent where a maker would say yes, so it counts as no. */
export const openBecause = ['contested', 'not-stated', 'unknown'] as const;

/** Something the sources did not settle, for the maker to answer. */
export interface Question {
  ask: string;
  why: (typeof openBecause)[number];
  /** Names of the reviewers who ask. */
  askedBy: string[];
  /** What the jurors made of the sources, each reason once. */
  found: { answer: Answer; because: string }[];
  /** Weight in the scores of those who ask, together. */
  weight: number;
}

/** The open questions of a tool’s reviews: the contested first, then what counts as no, then the rest; each group by weight. */
export function questionsOf({ reviews }: Pick<ToolRecord, 'reviews'>): Question[] {
  const open = reviews.flatMap((review) => review.checks.flatMap((check) => openQuestion(check, review.name)));
  const merged = [...Map.groupBy(open, ({ ask, why }) => `${why} ${ask}`).values()].flatMap(merge);
  return merged.sort((a, b) => openBecause.indexOf(a.why) - openBecause.indexOf(b.why) || b.weight - a.weight);
}

function openQuestion(check: ReviewRecord['checks'][number], reviewer: string): Question[] {
  if (check.answer !== 'unknown') return [];
  const why = check.contested ? 'contested' : check.counts === 'no' ? 'not-stated' : 'unknown';
  const said = check.jurors.filter(({ because }) => because.trim() !== '');
  const found = said.map(({ answer, because }) => ({ answer, because: because.trim() }));
  return [{ ask: check.ask, why, askedBy: [reviewer], found, weight: check.weight }];
}

/** Two reviewers may ask the same in the same words. */
function merge(same: readonly Question[]): Question[] {
  const [first] = same;
  if (first === undefined) return [];
  const found = same.flatMap((question) => question.found);
  return [
    {
      ...first,
      askedBy: [...new Set(same.flatMap(({ askedBy }) => askedBy))],
      found: [...new Map(found.map((entry) => [entry.because, entry])).values()],
      weight: same.reduce((sum, { weight }) => sum + weight, 0),
    },
  ];
}
