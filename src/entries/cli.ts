import { Command, CommanderError } from 'commander';
import { addApprove } from './commands/approve.ts';
import { addCalibrate } from './commands/calibrate.ts';
import { addCompare } from './commands/compare.ts';
import { addHistory } from './commands/history.ts';
import { addLint } from './commands/lint.ts';
import { addModels } from './commands/models.ts';
import { addPredictions } from './commands/predictions.ts';
import { addPreflight } from './commands/preflight.ts';
import { addPrompt } from './commands/prompt.ts';
import { addQuestions } from './commands/questions.ts';
import { addRegenerate } from './commands/regenerate.ts';
import { addReview } from './commands/review.ts';
import { addSetup } from './commands/setup.ts';
import { addTools } from './commands/tools.ts';
import { addVerify } from './commands/verify.ts';
import { exitCodes, judgeError } from './exit-codes.ts';
import type { House } from './house.ts';

/** Runs one command line and returns the exit code. Never throws: errors of ours are a line or two, others show their stack. */
export async function runCli(argv: readonly string[], house: House): Promise<number> {
  let code: number = exitCodes.done;
  const program = buildProgram(house, (result) => {
    code = result;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    return sayError(house, house.signal.aborted ? house.signal.reason : error, argv.includes('--verbose'));
  }
}

/** All commands with their options and help. */
export function buildProgram(house: House, done: (code: number) => void): Command {
  const { out, err } = house.terminal;
  const program = new Command('ship-or-skip')
    .description('Honest, evidence-bound, scored reviews of AI and developer tools, side by side.')
    .version(house.version)
    .exitOverride()
    .showHelpAfterError('(--help shows how)')
    .configureOutput({ writeOut: out, writeErr: err, getOutHelpWidth: () => house.terminal.columns, getErrHelpWidth: () => house.terminal.columns })
    .addHelpText('after', help);
  addCompare(program, house, done);
  addReview(program, house, done);
  addRegenerate(program, house, done);
  addHistory(program, house, done);
  addPreflight(program, house, done);
  addCalibrate(program, house, done);
  addVerify(program, house, done);
  addApprove(program, house, done);
  addPredictions(program, house, done);
  addQuestions(program, house, done);
  addLint(program, house, done);
  addPrompt(program, house, done);
  addTools(program, house, done);
  addModels(program, house, done);
  addSetup(program, house, done);
  return program;
}

const help = `
Begin:
  ship-or-skip compare examples/claude-files-api.yaml examples/hugging-face-inference-providers.yaml
                                          works without any key: recorded replies fill the example pair
  ship-or-skip doctor                     what is set, and what to do next
  ship-or-skip new my-tool                a facts file to fill in

Settings are read from the environment and .env; .env.example documents each.

Exit codes: 0 done · 1 unexpected · 2 usage, invalid input or credentials · 3 some seats missing, or problems found
            4 budget or spend limit reached · 5 providers failed, nothing produced · 130 interrupted, progress kept`;

function sayError(house: House, error: unknown, verbose: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.invalid;
  const { code, expected } = judgeError(error);
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? (error.stack ?? message) : message;
  house.terminal.err(expected && !verbose ? `${message}\n` : `${stack}\n`);
  return code;
}
