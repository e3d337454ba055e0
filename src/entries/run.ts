import type { Desk } from '../desk.ts';
import { liveModels, requireCurrent } from './choose-models.ts';
import type { House, OpenedDesk, Overrides } from './house.ts';
import { overridesOf, type RunOptions } from './options.ts';
import { openProgress } from './progress.ts';

/** A desk with somebody at it. */
export interface AtDesk extends OpenedDesk {
  /** Ends the drawing of progress, before anything else is said. */
  settle: () => void;
}

type Options = Omit<RunOptions, 'persona'>;
type CommandAtDesk = (desk: Desk, opened: AtDesk) => Promise<number>;

/** Opens a desk, runs one command at it, and closes it whatever happens. Returns the exit code. */
export async function atDesk(house: House, options: Options, command: CommandAtDesk): Promise<number> {
  return openAndRun(house, options, overridesOf(options), async (desk, opened) => {
    // A dry run, which needs no key, must not plan what the real one refuses.
    for (const model of liveModels(desk)) requireCurrent(model);
    return command(desk, opened);
  });
}

/** The same for a command that sends nothing to a model: it needs no key. */
export async function atReadingDesk(house: House, options: Options, command: CommandAtDesk): Promise<number> {
  return openAndRun(house, options, { ...overridesOf(options), asksNobody: true }, command);
}

async function openAndRun(
  house: House,
  options: Options,
  overrides: Overrides,
  command: CommandAtDesk,
): Promise<number> {
  const { quiet = false, verbose = false } = options;
  const progress = await openProgress(house.terminal, { quiet, verbose });
  const log = verbose ? { log: (line: string) => house.terminal.err(`${line}\n`) } : {};
  const opened = await house.openDesk(overrides, {
    watch: progress.watch,
    watchBatches: progress.watchBatches,
    signal: house.signal,
    ...log,
  });
  try {
    return await command(opened.desk, { ...opened, settle: progress.close });
  } finally {
    progress.close();
    await opened.close();
  }
}
