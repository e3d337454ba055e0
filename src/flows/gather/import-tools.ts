import { assembleDossier, type UndatedDossier, type UnnumberedSource } from '../../core/facts/dossier.ts';
import type { ImportedRow } from '../../core/facts/imported.ts';
import { mergedInto, standingMerges } from '../../core/facts/name-changes.ts';
import type { Tool } from '../../core/facts/tool.ts';
import { findImportedFacts } from '../../core/gathering/imported-facts.ts';
import type { JobCue } from '../../core/gathering/job-cues.ts';
import type { Desk } from '../../desk.ts';
import { FetchFailed, FetchRefused } from '../../sources/fetch-source.ts';
import { type ImportFile, readImportFile } from '../../sources/import-file.ts';
import { rule } from '../../store/contract/contract.ts';
import { gatherTool, NothingToReview } from './gather-tool.ts';
import { type RelatedRow, relateRows } from './relate-rows.ts';

export interface ImportOrder {
  file: string;
  /** Read the pages of the tools as well. */
  fetch: boolean;
  /** Change nothing. */
  dryRun: boolean;
}

/** What became of one row. */
interface ImportedTool {
  line: number;
  slug: string;
  name: string;
  /**
   * `merged`: it is a product that stands in the list or the store already, and its sources went there. `left`: the store
   * knows the tool from elsewhere, and better. `refused`: nothing in the row could be quoted, or its slug is there already.
   */
  state: 'new' | 'changed' | 'unchanged' | 'merged' | 'left' | 'refused';
  because: string | null;
  /** What one would hire it for, by its words; empty where the row says it itself. */
  jobs: JobCue[];
  /** What came of reading its page; null when that was not asked for. */
  page: 'gathered' | string | null;
}

export interface Imported extends Pick<ImportFile, 'problems' | 'ignored'> {
  tools: ImportedTool[];
}

/** Pages that are read in one import: each takes seconds. Import again to go on. */
const mostPages = 50;

/**
 * Takes many tools at once. A row is stored whole or not at all, and a bad one stops no other; the same file again changes
 * nothing. Rows that are one product become one tool with the sources of all; each merge is a line of the audit trail.
 * @throws InvalidFile when the file as a whole cannot be read.
 */
export async function importTools(desk: Desk, { file, fetch, dryRun }: ImportOrder): Promise<Imported> {
  const { rows, problems, ignored } = await readImportFile(file);
  const { related, refused } = await relateRows(desk, rows);
  const tools = refused.map(
    ({ line, slug, row: { name }, because }): ImportedTool => ({
      line,
      slug,
      name,
      state: 'refused',
      because,
      jobs: [],
      page: null,
    }),
  );
  let pages = 0;
  for (const own of related) {
    desk.signal.throwIfAborted();
    const followers = related.filter(({ twin }) => twin?.line === own.line);
    const imported =
      own.twin === null ? await importRow(desk, own, followers, dryRun) : await importTwin(desk, own, own.twin, dryRun);
    tools.push(imported);
    const { row } = own;
    if (!fetch || dryRun || row.url === null || !['new', 'changed', 'unchanged'].includes(imported.state)) continue;
    imported.page =
      pages >= mostPages
        ? `not read: an import reads ${mostPages} pages at most`
        : await readPage(desk, imported.slug, row, row.url);
    pages += 1;
  }
  return { tools: tools.sort((a, b) => a.line - b.line), problems, ignored };
}

/** A row that is a product of its own, with the sources of the rows that are it too. */
async function importRow(
  desk: Desk,
  own: RelatedRow,
  followers: readonly RelatedRow[],
  dryRun: boolean,
): Promise<ImportedTool> {
  const sources = [...own.sources, ...followers.flatMap((other) => other.sources)];
  const { jobs } =
    own.tool.jobs.length > 0 ? own.tool : (followers.find(({ tool }) => tool.jobs.length > 0)?.tool ?? own.tool);
  const state = await keepRow(desk, { ...own.tool, jobs }, sources, dryRun);
  const doubts = own.doubts.length === 0 ? null : `may be the same product as ${own.doubts.join('; ')}`;
  const because = state === 'left' ? 'the store knows it from its page or a facts file' : doubts;
  return { line: own.line, slug: own.tool.slug, name: own.row.name, state, because, jobs: own.jobs, page: null };
}

