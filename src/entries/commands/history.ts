import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addDeskOptions, type DeskOptions } from '../options.ts';
import { atDesk } from '../run.ts';

/** `history <tool> [persona]`: all reviews of a tool’s seats, and who kept what when. */
export function addHistory(program: Command, house: House, done: (code: number) => void): void {
  const command = program.command('history <tool> [persona]').description('every review a tool’s seats have held, and who kept which, when and why');
  addDeskOptions(command).action(async (tool: string, persona: string | undefined, options: DeskOptions) => {
    done(await history(house, tool, persona, options));
  });
}

async function history(house: House, target: string, persona: string | undefined, options: DeskOptions): Promise<number> {
  return atDesk(house, options, async (desk) => {
    const { recallHistory } = await import('../../flows/recall-history.ts');
    const entries = await recallHistory(desk, target, persona);
    if (options.json) {
      const { renderJson } = await import('../../pages/json.ts');
      house.terminal.out(renderJson(entries));
      return exitCodes.done;
    }
    if (entries.length === 0) house.terminal.out('No review yet.\n');
    for (const entry of entries) {
      const score = entry.score === null ? entry.status : `${Math.round(entry.score)}/100 ${entry.verdict}`;
      house.terminal.out(`${entry.writtenAt.slice(0, 16)}  #${entry.id}  ${entry.persona.padEnd(10)} ${entry.state.padEnd(9)} ${score.padEnd(12)} ${entry.model}\n`);
      if (entry.note !== null) house.terminal.out(`    note: ${entry.note}\n`);
      for (const { at, decision, by, why } of entry.decisions) house.terminal.out(`    ${at.slice(0, 16)}  ${decision} by ${by}: ${why}\n`);
    }
    return exitCodes.done;
  });
}
