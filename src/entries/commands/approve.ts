import type { Command } from 'commander';
import type { Approval } from '../../flows/approve-reviews.ts';
import { exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addDeskOptions, type DeskOptions } from '../options.ts';
import { atReadingDesk } from '../run.ts';

interface ApproveOptions extends DeskOptions {
  as: string;
}

/** `approve <tool> [persona] --as <name>`: a person answers for what stands. */
export function addApprove(program: Command, house: House, done: (code: number) => void): void {
  const command = program
    .command('approve <tool> [persona]')
    .description('a person has read the standing reviews and answers for them; pages say so, and no rule replaces them')
    .requiredOption('--as <name>', 'the person’s name, as pages show it')
    .addHelpText('after', '\nExample:\n  ship-or-skip approve litellm skeptic --as "Ada Lovelace"');
  addDeskOptions(command).action(async (tool: string, persona: string | undefined, options: ApproveOptions) => {
    done(await approve(house, tool, persona, options));
  });
}

const words: Record<Approval['result'], string> = {
  approved: 'approved',
  already: 'was approved by the same person before',
  empty: 'has no review; nothing was approved',
  outdated: 'has a review of earlier facts; ask it again first, then approve',
};

async function approve(
  house: House,
  target: string,
  persona: string | undefined,
  { as, ...options }: ApproveOptions,
): Promise<number> {
  return atReadingDesk(house, options, async (desk) => {
    const { approveReviews } = await import('../../flows/approve-reviews.ts');
    const { tool, approvals, published } = await approveReviews(desk, { target, persona, by: as });
    if (options.json) {
      const { renderJson } = await import('../../pages/json.ts');
      const seats = approvals.map(({ persona: { id }, result }) => ({ persona: id, result }));
      house.terminal.out(renderJson({ tool, seats, rendered: published.map(({ folder }) => folder) }));
    } else if (!options.quiet) {
      for (const {
        persona: { id },
        result,
      } of approvals)
        house.terminal.out(`${tool} ${id}: ${words[result]}\n`);
      for (const { folder } of published) house.terminal.out(`rendered again: ${folder}\n`);
    }
    const open = approvals.some(({ result }) => result === 'empty' || result === 'outdated');
    return open ? exitCodes.incomplete : exitCodes.done;
  });
}
