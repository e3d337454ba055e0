import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../providers/folder.ts';

/**
 * Writes documents into a folder. Each file appears whole or not at all: it is written beside its place and renamed.
 * A file that already holds the text is left alone. Two programs may write the same documents at once.
 */
export async function writeDocuments(folder: string, documents: Readonly<Record<string, string>>): Promise<void> {
  makeFolder(folder);
  for (const [name, text] of Object.entries(documents)) {
    const place = join(folder, name);
    if ((await readFile(place, 'utf8').catch(() => null)) === text) continue;
    const draft = join(folder, `.${name}.${randomUUID()}.draft`);
    try {
      await writeFile(draft, text);
      await rename(draft, place);
    } finally {
      await rm(draft, { force: true });
    }
  }
}
