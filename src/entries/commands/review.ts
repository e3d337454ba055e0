import type { Command } from 'commander';
import { exitCodeOf } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addRunOptions, type RunOptions, wishesOf } from '../options.ts';
import { atDesk, chooserOf, sayNotes } from '../run.ts';
import { sayPlan } from '../say-plan.ts';
import { sayMissing, sayUndecided } from '../say-results.ts';

/** `review <tool> [more]`: fills the seats of tools without comparing them. */
export function addReview(program: Command, house: House, done: (code: number) => void): void {
  const command = program
    .command('review <tool> [more...]')
    .description('fill the seats of one or more tools, without a comparison')
    .addHelpText('after', '\nExamples:\n  ship-or-skip review examples/litellm.yaml\n  ship-or-skip review litellm --persona builder --persona skeptic --fresh --keep new');
  addRunOptions(command).action(async (tool: string, more: string[], options: RunOptions) => {
    done(await review(house, [tool, ...more], options));
  });
}

async function review(house: House, targets: string[], options: RunOptions): Promise<number> {
  const order = { targets, personas: options.persona ?? [], wishes: wishesOf(options), choose: chooserOf(house, options) };
  return atDesk(house, options, async (desk, opened) => {
    if (options.dryRun) return sayPlan(house, options, desk, order);
    const { reviewTools } = await import('../../flows/review-tools.ts');
    const { republishChanged } = await import('../../flows/republish.ts');
    const { describeTool } = await import('../../flows/describe-tool.ts');
    const tools = await reviewTools(desk, order);
    const published = await republishChanged(desk, tools, null);
    const records = await Promise.all(tools.map(({ dossier }) => describeTool(desk, dossier)));
    if (options.json) {
      const { renderJson } = await import('../../pages/json.ts');
      house.terminal.out(renderJson(records));
    } else if (!options.quiet) {
      const { summariseTool } = await import('../../pages/terminal.ts');
      for (const record of records) house.terminal.out(`\n${summariseTool(record, house.terminal)}\n`);
    }
    if (!options.quiet) for (const { folder } of published) house.terminal.err(`rendered again: ${folder}\n`);
    sayNotes(house, options, opened);
    sayMissing(house, tools);
    sayUndecided(house, tools);
    return exitCodeOf(tools);
  });
}
