/** One thing wrong with a file, in words a person can act on. */
export interface FileProblem {
  file: string;
  /** From 1. */
  line: number;
  /** From 1, in UTF-16 units. */
  column: number;
  /** Where in the structure: `sources[1].title`; empty for the file as a whole. */
  path: string;
  found: string;
  expected: string;
}

/** Raised for a file a person wrote that cannot be used. Holds every problem at once, in the order of the file; the message has a line for each. */
export class InvalidFile extends Error {
  override name = 'InvalidFile';
  readonly problems: readonly FileProblem[];
  constructor(problems: readonly FileProblem[]) {
    const distinct = [...new Map(problems.map((problem) => [lineOf(problem), problem])).values()];
    const ordered = distinct.toSorted(
      (a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.path, b.path),
    );
    super(ordered.map(lineOf).join('\n'));
    this.problems = ordered;
  }
}

/** A value as an error shows it: short, on one line, harmless to a terminal. */
export function describeFound(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return value === '' ? 'an empty text' : `"${shown(value)}"`;
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  return typeof value === 'object' ? 'a mapping' : `${value}, a ${typeof value}`;
}

/** A text cut to 60 characters, with control and other invisible characters written as code points. */
export function shown(text: string): string {
  const characters = [...text.slice(0, 200)];
  const cut = characters
    .slice(0, 60)
    .join('')
    .replaceAll(/[\p{C}\u2028\u2029]/gu, (character) => {
      return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
    });
  return characters.length > 60 ? `${cut}…` : cut;
}

function lineOf({ file, line, column, path, found, expected }: FileProblem): string {
  const where = path === '' ? '' : ` ${path}:`;
  return `${shownPath(file)}:${line}:${column}:${where} found ${found}, expected ${expected}`;
}

function shownPath(path: string): string {
  return path.replaceAll(/[\p{C}\u2028\u2029]/gu, '?');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
