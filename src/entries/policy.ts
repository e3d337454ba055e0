import { existsSync } from 'node:fs';
import { Option } from 'commander';
import type { Policy } from '../core/comparison/policy.ts';

const usualFile = 'policy.yaml';

export function policyOption(): Option {
  return new Option('--policy <file>', `what may publish itself (default: ${usualFile} in the working folder, if any)`);
}

/** The policy that holds here: the file named, else the one in the working folder, else null. @throws InvalidFile */
export async function findPolicy(named: string | undefined): Promise<Policy | null> {
  const file = named ?? (existsSync(usualFile) ? usualFile : null);
  if (file === null) return null;
  const { readPolicy } = await import('../sources/policy-file.ts');
  return readPolicy(file);
}
