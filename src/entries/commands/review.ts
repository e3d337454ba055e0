import type { Command } from 'commander';
import { chooserOf } from '../choose-review.ts';
import { exitCodeOf } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addBatchOption, addRunOptions, type RunOptions, wishesOf } from '../options.ts';
import { atDesk } from '../run.ts';
import { sayDoubts } from '../say-doubts.ts';
import { sayOpenBatches } from '../say-open-batches.ts';
import { noteAddresses, planOf, sayPlan } from '../say-plan.ts';
import { sayAfterRun, sayResult, saySpent } from '../say-results.ts';

/** `review <tool> [more]`: fills the seats of tools without comparing them. */
export function addReview(program: Command, house: House, done: (code: number) => void): void {
  const command = program
    .command('review <tool> [more...]')
    .description('fill the seats of one or more tools, without a comparison')
    .addHelpText(
      'after',
      `
A tool is a facts file (YAML or JSON), a tool of the store by its slug, name,
alias or address, or the address of a page that was never read: then it is read
first, as add does.
Comparisons that hold a changed review are rendered again.

Examples:
  ship-or-skip review examples/litellm.yaml
  ship-or-skip review litellm --persona builder --persona skeptic --fresh --keep new`,
    );
  addBatchOption(addRunOptions(command)).action(async (tool: string, more: string[], options: RunOptions) => {
    done(await review(house, [tool, ...more], options));
  });
}

async function review(house: House, targets: string[], options: RunOptions): Promise<number> {
  return atDesk(house, options, async (desk, opened) => {
    const order = {
      targets,
      personas: options.persona ?? [],
      wishes: wishesOf(options),
      choose: chooserOf(house, options, opened),
    };
    await sayDoubts(house, options, desk, targets);
    if (options.dryRun) {
      noteAddresses(house, options, targets);
      return sayPlan(house, options, desk, planOf(order));
    }
    await sayOpenBatches(house, options, desk);
    const { reviewTools } = await import('../../flows/ask/review-tools.ts');
    const { republishChanged } = await import('../../flows/publish/republish.ts');
    const { estimateFirst } = await import('../../flows/ask/estimate-first.ts');
    const estimating = estimateFirst(desk, planOf(order), options);
    const tools = await reviewTools(estimating.desk, order);
    const published = await republishChanged(desk, tools, null);
    opened.settle();
    if (options.json || !options.quiet) {
      const { describeTool } = await import('../../flows/gather/describe-tool.ts');
      const records = await Promise.all(tools.map(({ dossier }) => describeTool(desk, dossier)));
      const { summariseTool } = await import('../../pages/terminal.ts');
      const inWords = () => records.map((record) => `\n${summariseTool(record, house.terminal)}\n`).join('');
      await sayResult(house, options, records, inWords);
    }
    if (!options.quiet) for (const { folder } of published) house.terminal.err(`rendered again: ${folder}\n`);
    sayAfterRun(house, options, opened, tools);
    await saySpent(house, options, opened, estimating);
    return exitCodeOf(tools);
  });
}
