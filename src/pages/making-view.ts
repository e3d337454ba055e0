import type { Comparison } from '../core/comparison/comparison.ts';
import { listCalibration } from './calibration-view.ts';
import { showDay, showKey, showMoney, showPoints } from './format.ts';
import { familyNotice, showNoiseBasis } from './wording.ts';

/** How the comparison was made: models, families, cost, arithmetic, calibration, keys. */
export function viewMaking(comparison: Comparison) {
  const { tools, panel, families, outcome } = comparison;
  const reviews = tools.flatMap((tool) => tool.reviews);
  const leads = reviews.flatMap((review) => review.byline ?? []);
  const jurors = reviews.flatMap((review) => review.ballots).filter((ballot) => ballot.status === 'counted');
  return {
    leads: [...new Set(leads.map((byline) => byline.model))],
    ballots: [...new Set(jurors.map((ballot) => ballot.model))],
    families,
    familyNotice: familyNotice(families),
    recorded: howMany(leads.filter((byline) => byline.supplied !== null).length, leads.length),
    cost: showMoney(comparison.costUsd),
    calibration: listCalibration(comparison),
    dossiers: tools.map((tool) => ({ name: tool.name, key: showKey(tool.dossierKey), asOf: showDay(tool.asOf) })),
    prompts: tools.flatMap((tool) =>
      tool.reviews.flatMap((review) =>
        review.byline === null
          ? []
          : [{ name: `${review.name} on ${tool.name}`, key: showKey(review.byline.promptKey) }],
      ),
    ),
    threshold: showPoints(panel.shipThreshold),
    start: panel.start,
    minimumCoverage: `${showPoints(panel.minimumCoverage * 100)}%`,
    noise: showPoints(outcome.noise),
    noiseBasis: showNoiseBasis(outcome.noiseBasis),
  };
}

function howMany(count: number, all: number): string | null {
  return count === 0 ? null : count === all ? 'all' : 'some';
}

/** Every prediction of the reviews shown, the earliest due first. */
export function viewPredictions({ tools }: Comparison) {
  const predictions = tools.flatMap((tool) =>
    tool.reviews.flatMap((review) =>
      review.statements
        .filter(({ kind }) => kind === 'prediction')
        .map(({ text, judgeBy }) => ({
          due: judgeBy === null ? 'no day given' : showDay(judgeBy),
          by: `${review.name} on ${tool.name}`,
          text: text.trim(),
        })),
    ),
  );
  return predictions.sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
}

/** The corrections log, as dated lines. */
export function viewCorrections({ corrections, tools }: Comparison) {
  return corrections.map(({ on, tool, what }) => ({
    on: showDay(on),
    tool: tools.find(({ slug }) => slug === tool)?.name ?? tool,
    what,
  }));
}
