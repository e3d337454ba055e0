import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Removes the run logs of days before one (YYYY-MM-DD) and returns their names. Nothing else in the folder is touched. */
export function removeOldLogs(folder: string, before: string): string[] {
  const old = namesIn(folder).filter((name) => /^\d{4}-\d{2}-\d{2}\.jsonl$/.test(name) && name.slice(0, 10) < before);
  for (const name of old) rmSync(join(folder, name), { force: true });
  return old;
}

/** Without a folder there is no log. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
