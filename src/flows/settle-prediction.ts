import type { Prediction, SettledAs } from '../core/comparison/prediction.ts';
import type { Desk } from '../desk.ts';
import { InvalidOrder } from './ask/review-tools.ts';
import { listPredictions } from './list-predictions.ts';
import { requireName } from './publish/approve-reviews.ts';

/** Raised for the id of a prediction nobody made. */
export class UnknownPrediction extends Error {
  override name = 'UnknownPrediction';
}

/**
 * Says what became of a prediction. It may be said again: everything said stays, and the last word counts.
 * @throws UnknownPrediction, InvalidOrder for a name nobody can have
 */
export async function settlePrediction(
  desk: Desk,
  { id, as, why, by }: { id: string; as: SettledAs; why: string; by: string },
): Promise<Prediction> {
  const { reviewId, number } = await find(desk, id);
  const name = requireName(by);
  if (why.trim() === '') throw new InvalidOrder('Say with --why what the prediction was judged by.');
  await desk.store.keepSettlement({ reviewId, number, as, why, by: name, at: desk.now().toISOString() });
  return find(desk, id);
}

async function find(desk: Desk, id: string): Promise<Prediction> {
  const { predictions } = await listPredictions(desk, {});
  const found = predictions.find((prediction) => prediction.id === id);
  if (found !== undefined) return found;
  throw new UnknownPrediction(`There is no prediction "${id}". See them with: ship-or-skip predictions`);
}
