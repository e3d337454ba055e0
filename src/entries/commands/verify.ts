import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';

interface VerifyOptions {
  evidence?: string;
  json?: boolean;
}

/** `verify <comparison.json>`: for any reader; opens no store, needs no key and no network. */
export function addVerify(program: Command, house: House, done: (code: number) => void): void {
  program
    .command('verify <comparison>')
    .description(
      'compute a comparison.json again from the evidence.json beside it, and name every value that does not follow',
    )
    .option('--evidence <file>', 'the evidence, when it is not beside the comparison')
    .option('--json', 'print the result as JSON on stdout')
    .addHelpText(
      'after',
      `
Checked: content hashes, dossier keys, every quote against its source, that each yes or no rests on a quote, votes, sums,
verdicts, the outcome, bylines. Exit code 3 when anything does not follow, 2 when a file cannot be read.

Example:
  ship-or-skip verify output/claude-files-api-vs-hugging-face-inference-providers/comparison.json`,
    )
    .action(async (comparison: string, options: VerifyOptions) => {
      done(await verify(house, comparison, options));
    });
}

async function verify(house: House, comparison: string, options: VerifyOptions): Promise<number> {
  const { verifyFile } = await import('../../flows/compare/verify-comparison.ts');
  const verification = await verifyFile(comparison, options.evidence);
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
