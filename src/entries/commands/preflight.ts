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
    const { lookAtTool } = await import('../../flows/gather/look-at-tool.ts');
    const { preflight: look } = await import('../../core/asking/preflight.ts');
    const { renderPreflight } = await import('../../pages/preflight.ts');
    const { dossier, conflicts } = await lookAtTool(desk, target);
    const { listLines, sayConflict } = await import('../../pages/gathering.ts');
    const urlOf = (id: string) => dossier.sources.find((source) => source.id === id)?.url ?? null;
    const result = look(dossier, desk.panel.personas);
    await sayResult(house, options, { ...result, conflicts }, () => {
      const disagree = listLines(
        'Sources disagree',
        conflicts.map((conflict) => sayConflict(conflict, urlOf)),
        house.terminal,
      );
      return `${renderPreflight(dossier.tool.name, result, house.terminal)}${disagree.map((line) => `${line}\n`).join('')}`;
    });
    return exitCodes.done;
  });
}
