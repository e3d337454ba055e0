import { type Command, InvalidArgumentError, Option } from 'commander';
import type { SeatWishes } from '../flows/prepare-seat.ts';
import type { Overrides } from './house.ts';

/** Options every command that opens the store understands. */
export interface DeskOptions {
  database?: string;
  personas?: string;
  prompts?: string;
  templates?: string;
  json?: boolean;
  quiet?: boolean;
  verbose?: boolean;
}

/** Options of commands that may ask a model. */
export interface RunOptions extends DeskOptions {
  persona?: string[];
  lead?: string;
  ballot?: string[];
  fallback?: string;
  out?: string;
  fresh?: boolean;
  note?: string;
  keep?: 'new' | 'old';
  maxCost?: number;
  dryRun?: boolean;
  repeat?: number | 'auto';
}

export function addDeskOptions(command: Command): Command {
  return command
    .option('--database <file>', 'where everything is remembered (default: SHIP_OR_SKIP_DATABASE or ship-or-skip.sqlite)')
    .option('--personas <dir>', 'use the personas and panel.yaml in this folder')
    .option('--prompts <dir>', 'use the prompt templates in this folder')
    .option('--templates <dir>', 'use the page templates in this folder')
    .option('--json', 'print the result as JSON on stdout; everything else goes to stderr')
    .option('--quiet', 'say only what went wrong')
    .option('--verbose', 'say more: each stage of every seat, stacks of errors');
}

export function addModelOptions(command: Command): Command {
  return command
    .option('--lead <model>', 'who writes the reviews: claude:<id>, hugging-face:<owner/model>[:cheapest|:fastest|:<provider>] or endpoint:<model>')
    .option('--ballot <model>', 'another juror for the same checklist; repeatable; none for no ballots', collect)
    .option('--fallback <model>', 'who writes a review when the lead gives no answer; the byline and the page say who did');
}

export function addRunOptions(command: Command): Command {
  return addModelOptions(addDeskOptions(command))
    .option('--persona <id>', 'only this reviewer; repeatable', collect)
    .option('--fresh', 'ask again even where a current review stands')
    .option('--note <text>', 'a word from the editor to the reviewers; asks again')
    .addOption(new Option('--keep <which>', 'when a new review meets a standing one: which to keep, without asking').choices(['new', 'old']))
    .option('--repeat <n>', 'let the lead answer each checklist 1 to 5 times in all, to measure how far its score moves; auto: until that is known within 3 points', runs)
    .option('--max-cost <usd>', 'stop before a call that could bring this run above so many US dollars', dollars)
    .option('--dry-run', 'show which calls would be made and what they would cost; send nothing');
}

/** What the options say over the settings. */
export function overridesOf(options: RunOptions): Overrides {
  const { database, lead, ballot, personas, prompts, templates, maxCost } = options;
  return { database, lead, ballots: ballot, personas, prompts, templates, maxCost };
}

export function wishesOf(options: RunOptions): SeatWishes {
  const { fresh = false, note = null, lead, repeat = 1 } = options;
  return { fresh, note, leadNamed: lead !== undefined, repeat };
}

/** Times a checklist is answered by its lead. */
function runs(text: string): number | 'auto' {
  if (text === 'auto') return text;
  if (!/^[1-5]$/.test(text)) throw new InvalidArgumentError('Write a number from 1 to 5, or auto.');
  return Number(text);
}

export function collect(value: string, previous: string[] = []): string[] {
  return [...previous, value];
}

export function dollars(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError('Write US dollars as a number, for example 0.50.');
  return Number(text);
}
