import type { Comparison, ReviewRecord } from '../core/comparison/comparison.ts';
import { showDay, showTenths } from './format.ts';

/** What a run over tools with known answers says about a juror; points of the score. */
export type CalibrationFigures = Pick<Comparison['calibration'][number], 'leniency' | 'spread' | 'anchors' | 'ranAt'>;

/** How a persona’s answers through a model compare with tools whose answers are known, in words; null without a model. */
export function calibrationOf(review: ReviewRecord, calibration: Comparison['calibration']): string | null {
  return review.byline === null ? null : sayCalibration(figuresOf(review, calibration), review.byline.model);
}

/** One line per persona and model whose reviews are shown, in the panel’s order. */
export function listCalibration({ tools, panel, calibration }: Comparison): string[] {
  const lines = panel.personas.flatMap(({ id, name }) => {
    const reviews = tools.flatMap((tool) => tool.reviews.filter(({ persona }) => persona === id));
    return reviews.flatMap((review) => {
      if (review.byline === null) return [];
      const figures = figuresOf(review, calibration);
      const { model } = review.byline;
      return [`${figures === null ? name : `${name} with ${model}`}: ${sayCalibration(figures, model)}`];
    });
  });
  return [...new Set(lines)];
}

function figuresOf(
  { persona, byline }: ReviewRecord,
  calibration: Comparison['calibration'],
): CalibrationFigures | null {
  return calibration.find((entry) => entry.persona === persona && entry.model === byline?.model) ?? null;
}

/** The figures of a calibration run, or that there was none, in words. */
export function sayCalibration(figures: CalibrationFigures | null, model: string): string {
  if (figures === null) return `not calibrated with ${model}`;
  const { leniency, spread, anchors, ranAt } = figures;
  const points = showTenths(Math.abs(leniency));
  const lean = points === '0' ? 'as expected' : `${points} points too ${leniency > 0 ? 'high' : 'low'}`;
  return `scores tools with known answers ${lean} on average, give or take ${showTenths(spread)} (anchors ${anchors}, ${showDay(ranAt)})`;
}
