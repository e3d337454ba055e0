import type { Command } from 'commander';
import { describePanel } from '../describe-panel.ts';
import { exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addDeskOptions, type DeskOptions } from '../options.ts';
import { atReadingDesk } from '../run.ts';
import { sayResult } from '../say-results.ts';

/** `tools` and `personas`: what the store and the panel hold. */
export function addTools(program: Command, house: House, done: (code: number) => void): void {
  const tools = program.command('tools').description('the tools in the store');
  addDeskOptions(tools).action(async (options: DeskOptions) => done(await listTools(house, options)));
  const personas = program
    .command('personas')
    .description('the reviewers, what each checks, and with which weight')
    .addHelpText('after', '\nExample:\n  ship-or-skip personas --personas ship-or-skip-files/personas');
  addDeskOptions(personas).action(async (options: DeskOptions) => done(await listPersonas(house, options)));
}

async function listTools(house: House, options: DeskOptions): Promise<number> {
  return atReadingDesk(house, options, async (desk) => {
    const tools = await desk.store.listTools();
    await sayResult(house, options, tools, async () => {
      if (tools.length === 0) return 'The store is empty. Begin with: ship-or-skip compare <facts file> <facts file>\n';
      const { oneLine, padTo, widthOf } = await import('../../pages/terminal-text.ts');
      const wide = (texts: string[]) => Math.max(...texts.map(widthOf));
      const slugs = wide(tools.map(({ slug }) => slug));
      const names = wide(tools.map(({ name }) => oneLine(name)));
      const lines = tools.map(
        ({ slug, name, asOf, reviews }) =>
          `${padTo(slug, slugs)}  ${padTo(oneLine(name), names)}  facts as of ${asOf}  ${reviews === 1 ? '1 review' : `${reviews} reviews`}`,
      );
      return `${lines.join('\n')}\n`;
    });
    return exitCodes.done;
  });
}

async function listPersonas(house: House, options: DeskOptions): Promise<number> {
  return atReadingDesk(house, options, async ({ panel: { personas, panel } }) => {
    await sayResult(house, options, { panel, personas }, () => describePanel({ personas, panel }, house.terminal));
    return exitCodes.done;
  });
}
