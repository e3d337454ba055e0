import { styleText } from 'node:util';
import { Command, InvalidArgumentError } from 'commander';
import { addAdd } from './commands/add.ts';
import { addApprove } from './commands/approve.ts';
import { addBackup } from './commands/backup.ts';
import { addBatches } from './commands/batches.ts';
import { addCalibrate } from './commands/calibrate.ts';
import { addCompare } from './commands/compare.ts';
import { addCosts } from './commands/costs.ts';
import { addDigest } from './commands/digest.ts';
import { addFiles } from './commands/files.ts';
import { addHistory } from './commands/history.ts';
import { addImport } from './commands/import.ts';
import { addLaunches } from './commands/launches.ts';
import { addLint } from './commands/lint.ts';
import { addMerge } from './commands/merge.ts';
import { addModels } from './commands/models.ts';
import { addNightly } from './commands/nightly.ts';
import { addPredictions } from './commands/predictions.ts';
import { addPrompt } from './commands/prompt.ts';
import { addQuestions } from './commands/questions.ts';
import { addRegenerate } from './commands/regenerate.ts';
import { addReleases } from './commands/releases.ts';
import { addReview } from './commands/review.ts';
import { addSetup } from './commands/setup.ts';
import { addSources } from './commands/sources.ts';
import { addTools } from './commands/tools.ts';
import { addVerify } from './commands/verify.ts';
import { exitCodes } from './exit-codes.ts';
import type { House } from './house.ts';
import { databaseOption } from './options.ts';
import { sayError } from './say-error.ts';

/** Runs one command line and returns the exit code. Never throws: errors of ours are a line or two, others show their stack. */
export async function runCli(argv: readonly string[], house: House): Promise<number> {
  if (argv.length === 0) {
    house.terminal.out(start);
    return exitCodes.done;
  }
  let code: number = exitCodes.done;
  const program = buildProgram(house, (result) => {
    code = result;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    return sayError(house, error, argv.includes('--verbose'));
  }
}

/** All commands with their options and help. */
export function buildProgram(house: House, done: (code: number) => void): Command {
  const program = new Command('ship-or-skip')
    .description('Honest, evidence-bound, scored reviews of AI and developer tools, side by side.')
    .version(house.version)
    .exitOverride()
    .showHelpAfterError('(--help shows how)')
    .addHelpText('after', help);
  fitTerminal(program, house);
  addCommands(program, house, done);
  takeDatabaseEverywhere(program);
  refuseEmptyValues(program);
  return program;
}

function addCommands(program: Command, house: House, done: (code: number) => void): void {
  program.commandsGroup('Review and compare:');
  addCompare(program, house, done);
  addReview(program, house, done);
  addRegenerate(program, house, done);
  addApprove(program, house, done);
  program.commandsGroup('Publish:');
  addNightly(program, house, done);
  addReleases(program, house, done);
  addDigest(program, house, done);
  program.commandsGroup('Find what is new:');
  addLaunches(program, house, done);
  program.commandsGroup('Gather:');
  addAdd(program, house, done);
  addImport(program, house, done);
  addSources(program, house, done);
  program.commandsGroup('Look before you spend:');
  addPrompt(program, house, done);
  addModels(program, house, done);
  program.commandsGroup('Look again:');
  addHistory(program, house, done);
  addVerify(program, house, done);
  addLint(program, house, done);
  addPredictions(program, house, done);
  addCalibrate(program, house, done);
  addCosts(program, house, done);
  addBatches(program, house, done);
  program.commandsGroup('Ask the maker:');
  addQuestions(program, house, done);
  program.commandsGroup('Set up and look around:');
  addTools(program, house, done);
  addMerge(program, house, done);
  addFiles(program, house, done);
  addSetup(program, house, done);
  addBackup(program, house, done);
  program.helpCommand('help [command]', 'the help of a command');
}

/** Lines as wide as the terminal, but no wider than one reads with ease. */
function fitTerminal(program: Command, { terminal }: House): void {
  const width = () => Math.min(terminal.columns, 110);
  program
    .configureOutput({
      writeOut: terminal.out,
      writeErr: terminal.err,
      getOutHelpWidth: width,
      getErrHelpWidth: width,
      getOutHasColors: () => terminal.colour,
      getErrHasColors: () => terminal.colourErr,
    })
    .configureHelp({
      minWidthToWrap: 20,
      styleTitle: (title) => styleText('bold', title, { validateStream: false }),
      subcommandTerm: (command) => `${command.name()} ${command.usage().replace(/^\[options\] ?/, '')}`,
    });
}

/** A script may say `--database` to every command, also to one that opens none. */
function takeDatabaseEverywhere(program: Command): void {
  for (const command of program.commands) {
    const takes = command.options.some((option) => option.long === '--database');
    if (!takes) command.addOption(databaseOption().hideHelp());
  }
}

/** A script whose variable is not set writes `--note ""`. That is never meant, and some of it would be paid for. */
function refuseEmptyValues(command: Command): void {
  for (const option of command.options.filter(({ required, optional }) => required || optional)) {
    const read = option.parseArg ?? ((value: string) => value);
    option.argParser<unknown>((value, previous) => {
      if (value.trim() === '') throw new InvalidArgumentError('It is empty. Give it a value, or leave the option out.');
      return read(value, previous);
    });
  }
  for (const below of command.commands) refuseEmptyValues(below);
}

/** What the bare command prints: enough to begin, no line over 60 columns. */
const start = `Honest, scored reviews of AI and developer tools.

See it work, without a key:
  ship-or-skip compare examples/claude-files-api.yaml \\
    examples/hugging-face-inference-providers.yaml

Every day:
  add <url>                read a product’s pages for facts
  compare <tool> <tool>    review both, write the comparison
  review <tool>            review one tool
  regenerate <tool> <persona>
                           ask one reviewer again
  approve <tool>           say that a person has read it
  inbox                    what waits for a person
  publish                  show comparisons to readers
  doctor                   what is set, and what to do next

ship-or-skip --help              every command
ship-or-skip <command> --help    its options, with examples
`;

const help = `
Begin:
  ship-or-skip compare examples/claude-files-api.yaml examples/hugging-face-inference-providers.yaml
                                          works without any key: recorded replies fill the example pair
  ship-or-skip doctor                     what is set, and what to do next
  ship-or-skip new my-tool                a facts file to fill in

\`ship-or-skip <command> --help\` shows options and examples of a command. Settings
are read from the environment and .env; .env.example documents each.

Exit codes:
    0  done; an unscored seat is done
    1  unexpected: a fault of the program
    2  wrong usage or input, missing or refused credentials
    3  some seats are missing or could not be asked afresh, or problems were found
    4  the budget, a spend limit or missing credit ended it
    5  providers failed and nothing was produced
  130  interrupted; what was answered is kept`;
