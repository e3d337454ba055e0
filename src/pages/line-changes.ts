import { diffLines } from 'diff';

/** What changed between two texts, line by line. */
export interface LineChanges {
  added: string[];
  removed: string[];
  /** Lines that changed and are not listed; null when the texts are too far apart to count. */
  more: number | null;
}

/** Lines that are listed of each kind, and characters of a line: a person reads this. */
const mostLines = 20;
const longestLine = 300;

/** Beyond so many changed lines, or so many milliseconds, the texts are simply different. */
const mostChanges = 3_000;
const patience = 2_000;

/** The lines that were added and removed, without blank ones. */
export function lineChanges(before: string, after: string): LineChanges {
  const parts = diffLines(`${before}\n`, `${after}\n`, { maxEditLength: mostChanges, timeout: patience });
  if (parts === undefined) return { added: [], removed: [], more: null };
  const linesOf = (wanted: 'added' | 'removed'): string[] =>
    parts
      .filter((part) => part[wanted])
      .flatMap(({ value }) => value.split('\n'))
      .filter((line) => line.trim() !== '')
      .map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line));
  const [added, removed] = [linesOf('added'), linesOf('removed')];
  const more = Math.max(0, added.length - mostLines) + Math.max(0, removed.length - mostLines);
  return { added: added.slice(0, mostLines), removed: removed.slice(0, mostLines), more };
}
