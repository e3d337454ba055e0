import { mkdirSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * Makes a folder and those above it, level by level: in some file systems (`/proc`) the recursive call of the system’s
 * library never returns. A folder that is there is left alone. Returns the levels that were made, the deepest last.
 * @throws the system’s error, which names the level that could not be made.
 */
export function makeFolder(folder: string): string[] {
  const place = resolve(folder);
  if (isFolder(place)) return [];
  const above = dirname(place);
  const made = above === place ? [] : makeFolder(above);
  try {
    mkdirSync(place);
    return [...made, place];
  } catch (error) {
    // Somebody else may have made it meanwhile.
    if (!isFolder(place)) throw error;
    return made;
  }
}

/** Finds out whether a folder can be made and written to, by doing it; nothing is left behind. @throws the system’s error */
export function probeFolder(folder: string): void {
  const made = makeFolder(folder);
  const probe = join(folder, `.probe-${process.pid}`);
  writeFileSync(probe, '');
  rmSync(probe);
  try {
    for (const level of made.reverse()) rmdirSync(level);
  } catch {
    // Another run has written into it meanwhile: then it stays.
  }
}

function isFolder(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
