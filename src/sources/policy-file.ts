import { Policy } from '../core/comparison/policy.ts';
import { readPositionedFile } from './positioned-file.ts';
import { requireShape } from './schema-problems.ts';

/** Reads what may publish itself. @throws InvalidFile with every problem and its place. */
export async function readPolicy(path: string): Promise<Policy> {
  return requireShape(await readPositionedFile(path), Policy);
}
