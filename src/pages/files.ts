import { oneLine, padTo, widthOf } from './terminal-text.ts';

/** A document at a service, as it is shown. */
export interface ShownFile {
  id: string;
  tool: string;
  bytes: number;
  uploadedAt: string;
  expiresAt: string | null;
  /** `needed`, `not needed`, `deleted` or what else is to be said of it. */
  state: string;
  because: string;
}

/** Documents at a service, a line each. */
export function renderFiles(files: readonly ShownFile[]): string {
  const cells = files.map(({ id, tool, bytes, uploadedAt, expiresAt, state, because }) => [
    oneLine(id),
    oneLine(tool),
    `${bytes.toLocaleString('en')} bytes`,
    `uploaded ${uploadedAt.slice(0, 10)}`,
    expiresAt === null ? 'never expires' : `expires ${expiresAt.slice(0, 10)}`,
    `${state}: ${oneLine(because)}`,
  ]);
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => widthOf(row[column] ?? ''))));
  const lines = cells.map((row) => row.map((cell, column) => padTo(cell, widths[column] ?? 0)).join('  '));
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}