/**
 * A row that is another product of the list or the store: kept under its own slug, which means the other from now on. A tool
 * the store had under that slug before is for a person to merge.
 */
async function importTwin(
  desk: Desk,
  { line, row, tool, sources, jobs }: RelatedRow,
  twin: NonNullable<RelatedRow['twin']>,
  dryRun: boolean,
): Promise<ImportedTool> {
  const where = twin.line === null ? `${twin.slug}, which the store knows` : `${twin.slug} in line ${twin.line}`;
  const told = { line, slug: tool.slug, name: row.name, jobs, page: null };
  const merged = { ...told, state: 'merged' as const, because: `it is ${where}: ${twin.because}` };
  if (tool.slug === twin.slug) return merged;
  const merges = standingMerges(await desk.store.names.list());
  const known = (await desk.store.findDossier(tool.slug)) !== null;
  const state = await keepRow(desk, tool, sources, dryRun);
  if (merges.has(tool.slug)) return { ...told, state, because: null };
  if (known)
    return {
      ...told,
      state,
      because: `it is ${where}: ${twin.because}; merge them: ship-or-skip merge ${tool.slug} ${twin.slug}`,
    };
  if (dryRun) return merged;
  const at = desk.now().toISOString();
  const why = `imported: ${twin.because}`;
  await desk.store.names.keep({ change: 'merged', slug: tool.slug, other: twin.slug, why, by: rule, at });
  const present = await desk.store.findDossier(twin.slug);
  if (twin.line === null && present !== null) await keepRow(desk, present.tool, present.sources, dryRun);
  return merged;
}

/** Stores a tool as a list tells of it, with what was said under slugs that mean it; what is known from elsewhere stays. */
async function keepRow(
  desk: Desk,
  tool: Tool,
  sources: readonly UnnumberedSource[],
  dryRun: boolean,
): Promise<'new' | 'changed' | 'unchanged' | 'left'> {
  const { slug } = tool;
  const merged = mergedInto(slug, standingMerges(await desk.store.names.list()));
  const others = await Promise.all(merged.map((other) => desk.store.findDossier(other)));
  const all = [...sources, ...others.flatMap((other) => other?.sources ?? [])];
  // the same words are one source, once they are clean
  const cleaned = assembleDossier(tool, all).sources;
  const dossier = assembleDossier(tool, [...new Map(cleaned.map((source) => [source.hash, source])).values()]);
  const known = await desk.store.findDossier(slug);
  if (known?.key === dossier.key) return 'unchanged';
  if (known !== null && !(await isImported(desk, slug, known.key))) return 'left';
  if (!dryRun) await keep(desk, dossier);
  return known === null ? 'new' : 'changed';
}
/** Whether the present dossier of a tool came from a list: it may be replaced by a newer one. */
async function isImported(desk: Desk, slug: string, key: string): Promise<boolean> {
  const [last] = await desk.store.snapshots.list(slug, 1);
  return last !== undefined && last.address === null && last.snapshots.length === 0 && last.dossierKey === key;
}

async function keep(desk: Desk, dossier: UndatedDossier): Promise<void> {
  const at = desk.now().toISOString();
  const day = (await desk.store.asOfDossier(dossier.key)) ?? at.slice(0, 10);
  const gathering = {
    tool: dossier.tool.slug,
    dossierKey: dossier.key,
    address: null,
    textsKey: dossier.key,
    reader: null,
    facts: findImportedFacts(dossier.sources),
    said: {},
    missed: [],
    at,
    snapshots: [],
  };
  await desk.store.snapshots.keep(gathering, dossier, day, null);
}

/** The page of a row. A page that cannot be had leaves the tool as the row tells it. */
async function readPage(desk: Desk, slug: string, { name, jobs, category }: ImportedRow, url: string): Promise<string> {
  const said = { name, ...(jobs.length > 0 ? { jobs } : {}), ...(category === null ? {} : { category }) };
  try {
    await gatherTool(desk, url, { as: slug, said });
    return 'gathered';
  } catch (error) {
    desk.signal.throwIfAborted();
    if (error instanceof FetchFailed || error instanceof FetchRefused || error instanceof NothingToReview)
      return error.message;
    throw error;
  }
}
