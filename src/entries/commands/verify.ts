import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';

interface VerifyOptions {
  out: string;
  evidence?: string;
  json?: boolean;
}

/** `verify <comparison>`: a slug, a folder or a comparison.json; for any reader; opens no store, needs no key and no network. */
export function addVerify(program: Command, house: House, done: (code: number) => void): void {
  program
    .command('verify <comparison>')
    .description(
      'compute a comparison.json again from the evidence.json beside it, and name every value that does not follow',
    )
    .option('--out <dir>', 'folder of the documents, for a slug', 'output')
    .option('--evidence <file>', 'the evidence, when it is not beside the comparison')
    .option('--json', 'print the result as JSON on stdout')
    .addHelpText(
      'after',
      `
Checked: content hashes, dossier keys, every quote against its source, that each yes or no rests on a quote, votes, sums,
verdicts, the outcome, bylines. Exit code 3 when anything does not follow, 2 when a file cannot be read.

Examples:
  ship-or-skip verify claude-files-api-vs-hugging-face-inference-providers
  ship-or-skip verify downloads/comparison.json`,
    )
    .action(async (comparison: string, options: VerifyOptions) => {
      done(await verify(house, comparison, options));
    });
}

async function verify(house: House, comparison: string, options: VerifyOptions): Promise<number> {
  const { verifyFile } = await import('../../flows/compare/verify-comparison.ts');
  const written = join(options.out, comparison);
  const path = existsSync(comparison) || !existsSync(written) ? comparison : written;
  const verification = await verifyFile(path, options.evidence);
  const follows = verification.faults.length === 0;
  if (options.json) {
    const { renderJson } = await import('../../pages/json.ts');
    house.terminal.out(renderJson({ follows, ...verification }));
  } else {
    const { renderVerification } = await import('../../pages/verification.ts');
    house.terminal.out(renderVerification(verification));
  }
  return follows ? exitCodes.done : exitCodes.incomplete;
}
