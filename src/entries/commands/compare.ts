import type { Command } from 'commander';
import type { Published } from '../../flows/publish/publish-comparison.ts';
import { chooserOf } from '../choose-review.ts';
import { exitCodeOf } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addBatchOption, addRunOptions, type RunOptions, wishesOf } from '../options.ts';
import { atDesk } from '../run.ts';
import { sayDoubts } from '../say-doubts.ts';
import { sayOpenBatches } from '../say-open-batches.ts';
import { noteAddresses, planOf, sayPlan } from '../say-plan.ts';
import { sayAfterRun, sayMissingAnswer, sayMissingDuels, saySpent } from '../say-results.ts';

interface CompareOptions extends RunOptions {
  out: string;
  duel?: boolean;
}

/** `compare <tool> <tool> [more]`: the main job. */
export function addCompare(program: Command, house: House, done: (code: number) => void): void {
  const command = program
    .command('compare <tool> <tool> [more...]')
    .description('review two or more tools and write the comparison: page, Markdown and JSON')
    .option('--out <dir>', 'folder for the documents', 'output')
    .option('--duel', 'let every reviewer judge the two best head to head, even where the scores are clear')
    .addHelpText(
      'after',
      `
A tool is a facts file (YAML or JSON), a tool of the store by its slug, name,
alias or address, or the address of a page that was never read: then it is read
first, as add does. One product is refused twice, however it is written. Seats
that hold a current review are used as they are: a second run asks nothing, and
a run that was stopped goes on where it was.

When the scores come out too close to call, or with --duel, every reviewer judges
the two best head to head in both orders. An answer that changes with the order
is no preference.

Examples:
  ship-or-skip compare examples/claude-files-api.yaml examples/hugging-face-inference-providers.yaml
  ship-or-skip compare examples/litellm.yaml examples/openrouter.yaml --dry-run
  ship-or-skip compare litellm openrouter --max-cost 0.50
  ship-or-skip compare litellm https://lantern.example
  ship-or-skip compare litellm openrouter --batch
  ship-or-skip compare litellm openrouter --fresh --persona skeptic --note "look at the licence again"
  ship-or-skip compare litellm openrouter --json | jq .outcome`,
    );
  addBatchOption(addRunOptions(command)).action(
    async (first: string, second: string, more: string[], options: CompareOptions) => {
      done(await compare(house, [first, second, ...more], options));
    },
  );
}

async function compare(house: House, targets: string[], options: CompareOptions): Promise<number> {
  return atDesk(house, options, async (desk, opened) => {
    const { persona: personas = [], duel = false } = options;
    const order = { targets, personas, wishes: wishesOf(options), choose: chooserOf(house, options, opened), duel };
    await sayDoubts(house, options, desk, targets);
    if (options.dryRun) {
      noteAddresses(house, options, targets);
      return sayPlan(house, options, desk, planOf(order));
    }
    await sayOpenBatches(house, options, desk);
    const { compareTools } = await import('../../flows/compare/compare-tools.ts');
    const { estimateFirst } = await import('../../flows/ask/estimate-first.ts');
    const estimating = estimateFirst(desk, planOf(order), options);
    const { tools, missingDuels, missingAnswer, published } = await compareTools(estimating.desk, {
      ...order,
      out: options.out,
    });
    opened.settle();
    if (published === null)
      house.terminal.err('No seat has a review of its present dossier, so nothing was written.\n');
    else await sayComparison(house, options, published);
    sayMissingDuels(house, missingDuels);
    if (missingAnswer !== null) sayMissingAnswer(house, missingAnswer);
    sayAfterRun(house, options, opened, tools);
    await saySpent(house, options, opened, estimating);
    return exitCodeOf(tools, [...missingDuels, ...(missingAnswer === null ? [] : [missingAnswer])]);
  });
}

/** With --json stdout holds what the file holds, and the summary goes to stderr. */
async function sayComparison(
  { terminal }: House,
  { json, quiet }: CompareOptions,
  { comparison, folder }: Published,
): Promise<void> {
  if (json) {
    const { renderJson } = await import('../../pages/json.ts');
    terminal.out(renderJson(comparison));
  }
  if (quiet) return;
  const { summarise } = await import('../../pages/terminal.ts');
  const summary = summarise(comparison, {
    columns: terminal.columns,
    colour: json ? terminal.colourErr : terminal.colour,
  });
  const say = json ? terminal.err : terminal.out;
  say(`\n${summary}\n\n${folder}/index.html\n`);
}
