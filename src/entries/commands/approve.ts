import type { Command } from 'commander';
import type { ApprovedTool } from '../../flows/publish/approve-comparison.ts';
import type { Approval } from '../../flows/publish/approve-reviews.ts';
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
    .command('approve <what> [persona]')
    .description(
      'a person has read the standing reviews of a tool or a comparison and answers for them; pages say so, no rule replaces them, and a drafted comparison may go out',
    )
    .requiredOption('--as <name>', 'the person’s name, as pages show it')
    .addHelpText(
      'after',
      '\nExamples:\n  ship-or-skip approve litellm skeptic --as "Ada Lovelace"\n  ship-or-skip approve litellm-vs-openrouter --as "Ada Lovelace"',
    );
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
    const { approveComparison, approveTool, isWhole } = await import('../../flows/publish/approve-comparison.ts');
    const isComparison = persona === undefined && (await desk.store.releases.find(target)) !== null;
    const tools = isComparison
      ? await approveComparison(desk, { comparison: target, by: as })
      : [await approveTool(desk, { target, persona, by: as })];
    if (options.json) await printApproved(house, tools);
    else if (!options.quiet) house.terminal.out(describeApproved(tools));
    return tools.every(isWhole) ? exitCodes.done : exitCodes.incomplete;
  });
}

async function printApproved(house: House, tools: readonly ApprovedTool[]): Promise<void> {
  const { renderJson } = await import('../../pages/json.ts');
  const approved = tools.map(({ tool, approvals, rendered }) => ({
    tool,
    seats: approvals.map(({ persona: { id }, result }) => ({ persona: id, result })),
    rendered,
  }));
  house.terminal.out(renderJson(approved.length === 1 ? approved[0] : approved));
}

function describeApproved(tools: readonly ApprovedTool[]): string {
  const seats = tools.flatMap(({ tool, approvals }) =>
    approvals.map(({ persona: { id }, result }) => `${tool} ${id}: ${words[result]}\n`),
  );
  const folders = new Set(tools.flatMap(({ rendered }) => rendered));
  return [...seats, ...[...folders].map((folder) => `rendered again: ${folder}\n`)].join('');
}
