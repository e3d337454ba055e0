import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Recording } from '../core/asking/recording.ts';
import { readPositionedFile } from './positioned-file.ts';
import { requireShape } from './schema-problems.ts';

/**
 * Reads the recorded replies of a folder, by file name.
 * @throws InvalidFile for a file that is not a recording.
 */
export async function readRecordings(folder: string): Promise<Recording[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort();
  return Promise.all(files.map(async (file) => requireShape(await readPositionedFile(join(folder, file)), Recording)));
}
