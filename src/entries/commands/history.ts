import type { Command } from 'commander';
import { describeHistory } from '../describe-history.ts';
import { exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addDeskOptions, type DeskOptions } from '../options.ts';
import { atReadingDesk } from '../run.ts';
import { sayResult } from '../say-results.ts';

/** `history <tool> [persona]`: all reviews of a tool’s seats, and who kept what when. */
export function addHistory(program: Command, house: House, done: (code: number) => void): void {
  const command = program
    .command('history <tool> [persona]')
    .description('every review a tool’s seats have held, and who kept which, when and why')
    .addHelpText('after', '\nExamples:\n  ship-or-skip history litellm\n  ship-or-skip history litellm skeptic --json');
  addDeskOptions(command).action(async (tool: string, persona: string | undefined, options: DeskOptions) => {
    done(await history(house, tool, persona, options));
  });
}

async function history(
  house: House,
  target: string,
  persona: string | undefined,
  options: DeskOptions,
): Promise<number> {
  return atReadingDesk(house, options, async (desk) => {
    const { recallHistory } = await import('../../flows/recall-history.ts');
    const entries = await recallHistory(desk, target, persona);
    await sayResult(house, options, entries, () => describeHistory(entries));
    return exitCodes.done;
  });
}
