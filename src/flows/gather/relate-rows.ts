import type { UnnumberedSource } from '../../core/facts/dossier.ts';
import { compareIdentified, type Identified } from '../../core/facts/identity.ts';
import { type ImportedRow, importedTool } from '../../core/facts/imported.ts';
import { areHeldApart, standingMerges, survivorOf } from '../../core/facts/name-changes.ts';
import type { Tool } from '../../core/facts/tool.ts';
import { findJobs, type JobCue, jobsToLookFor } from '../../core/gathering/job-cues.ts';
import type { Desk } from '../../desk.ts';
import type { ImportFile } from '../../sources/import-file.ts';
import { gatherNames, identifyFacts } from './gather-names.ts';

/** A row as a product, and which others it is or may be. */
export interface RelatedRow {
  line: number;
  row: ImportedRow;
  tool: Tool;
  sources: UnnumberedSource[];
  /** What one would hire it for, where the row did not say and its words do. */
  jobs: JobCue[];
  /** The product it is: an earlier row, or a tool of the store under another slug; null for a product of its own. */
  twin: { line: number | null; slug: string; because: string } | null;
  /** Products it may be: for a person to decide. */
  doubts: string[];
}

/** A row that cannot become a tool. */
export interface RefusedRow {
  line: number;
  row: ImportedRow;
  slug: string;
  because: string;
}

interface Product {
  slug: string;
  line: number | null;
  identified: Identified;
}

/**
 * Holds every row against the rows before it and the tools of the store, by the rule that tells products apart. Rows and
 * tools that a person held apart are two. Stores nothing.
 */
export async function relateRows(
  desk: Desk,
  rows: ImportFile['rows'],
): Promise<{ related: RelatedRow[]; refused: RefusedRow[] }> {
  const { tools, changes } = await gatherNames(desk);
  const merges = standingMerges(changes);
  const said = rows.flatMap(({ row }) => row.jobs);
  const known = jobsToLookFor([...new Set([...said, ...tools.flatMap(({ jobs }) => jobs)])]);
  const today = desk.now().toISOString().slice(0, 10);
  const products: Product[] = [];
  const stored = tools.map(({ slug, identified }) => ({ slug, line: null, identified }));
  const related: RelatedRow[] = [];
  const refused: RefusedRow[] = [];
  for (const { line, row } of rows) {
    const made = importedTool(row, today);
    if (made === null) {
      const because = 'it has no facts, no sources and no description: nothing a review could quote';
      refused.push({ line, row, slug: row.slug ?? row.name, because });
      continue;
    }
    const { sources } = made;
    const jobs =
      made.tool.jobs.length > 0
        ? []
        : findRowJobs(row, tools.find(({ slug }) => slug === made.tool.slug)?.jobs ?? known);
    const tool = jobs.length > 0 ? { ...made.tool, jobs: jobs.map(({ job }) => job) } : made.tool;
    const own = { slug: survivorOf(tool.slug, merges), line, identified: identifyFacts(tool, tool.aliases) };
    const others = [...products, ...stored.filter(({ slug }) => slug !== own.slug)];
    const compared = others
      .filter(({ slug }) => !areHeldApart(slug, tool.slug, changes))
      .map((other) => ({ ...other, ...compareIdentified(own.identified, other.identified) }));
    const twin = compared.find(({ same }) => same === 'yes') ?? null;
    const namesake = products.find(({ slug }) => slug === own.slug);
    if (namesake !== undefined && twin?.line !== namesake.line) {
      const because = `${tool.slug} stands in line ${namesake.line} already, and may be another product; give one of them a slug`;
      refused.push({ line, row, slug: tool.slug, because });
      continue;
    }
    const doubts = compared
      .filter(({ same, slug }) => same === 'unsure' && slug !== twin?.slug)
      .map(({ slug, because }) => `${slug}: ${because}`);
    related.push({ line, row, tool, sources, jobs, twin, doubts: [...new Set(doubts)] });
    if (twin === null) products.push(own);
  }
  return { related, refused };
}

/** From what the row says the product is. A tool that has jobs keeps to them, so that the same list again changes nothing. */
function findRowJobs({ name, tagline, description, facts }: ImportedRow, known: readonly string[]): JobCue[] {
  const lines = [tagline, description, facts].filter((line) => line !== null);
  return findJobs(name, lines.join('.\n'), jobsToLookFor(known)).slice(0, 8);
}
