import { type Prediction, type PredictionRecord, predictionsOf, recordsOf } from '../core/comparison/prediction.ts';
import { standingMerges, survivorOf } from '../core/facts/name-changes.ts';
import type { Desk } from '../desk.ts';
import { pickPersonas } from './ask/review-tools.ts';
import { readKnown } from './gather/gather-dossier.ts';

/** Which predictions to list; undefined means all. */
export interface PredictionWishes {
  /** Only those that can be judged and nobody has settled. */
  due?: boolean | undefined;
  /** Facts file or slug. */
  tool?: string | undefined;
  persona?: string | undefined;
}

/**
 * The predictions of all reviews that stand or stood, those to be judged first, and every persona’s record over them. What
 * was said of a tool that was merged away was said of the tool it is now, and stands no more.
 * @throws UnknownTool, InvalidOrder for a persona that is not on the panel and never predicted anything.
 */
export async function listPredictions(
  desk: Desk,
  { due, tool, persona }: PredictionWishes,
): Promise<{ predictions: Prediction[]; records: PredictionRecord[] }> {
  const only = tool === undefined ? null : (await readKnown(desk, tool)).tool.slug;
  const merges = standingMerges(await desk.store.names.list());
  const meaning = (slug: string): string => survivorOf(slug, merges);
  const tools = (await desk.store.listTools()).filter(({ slug }) => only === null || meaning(slug) === only);
  const histories = await Promise.all(tools.map(({ slug }) => desk.store.history(slug, persona)));
  const settlements = await desk.store.listSettlements();
  const today = desk.now().toISOString().slice(0, 10);
  const predictions = histories
    .flat()
    .filter(({ state }) => state !== 'candidate')
    .flatMap(({ review, state }) => {
      const tool = meaning(review.tool);
      const standing = state === 'stands' && tool === review.tool;
      return predictionsOf(review, standing, settlements, today).map((prediction) => ({ ...prediction, tool }));
    })
    .sort((a, b) => (a.judgeBy < b.judgeBy ? -1 : Number(a.judgeBy > b.judgeBy)) || a.reviewId - b.reviewId);
  // one who left the panel keeps a record; a name without any may be a slip of the pen
  if (persona !== undefined && predictions.length === 0) pickPersonas(desk, [persona]);
  return {
    predictions: due ? predictions.filter(({ state }) => state === 'due') : predictions,
    records: recordsOf(predictions),
  };
}
