import { type FollowedCorrection, followCorrections } from '../core/comparison/correction.ts';
import type { Desk } from '../desk.ts';
import { describeTool } from './gather/describe-tool.ts';
import { readKnown } from './gather/gather-dossier.ts';

/** The corrections log, newest first, each with the panel score before and after; of one tool or of all. */
export async function listCorrections(desk: Desk, target: string | undefined): Promise<FollowedCorrection[]> {
  const only = target === undefined ? null : (await readKnown(desk, target)).tool.slug;
  const corrections = (await desk.store.listCorrections()).filter(({ tool }) => only === null || tool === only);
  const slugs = [...new Set(corrections.map(({ tool }) => tool))];
  const dossiers = await Promise.all(slugs.map((slug) => desk.store.findDossier(slug)));
  const tools = await Promise.all(
    dossiers.filter((dossier) => dossier !== null).map((dossier) => describeTool(desk, dossier)),
  );
  return followCorrections(corrections, tools).reverse();
}
