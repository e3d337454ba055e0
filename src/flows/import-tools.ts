import { assembleDossier, type UndatedDossier } from '../core/facts/dossier.ts';
import { type ImportedRow, importedTool } from '../core/facts/imported.ts';
import type { Desk } from '../desk.ts';
import { FetchFailed, FetchRefused } from '../sources/fetch-source.ts';
import { type ImportFile, readImportFile } from '../sources/import-file.ts';
import { gatherTool, NothingToReview } from './gather-tool.ts';

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
  /** `left`: the store knows the tool from elsewhere, and better. `refused`: nothing in the row could be quoted, or its slug is there already. */
  state: 'new' | 'changed' | 'unchanged' | 'left' | 'refused';
  because: string | null;
  /** What came of reading its page; null when that was not asked for. */
  page: 'gathered' | string | null;
}

export interface Imported extends Pick<ImportFile, 'problems' | 'ignored'> {
  tools: ImportedTool[];
}

/** Pages that are read in one import: each takes seconds. Import again to go on. */
const mostPages = 50;

/**
 * Takes many tools at once. A row is stored whole or not at all, and a bad one stops no other; the same file again changes nothing.
 * @throws InvalidFile when the file as a whole cannot be read.
 */
export async function importTools(desk: Desk, { file, fetch, dryRun }: ImportOrder): Promise<Imported> {
  const { rows, problems, ignored } = await readImportFile(file);
  const tools: ImportedTool[] = [];
  let pages = 0;
  for (const { line, row } of rows) {
    desk.signal.throwIfAborted();
    const imported = await importRow(desk, line, row, tools, dryRun);
    tools.push(imported);
    if (!fetch || dryRun || row.url === null || !['new', 'changed', 'unchanged'].includes(imported.state)) continue;
    imported.page =
      pages >= mostPages
        ? `not read: an import reads ${mostPages} pages at most`
        : await readPage(desk, imported.slug, row, row.url);
    pages += 1;
  }
  return { tools, problems, ignored };
}

async function importRow(
  desk: Desk,
  line: number,
  row: ImportedRow,
  before: readonly ImportedTool[],
  dryRun: boolean,
): Promise<ImportedTool> {
  const made = importedTool(row, desk.now().toISOString().slice(0, 10));
  const slug = made?.tool.slug ?? row.slug ?? row.name;
  const told = (state: ImportedTool['state'], because: string | null = null): ImportedTool => ({
    line,
    slug,
    name: row.name,
    state,
    because,
    page: null,
  });
  if (made === null)
    return told('refused', 'it has no facts, no sources and no description: nothing a review could quote');
  const twin = before.find((tool) => tool.slug === slug);
  if (twin !== undefined) return told('refused', `${slug} stands in line ${twin.line} already`);
  const dossier = assembleDossier(made.tool, made.sources);
  const known = await desk.store.findDossier(slug);
  if (known?.key === dossier.key) return told('unchanged');
  if (known !== null && !(await isImported(desk, slug, known.key)))
    return told('left', 'the store knows it from its page or a facts file');
  if (!dryRun) await keep(desk, dossier);
  return told(known === null ? 'new' : 'changed');
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
    facts: [],
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
