import { existsSync } from 'node:fs';
import { constants, copyFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Feed, FeedsFile } from '../../core/launches/feed.ts';
import { FileExists } from '../facts-template.ts';
import { type FileProblem, InvalidFile } from '../invalid-file.ts';
import { readPositionedFile } from '../positioned-file.ts';
import { checkAgainst } from '../schema-problems.ts';

/** Bytes of feeds.yaml. */
const largest = 500_000;

/** Reads `feeds.yaml`; files it names become paths seen from its own folder. @throws InvalidFile with every problem */
export async function readFeedsFile(path: string): Promise<Feed[]> {
  if (!existsSync(path)) throw new InvalidFile([noFile(path)]);
  const { value, problems } = checkAgainst(await readPositionedFile(path, largest), FeedsFile);
  if (value === null) throw new InvalidFile(problems.map(withoutSecret));
  const folder = dirname(path);
  return value.feeds.map((feed) => (feed.file === undefined ? feed : { ...feed, file: resolve(folder, feed.file) }));
}

/** Writes the commented example as a first feeds file. @throws FileExists */
export async function writeFeedsTemplate(path: string): Promise<void> {
  const example = resolve(import.meta.dirname, '../../../examples/feeds.yaml');
  try {
    await copyFile(example, path, constants.COPYFILE_EXCL);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    throw new FileExists(`${path} is already there. Edit it, or name another file.`);
  }
}

function noFile(file: string): FileProblem {
  const expected = 'a list of feeds (`ship-or-skip launches init` writes a first one)';
  return { file, line: 1, column: 1, path: '', found: 'no such file', expected };
}

/** An address that was refused for the secret in it is not repeated. */
function withoutSecret(problem: FileProblem): FileProblem {
  const isSecret = /\.url$/.test(problem.path) && / without a (?:user name|token)/.test(problem.expected);
  return isSecret ? { ...problem, found: 'an address with a secret in it' } : problem;
}
