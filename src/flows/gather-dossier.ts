import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { assembleDossier, type Dossier, type UnnumberedSource } from '../core/dossier.ts';
import { nearestWord } from '../core/nearest-word.ts';
import type { Desk } from '../desk.ts';
import { readFactsFile } from '../sources/facts-file.ts';

/** Raised for a tool that is neither a facts file nor known to the store. */
export class UnknownTool extends Error {
  override name = 'UnknownTool';
}

/**
 * The dossier of a tool named as a facts file (YAML or JSON) or as the slug of a tool in the store.
 * A facts file is read, and stored as the tool’s present dossier, with what the maker has answered since.
 * @throws UnknownTool, or InvalidFile for a facts file with problems.
 */
export async function gatherDossier(desk: Desk, target: string): Promise<Dossier> {
  if (looksLikeFile(target)) return gatherFile(desk, target);
  const known = await desk.store.findDossier(target);
  if (known !== null) return known;
  const slugs = (await desk.store.listTools()).map((tool) => tool.slug);
  const nearest = nearestWord(target, slugs);
  const hint =
    nearest === null
      ? 'Give a facts file (`ship-or-skip new <slug>` writes one), or see `ship-or-skip tools`.'
      : `Did you mean ${nearest}?`;
  throw new UnknownTool(`There is no tool "${target}" in the store and no such file. ${hint}`);
}

async function gatherFile(desk: Desk, path: string): Promise<Dossier> {
  const { tool, sources } = await readFactsFile(path);
  const undated = assembleDossier(tool, withAnswers(sources, await desk.store.listAnswers(tool.slug)));
  const today = desk.now().toISOString().slice(0, 10);
  return desk.store.keepDossier(undated, desk.recordedOn(undated.key) ?? today);
}

/** A right of reply does not end because somebody gives the facts file again. */
function withAnswers(sources: readonly UnnumberedSource[], answers: readonly UnnumberedSource[]): UnnumberedSource[] {
  const known = new Set(sources.map(({ text }) => text));
  return [...sources, ...answers.filter(({ text }) => !known.has(text))];
}

function looksLikeFile(target: string): boolean {
  return (
    ['.yaml', '.yml', '.json'].includes(extname(target).toLowerCase()) || target.includes('/') || existsSync(target)
  );
}
