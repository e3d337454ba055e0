import { join } from 'node:path';
import { measureCalibration } from '../../core/comparison/calibration.ts';
import type { ModelName } from '../../core/model.ts';
import type { Persona } from '../../core/panel/persona.ts';
import type { Desk } from '../../desk.ts';
import { type Methodology, renderMethodology } from '../../pages/methodology.ts';
import { writeDocuments } from './write-documents.ts';

/** Writes the page about the method to `<out>/methodology/`, where the comparisons beside it link to. */
export async function publishMethodology(desk: Desk, out: string): Promise<void> {
  const asked = desk.onlyRecordings ? [] : [desk.lead, ...desk.ballots];
  const pairs = asked.flatMap((model) => desk.panel.personas.map((persona) => ({ model, persona })));
  const documents = renderMethodology(
    {
      ...desk.panel,
      prompts: { ...desk.prompts },
      models: {
        lead: desk.onlyRecordings ? null : desk.lead.written,
        ballots: asked.slice(1).map(({ written }) => written),
      },
      calibration: await Promise.all(pairs.map(({ model, persona }) => findCalibration(desk, model, persona))),
    },
    desk.pages,
  );
  await writeDocuments(join(out, 'methodology'), documents);
}

/** A service may answer under the name without the suffix that chose the provider. */
async function findCalibration(
  desk: Desk,
  model: ModelName,
  persona: Persona,
): Promise<Methodology['calibration'][number]> {
  const find = (name: string) => desk.store.lastCalibration({ persona: persona.id, model: name });
  const run = (await find(model.id)) ?? (await find(model.id.replace(/:[^:]*$/, '')));
  const figures = run === null ? null : measureCalibration(run, persona, desk.panel.panel);
  return { persona: persona.id, model: model.written, figures };
}
