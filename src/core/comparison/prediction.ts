import type { Review } from '../opinion/review.ts';

/** What became of a prediction. `void`: it can no longer be judged. */
export const settledAs = ['right', 'wrong', 'void'] as const;
export type SettledAs = (typeof settledAs)[number];

/** One person’s word on one prediction. */
export interface Settlement {
  reviewId: number;
  /** Which prediction of the review, from 1. */
  number: number;
  as: SettledAs;
  why: string;
  by: string;
  /** ISO time. */
  at: string;
}

/** A dated claim of a reviewer, and what became of it. */
export interface Prediction {
  /** `<review>.<number>`: the same for good, because reviews never change. */
  id: string;
  reviewId: number;
  number: number;
  tool: string;
  persona: string;
  text: string;
  /** The day it can be judged, YYYY-MM-DD. */
  judgeBy: string;
  /** ISO time the review was written. */
  madeAt: string;
  /** Whether the review still stands in its seat. */
  standing: boolean;
  /** `due` from the day it can be judged until somebody settles it. */
  state: 'open' | 'due' | SettledAs;
  /** Everything said about it, in order; the last counts. */
  settlements: Settlement[];
}

/** How often a persona was right. */
export type PredictionRecord = { persona: string } & Record<Prediction['state'], number>;

/** The predictions of a review, in its order. @param today the day they are looked at, YYYY-MM-DD. */
export function predictionsOf(
  review: Review,
  standing: boolean,
  settlements: readonly Settlement[],
  today: string,
): Prediction[] {
  const made = review.opinion.statements.filter((statement) => statement.kind === 'prediction');
  return made.flatMap(({ text, judgeBy }, index) => {
    if (judgeBy === null) return [];
    const number = index + 1;
    const said = settlements.filter((settlement) => settlement.reviewId === review.id && settlement.number === number);
    return [
      {
        id: `${review.id}.${number}`,
        reviewId: review.id,
        number,
        tool: review.tool,
        persona: review.persona,
        text,
        judgeBy,
        madeAt: review.byline.writtenAt,
        standing,
        state: said.at(-1)?.as ?? (judgeBy <= today ? 'due' : 'open'),
        settlements: said,
      },
    ];
  });
}

/** The record of every persona that predicted something, by persona. */
export function recordsOf(predictions: readonly Prediction[]): PredictionRecord[] {
  const byPersona = [...Map.groupBy(predictions, ({ persona }) => persona)].sort(([a], [b]) => (a < b ? -1 : 1));
  return byPersona.map(([persona, theirs]) => {
    const count = (state: Prediction['state']) => theirs.filter((prediction) => prediction.state === state).length;
    return {
      persona,
      right: count('right'),
      wrong: count('wrong'),
      void: count('void'),
      due: count('due'),
      open: count('open'),
    };
  });
}
