import type { Command } from 'commander';
import { describePanel } from '../describe-panel.ts';
import { exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addDeskOptions, type DeskOptions } from '../options.ts';
import { atReadingDesk } from '../run.ts';
import { sayResult } from '../say-results.ts';

interface ToolsOptions extends DeskOptions {
  changes?: boolean;
}

/** `tools` and `personas`: what the store and the panel hold. */
export function addTools(program: Command, house: House, done: (code: number) => void): void {
  const tools = program
    .command('tools')
    .description('the tools in the store, and the other names each goes by')
    .option('--changes', 'instead: who merged or split which tools, when and why');
  addDeskOptions(tools).action(async ({ changes, ...options }: ToolsOptions) =>
    done(await (changes ? listChanges : listAll)(house, options)),
  );
  const personas = program
    .command('personas')
    .description('the reviewers, what each checks, and with which weight')
    .addHelpText('after', '\nExample:\n  ship-or-skip personas --personas ship-or-skip-files/personas');
  addDeskOptions(personas).action(async (options: DeskOptions) => done(await listPersonas(house, options)));
}

async function listAll(house: House, options: DeskOptions): Promise<number> {
  return atReadingDesk(house, options, async (desk) => {
    const { listTools } = await import('../../flows/gather/list-tools.ts');
    const { listConflicts } = await import('../../flows/gather/look-at-tool.ts');
    const tools = await Promise.all(
      (await listTools(desk)).map(async (tool) => {
        const dossier = await desk.store.findDossier(tool.slug);
        return { ...tool, conflicts: dossier === null ? 0 : (await listConflicts(desk, dossier)).length };
      }),
    );
    await sayResult(house, options, tools, async () => {
      if (tools.length === 0) return 'The store is empty. Begin with: ship-or-skip compare <facts file> <facts file>\n';
      const { oneLine, padTo, widthOf } = await import('../../pages/terminal-text.ts');
      const wide = (texts: string[]) => Math.max(...texts.map(widthOf));
      const slugs = wide(tools.map(({ slug }) => slug));
      const names = wide(tools.map(({ name }) => oneLine(name)));
      const lines = tools.map(
        ({ slug, name, asOf, reviews, aliases, merged, conflicts }) =>
          `${padTo(slug, slugs)}  ${padTo(oneLine(name), names)}  facts as of ${asOf}  ${reviews === 1 ? '1 review' : `${reviews} reviews`}${contradicted(conflicts)}${alsoCalled([...aliases.map(oneLine), ...merged])}`,
      );
      return `${lines.join('\n')}\n`;
    });
    return exitCodes.done;
  });
}

function contradicted(conflicts: number): string {
  return conflicts === 0 ? '' : `  ${conflicts === 1 ? '1 conflict' : `${conflicts} conflicts`}`;
}

function alsoCalled(names: readonly string[]): string {
  return names.length === 0 ? '' : `  also: ${names.join(', ')}`;
}

async function listChanges(house: House, options: DeskOptions): Promise<number> {
  return atReadingDesk(house, options, async (desk) => {
    const changes = await desk.store.names.list();
    await sayResult(house, options, changes, async () => {
      const { renderNameChanges } = await import('../../pages/name-changes.ts');
      return renderNameChanges(changes);
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
