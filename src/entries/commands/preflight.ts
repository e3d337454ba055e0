import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addDeskOptions, type DeskOptions } from '../options.ts';
import { atReadingDesk } from '../run.ts';
import { sayResult } from '../say-results.ts';

/** `preflight <tool>`: what the dossier could answer, before any money is spent. */
export function addPreflight(program: Command, house: House, done: (code: number) => void): void {
  const command = program
    .command('preflight <tool>')
    .description(
      'which checks the sources could answer, what is missing, and what to ask the maker; needs no model and gives no score',
    )
    .addHelpText('after', '\nExample:\n  ship-or-skip preflight examples/litellm.yaml');
  addDeskOptions(command).action(async (tool: string, options: DeskOptions) => {
    done(await preflight(house, tool, options));
  });
}

async function preflight(house: House, target: string, options: DeskOptions): Promise<number> {
  return atReadingDesk(house, options, async (desk) => {
    const { readDossier } = await import('../../flows/gather-dossier.ts');
    const { preflight: look } = await import('../../core/asking/preflight.ts');
    const { renderPreflight } = await import('../../pages/preflight.ts');
    const dossier = await readDossier(desk, target);
    const result = look(dossier, desk.panel.personas);
    await sayResult(house, options, result, () => renderPreflight(dossier.tool.name, result, house.terminal));
    return exitCodes.done;
  });
}
