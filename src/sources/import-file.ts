import { extname } from 'node:path';
import { ImportedRow } from '../core/facts/imported.ts';
import { slugOf, slugPattern } from '../core/facts/slug.ts';
import { readTable } from './import-table.ts';
import { type FileProblem, InvalidFile } from './invalid-file.ts';
import { type PositionedFile, parsePositioned, readFileText } from './positioned-file.ts';
import { checkAgainst } from './schema-problems.ts';

/** The tools of a list. Rows that cannot be used are problems; the others are here. */
export interface ImportFile {
  rows: { line: number; row: ImportedRow }[];
  problems: FileProblem[];
  /** Columns nobody here knows, each once; they are passed over. */
  ignored: string[];
}

/** A row as it stands in the file, before it is held against what a tool needs. */
export interface RawRow {
  line: number;
  file: PositionedFile;
}

/** Bytes and rows of a list. */
const largest = 20_000_000;
const mostRows = 20_000;

/** Other spellings of the columns. */
const columns = new Map(
  Object.entries({
    tool: 'name',
    product: 'name',
    title: 'name',
    website: 'url',
    link: 'url',
    homepage: 'url',
    address: 'url',
    company: 'maker',
    vendor: 'maker',
    job: 'jobs',
    use_case: 'jobs',
    use_cases: 'jobs',
    price: 'pricing',
    license: 'licence',
    launch_date: 'launched',
    launched_at: 'launched',
    launched_on: 'launched',
    released: 'launched',
    summary: 'facts',
    notes: 'facts',
    text: 'facts',
    retrieved_at: 'retrieved',
    retrieved_on: 'retrieved',
    also_known_as: 'aliases',
  }),
);
const known = new Set(Object.keys(ImportedRow.shape));

/**
 * Reads many tools at once: JSON lines, or CSV (commas, semicolons or tabs) with a header. Every problem with its line and column.
 * @throws InvalidFile when the file as a whole cannot be read.
 */
export async function readImportFile(path: string): Promise<ImportFile> {
  const text = (await readFileText(path, largest)).replace(/^\uFEFF/, '');
  if (text.trim() === '')
    throw new InvalidFile([
      {
        file: path,
        line: 1,
        column: 1,
        path: '',
        found: 'an empty file',
        expected: 'JSON lines, or CSV with a header',
      },
    ]);
  const isTable = ['.csv', '.tsv'].includes(extname(path).toLowerCase()) || !/^\s*\{/.test(text);
  const { rows, problems } = isTable ? readTable(text, path, columnOf) : readLines(text, path);
  if (rows.length > mostRows)
    throw new InvalidFile([
      {
        file: path,
        line: mostRows,
        column: 1,
        path: '',
        found: `${rows.length} tools`,
        expected: `at most ${mostRows}`,
      },
    ]);
  const read: ImportFile = { rows: [], problems: [...problems], ignored: [] };
  const ignored = new Set<string>();
  for (const { line, file } of rows) {
    const names = Object.keys(file.value as object);
    for (const name of names) if (!known.has(columnOf(name))) ignored.add(name);
    const { value, problems: faults } = checkAgainst(renamed(file), ImportedRow);
    if (value === null) read.problems.push(...faults);
    else read.rows.push({ line, row: value });
  }
  read.ignored.push(...ignored);
  return read;
}

/** `Use Case` and `use_case` are one column. */
function columnOf(name: string): string {
  const plain = name
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_');
  return columns.get(plain) ?? plain;
}

function readLines(text: string, path: string): { rows: RawRow[]; problems: FileProblem[] } {
  const read: { rows: RawRow[]; problems: FileProblem[] } = { rows: [], problems: [] };
  for (const [index, content] of text.split('\n').entries()) {
    if (content.trim() === '') continue;
    const here = (problem: FileProblem): FileProblem => ({ ...problem, file: path, line: index + 1 });
    try {
      const file = parsePositioned(content, 'line.json');
      if (typeof file.value !== 'object' || file.value === null || Array.isArray(file.value)) {
        read.problems.push(here(file.problemAt([], 'one JSON object on each line')));
        continue;
      }
      read.rows.push({
        line: index + 1,
        file: { ...file, file: path, problemAt: (...place) => here(file.problemAt(...place)) },
      });
    } catch (error) {
      if (!(error instanceof InvalidFile)) throw error;
      read.problems.push(...error.problems.slice(0, 1).map(here));
    }
  }
  return read;
}

/** The row under the names we use; empty cells say nothing. Where two columns mean the same, the first with a value counts. */
function renamed(file: PositionedFile): PositionedFile {
  const original = new Map<string, string>();
  const value: Record<string, unknown> = {};
  for (const [name, cell] of Object.entries(file.value as Record<string, unknown>)) {
    const column = columnOf(name);
    if (!known.has(column) || cell === null || cell === '' || original.has(column)) continue;
    original.set(column, name);
    value[column] = cellValue(column, cell);
  }
  return {
    ...file,
    value,
    problemAt: (path, expected, found, at) => {
      const [first, ...rest] = path;
      const name = original.get(String(first));
      return file.problemAt(name === undefined ? path : [name, ...rest], expected, found, at);
    },
  };
}

/** Lists may be written in one cell, with semicolons or bars between; a name serves as a slug, and a time as its day. */
function cellValue(column: string, cell: unknown): unknown {
  if ((column === 'jobs' || column === 'aliases') && typeof cell === 'string')
    return cell
      .split(/[;|]/)
      .map((part) => part.trim())
      .filter((part) => part !== '');
  if (column === 'slug' && typeof cell === 'string' && !slugPattern.test(cell)) return slugOf(cell);
  if (column === 'retrieved' && typeof cell === 'string') return cell.replace(/^(\d{4}-\d{2}-\d{2})[T ].*$/, '$1');
  return cell;
}
