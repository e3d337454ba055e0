import { CsvError, parse } from 'csv-parse/sync';
import type { RawRow } from './import-file.ts';
import { describeFound, type FileProblem, InvalidFile } from './invalid-file.ts';
import { type PositionedFile, valueAt } from './positioned-file.ts';

interface Table {
  rows: RawRow[];
  problems: FileProblem[];
}

/** A record as the parser gives it: its cells, the text they were read from, and the line it ends in. */
interface ParsedRecord {
  record: string[];
  raw: string;
  info: { lines: number };
}

/** Characters of one record. */
const longestRecord = 400_000;

/**
 * Reads CSV whose first record names the columns; commas, semicolons or tabs, whichever the header has most of.
 * @throws InvalidFile when there is no header that names a tool, or quotation marks are left open.
 */
export function readTable(text: string, path: string, columnOf: (name: string) => string): Table {
  const problem = (line: number, column: number, found: string, expected: string): FileProblem => ({
    file: path,
    line,
    column,
    path: '',
    found,
    expected,
  });
  const records = parseRecords(text, path);
  const [header, ...body] = records;
  const names = header?.record.map((name) => name.trim()) ?? [];
  if (header === undefined || !names.some((name) => columnOf(name) === 'name'))
    throw new InvalidFile([
      problem(1, 1, describeFound(names.join(', ')), 'a first line that names the columns, one of them "name"'),
    ]);
  const twice = names.find((name, index) => name !== '' && names.indexOf(name) < index);
  if (twice !== undefined)
    throw new InvalidFile([problem(1, 1, `the column "${twice}" a second time`, 'each column once')]);
  const delimiter = delimiterOf(text);
  const table: Table = { rows: [], problems: [] };
  for (const { record, raw: whole, info } of body) {
    const raw = whole.replace(/^[\r\n]+|[\r\n]+$/g, '');
    const first = info.lines - newlinesIn(raw);
    if (record.length > names.length) {
      const { line, column } = placeOfCell(raw, names.length, delimiter);
      table.problems.push(
        problem(first + line, column, `${record.length} cells`, `${names.length}, as the header has`),
      );
      continue;
    }
    table.rows.push({ line: first, file: rowFile(path, names, record, raw, first, delimiter) });
  }
  return table;
}

function parseRecords(text: string, path: string): ParsedRecord[] {
  try {
    return parse(text, {
      delimiter: delimiterOf(text),
      info: true,
      raw: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: longestRecord,
    }) as unknown as ParsedRecord[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const found =
      error.code === 'CSV_QUOTE_NOT_CLOSED'
        ? 'a quotation mark that is never closed'
        : 'a quotation mark inside a cell, or a record without end';
    const line = typeof error.lines === 'number' ? error.lines : 1;
    throw new InvalidFile([
      {
        file: path,
        line,
        column: 1,
        path: '',
        found,
        expected: 'CSV, with quotation marks around cells that hold them, doubled inside',
      },
    ]);
  }
}

function delimiterOf(text: string): string {
  const header = text.slice(0, 10_000).trimStart().split('\n', 1)[0] ?? '';
  const count = (delimiter: string): number => header.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best));
}

/** A record as plain data that remembers where each cell stands. */
function rowFile(
  path: string,
  names: readonly string[],
  record: readonly string[],
  raw: string,
  first: number,
  delimiter: string,
): PositionedFile {
  const value = Object.fromEntries(
    names.flatMap((name, index) => (name === '' ? [] : [[name, record[index]?.trim() ?? '']])),
  );
  return {
    file: path,
    value,
    problemAt: (steps, expected, found = describeFound(valueAt(value, steps))) => {
      const index = names.indexOf(String(steps[0]));
      const { line, column } = index < 0 ? { line: 0, column: 1 } : placeOfCell(raw, index, delimiter);
      return { file: path, line: first + line, column, path: steps.map(String).join('.'), found, expected };
    },
  };
}

/** Where a cell begins in the text of its record: lines from 0, columns from 1. */
function placeOfCell(raw: string, index: number, delimiter: string): { line: number; column: number } {
  let quoted = false;
  let cell = 0;
  let at = 0;
  for (; at < raw.length && cell < index; at += 1) {
    if (raw[at] === '"') quoted = !quoted;
    else if (raw[at] === delimiter && !quoted) cell += 1;
  }
  const before = raw.slice(0, at);
  return { line: newlinesIn(before), column: at - before.lastIndexOf('\n') };
}

function newlinesIn(text: string): number {
  return text.split('\n').length - 1;
}
