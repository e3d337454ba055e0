import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EvidenceFile } from '../../core/audit/evidence-file.ts';
import { type Verification, verifyComparison } from '../../core/audit/verify.ts';
import { InvalidFile } from '../../sources/invalid-file.ts';
import { type PositionedFile, readPositionedFile } from '../../sources/positioned-file.ts';
import { requireShape } from '../../sources/schema-problems.ts';

/** Bytes of a file that is verified. */
const largest = 64_000_000;

/**
 * Verifies a `comparison.json` (or the one in a folder) against the evidence beside it, or in another file. Needs
 * neither key nor store nor network.
 * @throws InvalidFile when one of the two files cannot be read, or is no comparison or evidence.
 */
export async function verifyFile(path: string, evidencePath: string | undefined): Promise<Verification> {
  const file = statSync(path, { throwIfNoEntry: false })?.isDirectory() ? join(path, 'comparison.json') : path;
  const comparison = requireComparison(await readPositionedFile(file, largest));
  const beside = evidencePath ?? join(dirname(file), 'evidence.json');
  if (!existsSync(beside)) {
    const expected = 'the evidence written with the comparison; name its place with --evidence';
    throw new InvalidFile([{ file: beside, line: 1, column: 1, path: '', found: 'no such file', expected }]);
  }
  const written = await readPositionedFile(beside, largest);
  const evidence = requireShape(written, EvidenceFile);
  return verifyComparison(comparison, Object(written.value), evidence);
}

/** Only what no comparison lacks: everything else is held against the evidence, value by value. */
function requireComparison(file: PositionedFile): object {
  const { value } = file;
  if (typeof value === 'object' && value !== null && 'tools' in value && 'outcome' in value) return value;
  throw new InvalidFile([file.problemAt([], 'a comparison.json')]);
}
