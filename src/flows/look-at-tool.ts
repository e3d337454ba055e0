import type { Dossier } from '../core/facts/dossier.ts';
import { type FactConflict, findConflicts } from '../core/gathering/agreement.ts';
import { isWebAddress } from '../core/gathering/plain-address.ts';
import type { Desk } from '../desk.ts';
import { findToolAt } from './find-tool-at.ts';
import { readDossier } from './gather-dossier.ts';
import { gatherTool } from './gather-tool.ts';

/** A tool’s dossier, and where its sources contradict each other. Nothing is stored; an address nobody knows is read without a model. */
export async function lookAtTool(desk: Desk, target: string): Promise<{ dossier: Dossier; conflicts: FactConflict[] }> {
  if (isWebAddress(target) && (await findToolAt(desk, target)) === null)
    return gatherTool(desk, target, { model: false, keep: false });
  const dossier = await readDossier(desk, target);
  return { dossier, conflicts: await listConflicts(desk, dossier.tool.slug, dossier.key) };
}

/** Where the sources of a dossier contradict each other, as far as they were read for facts. */
export async function listConflicts(desk: Desk, slug: string, dossierKey: string): Promise<FactConflict[]> {
  const [last] = await desk.store.snapshots.list(slug, 1);
  return last !== undefined && last.dossierKey === dossierKey ? findConflicts(last.facts) : [];
}
