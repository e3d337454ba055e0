import { Argument, type Command } from 'commander';
import { type SettledAs, settledAs } from '../../core/comparison/prediction.ts';
import { exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addDeskOptions, type DeskOptions } from '../options.ts';
import { atReadingDesk } from '../run.ts';

interface ListOptions extends DeskOptions {
  due?: boolean;
  tool?: string;
  persona?: string;
}

interface SettleOptions extends DeskOptions {
  why: string;
  as?: string;
}

/** `predictions` and `predictions settle <id> <outcome>`: the ledger of what reviewers foretold. */
export function addPredictions(program: Command, house: House, done: (code: number) => void): void {
  const list = program
    .command('predictions')
    .description(
      'what the reviewers predicted, when each can be judged, what became of it, and every reviewer’s record',
    )
    .option('--due', 'only those that can be judged now')
    .option('--tool <slug>', 'only of this tool')
    .option('--persona <id>', 'only of this reviewer')
    .addHelpText(
      'after',
      '\nExamples:\n  ship-or-skip predictions --due\n  ship-or-skip predictions settle 12.1 wrong --why "it was discontinued in March"',
    );
  addDeskOptions(list).action(async (options: ListOptions) => done(await listAll(house, options)));
  const settle = list
    .command('settle')
    .argument('<id>', 'as the list shows it')
    .addArgument(new Argument('<outcome>', 'void: it can no longer be judged').choices(settledAs))
    .description('say what became of a prediction; said again, the last word counts and the others stay')
    .requiredOption('--why <text>', 'what it was judged by')
    .option('--as <name>', 'who says so (default: the user of this machine)');
  addDeskOptions(settle).action(async (id: string, outcome: SettledAs, _own: SettleOptions, command: Command) => {
    done(await settleOne(house, id, outcome, command.optsWithGlobals<SettleOptions>()));
  });
}

async function listAll(house: House, { due, tool, persona, ...options }: ListOptions): Promise<number> {
  return atReadingDesk(house, options, async (desk) => {
    const { listPredictions } = await import('../../flows/list-predictions.ts');
    const listed = await listPredictions(desk, { due, tool, persona });
    await say(house, options, listed, async () => {
      const { renderPredictions } = await import('../../pages/predictions.ts');
      return renderPredictions(listed.predictions, listed.records);
    });
    return exitCodes.done;
  });
}

async function settleOne(
  house: House,
  id: string,
  outcome: SettledAs,
  { why, as, ...options }: SettleOptions,
): Promise<number> {
  return atReadingDesk(house, options, async (desk) => {
    const { settlePrediction } = await import('../../flows/settle-prediction.ts');
    const settled = await settlePrediction(desk, { id, as: outcome, why, by: as ?? desk.editor });
    await say(house, options, settled, async () => {
      const { renderPredictions } = await import('../../pages/predictions.ts');
      return renderPredictions([settled], []);
    });
    return exitCodes.done;
  });
}

async function say(house: House, options: DeskOptions, value: object, inWords: () => Promise<string>): Promise<void> {
  const { renderJson } = await import('../../pages/json.ts');
  house.terminal.out(options.json ? renderJson(value) : await inWords());
}
