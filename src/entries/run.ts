import type { Desk } from '../desk.ts';
import type { Chooser } from '../flows/decide-candidate.ts';
import type { House, OpenedDesk } from './house.ts';
import { type DeskOptions, overridesOf, type RunOptions } from './options.ts';
import { openProgress } from './progress.ts';

/** Opens a desk, runs one command at it, and closes it whatever happens. Returns the exit code. */
export async function atDesk(house: House, options: RunOptions & DeskOptions, command: (desk: Desk, opened: OpenedDesk) => Promise<number>): Promise<number> {
  const { terminal } = house;
  const progress = openProgress(terminal, { quiet: options.quiet ?? false, verbose: options.verbose ?? false });
  const log = options.verbose ? { log: (line: string) => terminal.err(`${line}\n`) } : {};
  const opened = await house.openDesk(overridesOf(options), { watch: progress.watch, signal: house.signal, ...log });
  try {
    return await command(opened.desk, opened);
  } finally {
    progress.close();
    await opened.close();
  }
}

/** Says what a person should know before reading the result: recorded replies, one family only. */
export function sayNotes(house: House, options: DeskOptions, { notes }: OpenedDesk): void {
  if (options.quiet) return;
  for (const note of notes) house.terminal.err(`note: ${note}\n`);
}

/** How candidates are decided: by `--keep`, else by asking the person at the terminal, else not at all. */
export function chooserOf(house: House, options: RunOptions): Chooser {
  const { terminal } = house;
  return async (choice) => {
    const { sideBySide } = await import('../pages/side-by-side.ts');
    const { keep } = options;
    const shown = sideBySide(choice.standing, choice.candidate, { columns: terminal.columns, colour: terminal.colour });
    if (!options.quiet) terminal.err(`\n${choice.dossier.tool.name}, ${choice.persona.name}\n${shown}\n`);
    if (keep !== undefined) return keep;
    if (!terminal.canAsk) return null;
    const answer = await terminal.ask('Keep the new review, or the old one? [new/old/later] ', house.signal);
    return answer.trim().toLowerCase().startsWith('n') ? 'new' : answer.trim().toLowerCase().startsWith('o') ? 'old' : null;
  };
}
