import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './folder.ts';

/**
 * Appends entries as JSON lines to `<folder>/<day>.jsonl`. Folder and file are made with the first entry. Written at once:
 * a killed run leaves whole lines. A log that cannot be written is told once and stops no run.
 */
export function logFile(folder: string, complain: (message: string) => void): (entry: { at: string }) => void {
  let usable = true;
  let made = false;
  return (entry) => {
    if (!usable) return;
    try {
      if (!made) makeFolder(folder);
      made = true;
      appendFileSync(join(folder, `${entry.at.slice(0, 10)}.jsonl`), `${JSON.stringify(entry)}\n`);
    } catch (error) {
      usable = false;
      complain(
        `The run log in ${folder} cannot be written (${error instanceof Error ? error.message : String(error)}).`,
      );
    }
  };
}
