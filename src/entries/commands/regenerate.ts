import type { Command } from 'commander';
import { Option } from 'commander';
import { exitCodeOf, exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addDeskOptions, addModelOptions, type RunOptions } from '../options.ts';
import { atDesk, chooserOf } from '../run.ts';
import { sayMissing, sayUndecided } from '../say-results.ts';

/** `regenerate <tool> <persona>`: the reviewer’s job. */
export function addRegenerate(program: Command, house: House, done: (code: number) => void): void {
  const command = program
    .command('regenerate <tool> <persona>')
    .description('ask one seat again, see old and new side by side, and keep one')
    .option('--note <text>', 'a word from the editor to the reviewer')
    .addOption(new Option('--keep <which>', 'keep without asking; a candidate that waits already is decided without a call').choices(['new', 'old']))
    .addHelpText('after', '\nExamples:\n  ship-or-skip regenerate litellm skeptic\n  ship-or-skip regenerate litellm skeptic --note "the licence changed" --keep new');
  addModelOptions(addDeskOptions(command)).action(async (tool: string, persona: string, options: RunOptions) => {
    done(await regenerate(house, tool, persona, options));
  });
}

async function regenerate(house: House, target: string, persona: string, options: RunOptions): Promise<number> {
  return atDesk(house, options, async (desk) => {
    const { regenerateSeat } = await import('../../flows/regenerate-seat.ts');
    const { tool, kept, published } = await regenerateSeat(desk, {
      target,
      persona,
      note: options.note ?? null,
      decideWaiting: options.keep !== undefined && options.note === undefined,
      choose: chooserOf(house, options),
    });
    if (options.json) {
      const { renderJson } = await import('../../pages/json.ts');
      house.terminal.out(renderJson({ tool: tool.dossier.tool.slug, persona, kept, rendered: published.map(({ folder }) => folder) }));
    } else if (!options.quiet) {
      if (kept !== null) house.terminal.out(kept === 'new' ? 'The new review stands.\n' : 'The old review stands.\n');
      for (const { folder } of published) house.terminal.out(`rendered again: ${folder}\n`);
    }
    sayMissing(house, [tool]);
    sayUndecided(house, [tool]);
    return tool.seats.length === 0 ? exitCodes.done : exitCodeOf([tool]);
  });
}
