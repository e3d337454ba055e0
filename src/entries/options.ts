import { type Command, InvalidArgumentError, Option } from 'commander';
import type { SeatWishes } from '../flows/ask/prepare-seat.ts';
import { InvalidSettings } from './choose-models.ts';
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

/** Who answers. */
interface ModelOptions {
  lead?: string;
  ballot?: string[];
  fallback?: string;
}

/** Options of commands that may ask a model. */
export interface RunOptions extends DeskOptions, ModelOptions {
  persona?: string[];
  out?: string;
  fresh?: boolean;
  note?: string;
  keep?: 'new' | 'old';
  maxCost?: number;
  /** US dollars of it that were spent before; no option of a command line. */
  spent?: number;
  dryRun?: boolean;
  batch?: boolean | 'if-possible';
  repeat?: number | 'auto';
}

export function addDeskOptions(command: Command): Command {
  return command
    .addOption(databaseOption())
    .addOption(fileOption('--personas <dir>', 'use the personas and panel.yaml in this folder'))
    .addOption(fileOption('--prompts <dir>', 'use the prompt templates in this folder'))
    .addOption(fileOption('--templates <dir>', 'use the page templates in this folder'))
    .addOption(outputOption('--json', 'print the result as JSON on stdout; everything else goes to stderr'))
    .addOption(outputOption('--quiet', 'say only what went wrong'))
    .addOption(outputOption('--verbose', 'say more: each stage of every seat, stacks of errors'));
}

export function databaseOption(): Option {
  return fileOption(
    '--database <file>',
    'where everything is remembered (default: SHIP_OR_SKIP_DATABASE, else ship-or-skip.sqlite)',
  );
}

function fileOption(flags: string, description: string): Option {
  return new Option(flags, description).helpGroup('Files:');
}

function outputOption(flags: string, description: string): Option {
  return new Option(flags, description).helpGroup('What is printed:');
}

export function addModelOptions(command: Command): Command {
  return command
    .addOption(leadOption())
    .addOption(
      modelOption(
        '--ballot <model>',
        'another juror for the same checklist; repeatable; none for no ballots',
      ).argParser(collect),
    )
    .addOption(
      modelOption(
        '--fallback <model>',
        'who writes a review when the lead gives no answer; the byline and the page say who did',
      ),
    );
}

export function leadOption(): Option {
  return modelOption(
    '--lead <model>',
    'who writes the reviews: claude:<id>, endpoint:<model>, or hugging-face:<owner/model> with :cheapest, :fastest or :<provider> behind it',
  );
}

export function modelOption(flags: string, description: string): Option {
  return new Option(flags, description).helpGroup('Models and money:');
}

/** What a run may cost. */
export function addCostOptions(command: Command): Command {
  return command
    .addOption(
      modelOption(
        '--max-cost <usd>',
        'stop before a call that could bring this run above so many US dollars',
      ).argParser(dollars),
    )
    .addOption(
      modelOption(
        '--dry-run',
        'show which calls would be made and what they would cost, and ask nothing; with its key set, Claude counts the tokens',
      ),
    );
}

export function addRunOptions(command: Command): Command {
  command
    .option('--persona <id>', 'only this reviewer; repeatable', collect)
    .option('--fresh', 'ask again even where a current review stands')
    .addOption(noteOption('a word from the editor to the reviewers; asks again'))
    .addOption(keepOption('when a new review meets a standing one: which to keep, without asking'))
    .option(
      '--repeat <n>',
      'let the lead answer each checklist 1 to 5 times in all, to measure how far its score moves; auto: until that is known within 3 points',
      runs,
    );
  return addDeskOptions(addCostOptions(addModelOptions(command)));
}

/** Whether questions go into batches. */
export function addBatchOption(command: Command): Command {
  return command.addOption(
    modelOption(
      '--batch',
      'ask Claude in batches, at half price: answers may take up to 24 hours; a run that was stopped picks its batch up again',
    ),
  );
}

export function noteOption(description: string): Option {
  return new Option('--note <text>', `${description}; at most ${longestNote} characters`).argParser(note);
}

/** Characters. It goes into every prompt, and readers see it beside the review. */
const longestNote = 2_000;

function note(text: string): string {
  // InvalidArgumentError would repeat the whole text.
  if (text.length > longestNote)
    throw new InvalidSettings(
      `--note is ${text.length} characters long, and may be ${longestNote} at most.\nSay it shorter; what is a fact belongs into the facts file, as a source.`,
    );
  return text;
}

export function keepOption(description: string): Option {
  return new Option('--keep <which>', description).choices(['new', 'old']);
}

/** What the options say over the settings. */
export function overridesOf(options: Omit<RunOptions, 'persona'>): Overrides {
  const { database, lead, ballot, fallback, personas, prompts, templates, maxCost, out, batch, dryRun, spent } =
    options;
  const models = { lead, ballots: ballot, fallback };
  const files = { database, personas, prompts, templates, out };
  return { ...files, ...models, maxCost, spent, batch, asksNobody: dryRun, plans: dryRun };
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

/** Values of an option that may be given again, or with commas between them. */
export function collect(value: string, previous: string[] = []): string[] {
  const values = value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (values.length === 0) throw new InvalidArgumentError('It names nothing.');
  return [...previous, ...values];
}

export function dollars(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError('Write US dollars as a number, for example 0.50.');
  return Number(text);
}

/** A day of the calendar, YYYY-MM-DD, as it is written. Told without the schema of facts, which `--help` would have to load. */
export function day(text: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text)
    throw new InvalidArgumentError('Write a day of the calendar as YYYY-MM-DD, for example 2026-11-01.');
  return text;
}
