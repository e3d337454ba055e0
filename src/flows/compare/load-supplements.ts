import type { Supplements, ToolOnPanel } from '../../core/comparison/assemble.ts';
import type { Contradiction } from '../../core/comparison/contradiction.ts';
import type { Desk } from '../../desk.ts';
import { listConflicts } from '../gather/look-at-tool.ts';
import { findPair, loadDuels, type MissingDuel, whyNoDuel } from './load-duels.ts';
import { findAnswer } from './write-answer.ts';

/** What the store knows about a comparison beside its seats. `missing` are duels the last run could not have. */
export async function loadSupplements(
  desk: Desk,
  tools: readonly ToolOnPanel[],
  missing: readonly MissingDuel[] = [],
): Promise<Supplements> {
  const known = await loadKnown(desk, tools);
  const found = findPair(desk, tools, known);
  const duels = found === null ? [] : await loadDuels(desk, found, missing);
  const noDuel = found?.close && duels.length === 0 ? whyNoDuel(desk, missing) : null;
  const written = await findAnswer(desk, tools);
  return {
    ...known,
    duels,
    ...(noDuel === null ? {} : { noDuel }),
    ...(written?.answer ? { answer: { ...written.answer, byline: written.byline } } : {}),
  };
}

/** Everything but the duels, which hang on what the rest comes to. */
export async function loadKnown(desk: Desk, tools: readonly ToolOnPanel[]): Promise<Omit<Supplements, 'duels'>> {
  const slugs = tools.map(({ dossier }) => dossier.tool.slug);
  const corrections = await desk.store.listCorrections();
  const contradictions = await loadContradictions(desk, tools);
  return {
    corrections: corrections.filter(({ tool }) => slugs.includes(tool)),
    calibrations: await loadCalibrations(desk, tools),
    ...(contradictions.length === 0 ? {} : { contradictions }),
  };
}

/** Where the sources of each tool contradict each other, as far as they were read for facts. */
async function loadContradictions(desk: Desk, tools: readonly ToolOnPanel[]): Promise<Contradiction[]> {
  const found = await Promise.all(
    tools.map(async ({ dossier }) => {
      const conflicts = await listConflicts(desk, dossier);
      return conflicts.map((conflict) => ({ tool: dossier.tool.slug, ...conflict }));
    }),
  );
  return found.flat();
}

/** The last run over the anchors of each persona by each model that answered for the reviews shown. */
async function loadCalibrations(desk: Desk, tools: readonly ToolOnPanel[]): Promise<Supplements['calibrations']> {
  const jurors = tools
    .flatMap(({ seats }) => seats)
    .flatMap(({ persona, review, ballots }) =>
      [review, ...ballots].flatMap((answer) => (answer === null ? [] : [[persona.id, answer.byline.model] as const])),
    );
  const distinct = new Map(jurors.map((juror) => [juror.join(' '), juror]));
  const runs = await Promise.all(
    [...distinct.values()].map(([persona, model]) => desk.store.lastCalibration({ persona, model })),
  );
  return runs.filter((run) => run !== null);
}
