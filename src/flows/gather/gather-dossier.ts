import { existsSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { assembleDossier, type Dossier, type UndatedDossier, type UnnumberedSource } from '../../core/facts/dossier.ts';
import { mergedInto, standingMerges, survivorOf } from '../../core/facts/name-changes.ts';
import { isWebAddress } from '../../core/gathering/plain-address.ts';
import { nearestWord } from '../../core/nearest-word.ts';
import type { Desk } from '../../desk.ts';
import { readFactsFile } from '../../sources/facts-file.ts';
import { findKnown } from './find-known.ts';
import { findToolAt } from './find-tool-at.ts';
import { gatherTool } from './gather-tool.ts';

/** Raised for a tool that is neither a facts file nor known to the store. */
export class UnknownTool extends Error {
  override name = 'UnknownTool';
}

/** Reads the dossier of a tool, see readDossier, and stores it as the tool’s present one. */
export async function gatherDossier(desk: Desk, target: string): Promise<Dossier> {
  const [named = target] = await gatherAddresses(desk, [target]);
  const dossier = await readDossier(desk, named);
  return desk.store.keepDossier(dossier, dossier.asOf);
}

/**
 * The dossier of a tool named as a facts file (YAML or JSON), or as a tool of the store by its slug, name, alias or
 * address. A slug that was merged away means the surviving tool, in a facts file too. A facts file is read with what the
 * maker has answered since; an address nobody knows is gathered without a model. Nothing is stored.
 * @throws UnknownTool, or InvalidFile for a facts file with problems.
 */
export async function readDossier(desk: Desk, target: string): Promise<Dossier> {
  if (isWebAddress(target)) return readAddress(desk, target);
  if (isWrittenAsFile(target)) return assembleFile(desk, target);
  const known = await desk.store.findDossier(await presentSlug(desk, target));
  if (known !== null) return known;
  if (existsSync(target) && statSync(target).isFile()) return assembleFile(desk, target);
  const found = await findKnown(desk, target);
  const dossier = found === null ? null : await desk.store.findDossier(found.slug);
  if (dossier !== null) return dossier;
  const slugs = (await desk.store.listTools()).map((tool) => tool.slug);
  const nearest = nearestWord(target, slugs);
  const hint =
    nearest === null
      ? 'Give the address of its page (`ship-or-skip add https://…` reads it) or a facts file (`ship-or-skip new <slug>` writes one); `ship-or-skip tools` lists what is known.'
      : `Did you mean ${nearest}?`;
  throw new UnknownTool(`There is no tool "${target}" in the store and no such file. ${hint}`);
}

/**
 * The dossier of a tool for a command that looks at what is kept: an address nobody knows is not fetched for it.
 * @throws UnknownTool
 */
export async function readKnown(desk: Desk, target: string): Promise<Dossier> {
  if (isWebAddress(target) && (await findToolAt(desk, target)) === null)
    throw new UnknownTool(
      `There is no tool at ${target} in the store. Read its page first: ship-or-skip add ${target}`,
    );
  return readDossier(desk, target);
}

async function readAddress(desk: Desk, address: string): Promise<Dossier> {
  const slug = await findToolAt(desk, address);
  const known = slug === null ? null : await desk.store.findDossier(slug);
  return known ?? (await gatherTool(desk, address, { model: false, keep: false })).dossier;
}

/** The targets with each address of a tool nobody knows gathered and stored, and named by its slug from then on. */
export async function gatherAddresses(desk: Desk, targets: readonly string[]): Promise<string[]> {
  const named: string[] = [];
  for (const target of targets) {
    const known = isWebAddress(target) ? await findToolAt(desk, target) : target;
    named.push(known ?? (await gatherTool(desk, target)).dossier.tool.slug);
  }
  return named;
}

async function presentSlug(desk: Desk, slug: string): Promise<string> {
  return survivorOf(slug, standingMerges(await desk.store.names.list()));
}

async function assembleFile(desk: Desk, path: string): Promise<Dossier> {
  const { tool: written, sources } = await readFactsFile(path);
  const merges = standingMerges(await desk.store.names.list());
  const tool = { ...written, slug: survivorOf(written.slug, merges) };
  const given = assembleDossier(tool, sources);
  const missing = missingFrom(given, await answersOf(desk, [tool.slug, ...mergedInto(tool.slug, merges)]));
  const undated = missing.length === 0 ? given : assembleDossier(tool, [...sources, ...missing]);
  const present = await desk.store.findDossier(tool.slug);
  if (present?.key === undated.key) return present;
  const known = (await desk.store.asOfDossier(undated.key)) ?? desk.recordedOn(undated.key);
  return { ...undated, asOf: known ?? desk.now().toISOString().slice(0, 10) };
}

/** What the maker answered about the tool, under whatever slug it was known then. */
async function answersOf(desk: Desk, slugs: readonly string[]): Promise<UnnumberedSource[]> {
  return (await Promise.all(slugs.map((known) => desk.store.listAnswers(known)))).flat();
}

/** A right of reply does not end because somebody gives the facts file again. Stored answers are clean, so they are held against clean sources. */
function missingFrom({ sources }: UndatedDossier, answers: readonly UnnumberedSource[]): UnnumberedSource[] {
  const known = new Set(sources.map(({ text }) => text));
  return answers.filter(({ text }) => !known.has(text));
}

/** By its extension or a slash; any other name may be a slug, which no file or folder of that name hides. */
function isWrittenAsFile(target: string): boolean {
  return ['.yaml', '.yml', '.json'].includes(extname(target).toLowerCase()) || target.includes('/');
}
