import type { Panel } from '../panel/persona.ts';
import { meanOf, varianceOf } from './calibration.ts';
import type { Comparison, OutcomeRecord, ToolRecord } from './comparison.ts';

/** Points within which two panel scores are no difference, and what says so. */
export interface Noise {
  points: number;
  basis: OutcomeRecord['noiseBasis'];
}

/**
 * The noise of a comparison: from repeats where every scored seat has some, else from the stored calibration of every
 * lead, else the panel’s constant.
 *
 * Both estimates are two standard errors of the difference of two panel scores, 2 × √(v × (1/a + 1/b)): a and b are the
 * numbers of scored seats of the two tools, v the variance of one seat’s score. A score shown rests on one run, so v is
 * the variance of single runs and not of their mean. From repeats v is the variance of a seat’s own scores, pooled over
 * the seats by their degrees of freedom; from calibration it is the mean of the squared spreads.
 */
export function noiseOf(
  tools: readonly Pick<ToolRecord, 'reviews'>[],
  calibration: Comparison['calibration'],
  panel: Pick<Panel, 'noise'>,
): Noise {
  const scored = tools.map(({ reviews }) => reviews.filter((review) => review.score !== null));
  const seats = scored.flat();
  const factor = differenceFactor(scored.map((reviews) => reviews.length));
  if (factor === null) return { points: panel.noise, basis: 'panel-constant' };
  if (seats.every(({ repeats }) => repeats.length > 1)) {
    return { points: 2 * Math.sqrt(pooledVariance(seats.map(({ repeats }) => repeats)) * factor), basis: 'repeats' };
  }
  const spreads = seats.map((review) => {
    const own = calibration.find(({ persona, model }) => persona === review.persona && model === review.byline?.model);
    return own?.spread ?? null;
  });
  const known = spreads.filter((spread) => spread !== null);
  if (known.length < spreads.length) return { points: panel.noise, basis: 'panel-constant' };
  return { points: 2 * Math.sqrt(meanOf(known.map((spread) => spread ** 2)) * factor), basis: 'calibration' };
}

/** 1/a + 1/b of the two tools with the fewest scored seats; null when fewer than two tools have any. */
function differenceFactor(counts: readonly number[]): number | null {
  const [fewest, next] = counts.filter((count) => count > 0).toSorted((a, b) => a - b);
  return fewest === undefined || next === undefined ? null : 1 / fewest + 1 / next;
}

/** The variance within groups of at least two values, each weighed by its degrees of freedom. */
function pooledVariance(groups: readonly (readonly number[])[]): number {
  const freedom = groups.reduce((sum, values) => sum + values.length - 1, 0);
  return groups.reduce((sum, values) => sum + varianceOf(values) * (values.length - 1), 0) / freedom;
}
