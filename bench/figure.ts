/** One line of the table. */
export interface Figure {
  what: string;
  /** What was measured, with its unit. */
  ours: string;
  /** What it is held against, measured in the same run. */
  against: string;
  /** The one divided by the other; null where the two are counts. */
  ratio: number | null;
  /** What the ratio should not exceed, or the count should reach. */
  mark: string;
}

/** Milliseconds as seconds a person reads. */
export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}

export function dollars(amount: number): string {
  return `$${amount.toFixed(4)}`;
}

/** The lines as a Markdown table that lines up in a terminal too. */
export function renderTable(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, ours, against, ratio, mark }) => [
    what,
    ours,
    against,
    ratio === null ? '' : ratio.toFixed(3),
    mark,
  ]);
  const head = ['figure', 'ours', 'held against', 'ratio', 'mark'];
  const widths = head.map((name, column) =>
    Math.max(...[name, ...rows.map((row) => row[column] ?? '')].map((cell) => cell.length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
