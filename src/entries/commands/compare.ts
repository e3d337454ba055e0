import type { Command } from 'commander';
import { exitCodeOf } from '../exit-codes.ts';
import type { House, OpenedDesk } from '../house.ts';
import { addRunOptions, type RunOptions, wishesOf } from '../options.ts';
import { atDesk, chooserOf, sayNotes } from '../run.ts';
import { sayPlan } from '../say-plan.ts';
import { sayMissing, sayMissingDuels, sayUndecided } from '../say-results.ts';

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
    .option('--duel', 'let every reviewer judge the two best head to head, in both orders, even where the scores are clear')
    .addHelpText(
      'after',
      `
A tool is a facts file (YAML or JSON) or the slug of a tool already in the store. Seats that hold a current review are
used as they are, so a second run asks nothing. When the scores come out too close to call, or with --duel, every reviewer
judges the two best head to head in both orders; an answer that changes with the order is no preference.

Examples:
  ship-or-skip compare examples/claude-files-api.yaml examples/hugging-face-inference-providers.yaml
  ship-or-skip compare examples/litellm.yaml examples/openrouter.yaml --dry-run
  ship-or-skip compare litellm openrouter --fresh --persona skeptic --note "look at the licence again"
  ship-or-skip compare litellm openrouter --json | jq .outcome`,
    );
  addRunOptions(command).action(async (first: string, second: string, more: string[], options: CompareOptions) => {
    done(await compare(house, [first, second, ...more], options));
  });
}

async function compare(house: House, targets: string[], options: CompareOptions): Promise<number> {
  const { persona: personas = [], out, duel = false } = options;
  const order = { targets, personas, wishes: wishesOf(options), choose: chooserOf(house, options), out, duel };
  return atDesk(house, options, async (desk, opened) => {
    if (options.dryRun) return sayPlan(house, options, desk, order);
    const { compareTools } = await import('../../flows/compare-tools.ts');
    const { tools, missingDuels, published } = await compareTools(desk, order);
    if (published === null) {
      house.terminal.err('No seat has a review, so nothing was written.\n');
    } else {
      const { renderJson } = await import('../../pages/json.ts');
      const { summarise } = await import('../../pages/terminal.ts');
      const { columns, colour } = house.terminal;
      const say = options.json ? house.terminal.err : house.terminal.out;
      if (options.json) house.terminal.out(renderJson(published.comparison));
      if (!options.quiet) say(`\n${summarise(published.comparison, { columns, colour })}\n\n${published.folder}/index.html\n`);
    }
    sayNotes(house, options, opened);
    sayMissing(house, tools);
    sayMissingDuels(house, missingDuels);
    sayUndecided(house, tools);
    saySpent(house, options, opened);
    return exitCodeOf(tools);
  });
}

function saySpent(house: House, options: RunOptions, opened: OpenedDesk): void {
  const spent = opened.spent();
  if (options.quiet || spent === 0) return;
  house.terminal.err(spent === null ? 'spent: unknown, a model has no known price\n' : `spent: $${spent.toFixed(4)}\n`);
}
