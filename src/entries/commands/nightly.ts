import { existsSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { Day } from '../../core/facts/tool.ts';
import type { Desk } from '../../desk.ts';
import type { NightResult } from '../../flows/run-night.ts';
import { exitCodeOf, exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addCostOptions, addDeskOptions, addModelOptions, modelOption, type RunOptions } from '../options.ts';
import { findPolicy, policyOption } from '../policy.ts';
import { type AtDesk, atDesk } from '../run.ts';
import { sayNotes, sayResult } from '../say-results.ts';

interface NightlyOptions extends Omit<RunOptions, 'persona'> {
  limit: number;
  since?: string;
  feeds?: string;
  policy?: string;
  out: string;
  live?: true;
}

const usualFeeds = 'feeds.yaml';

/** `nightly`: everything from the feeds to the report, by itself. */
export function addNightly(program: Command, house: House, done: (code: number) => void): void {
  const command = program
    .command('nightly')
    .description('read the feeds, review what is new, draft comparisons, write digest and report; may be killed and run again')
    .option('--limit <n>', 'launches gathered and tools reviewed at most; the rest is left for the next night', count, 50)
    .option('--since <day>', 'only launches announced from this day on, YYYY-MM-DD', day)
    .option('--feeds <file>', `the feeds to read (default: ${usualFeeds} in the working folder, if any)`)
    .option('--out <dir>', 'folder of the documents', 'output')
    .addOption(policyOption())
    .addOption(modelOption('--live', 'ask every question by itself; answers come at once, at the full price'))
    .addOption(modelOption('--batch', 'ask Claude in batches, at half the price (the default where Claude leads)').conflicts('live'))
    .addHelpText('after', help);
  addDeskOptions(addCostOptions(addModelOptions(command))).action(async (options: NightlyOptions) =>
    done(await nightly(house, options)),
  );
}

const help = `
Fills empty seats only. A review that stands is never replaced, and nothing is done
twice: a night that was stopped goes on where it was, and one with nothing new asks
nobody. A second night at the same time says so and leaves.

The report is written to <out>/nights/<time>/. How to run it every night:
docs/nightly.md

Examples:
  ship-or-skip nightly --dry-run
  ship-or-skip nightly --max-cost 5
  ship-or-skip nightly --limit 10 --live --quiet`;

function count(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError('Write a whole number from 1 to 99999.');
  return Number(text);
}

function day(text: string): string {
  if (Day.safeParse(text).success) return text;
  throw new InvalidArgumentError('Write a day of the calendar as YYYY-MM-DD.');
}
