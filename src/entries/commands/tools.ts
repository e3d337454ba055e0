import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addDeskOptions, type DeskOptions } from '../options.ts';
import { atDesk } from '../run.ts';

/** `tools` and `personas`: what the store and the panel hold. */
export function addTools(program: Command, house: House, done: (code: number) => void): void {
  const tools = program.command('tools').description('the tools in the store');
  addDeskOptions(tools).action(async (options: DeskOptions) => done(await listTools(house, options)));
  const personas = program.command('personas').description('the reviewers, what each checks, and with which weight');
  addDeskOptions(personas).action(async (options: DeskOptions) => done(await listPersonas(house, options)));
}

async function listTools(house: House, options: DeskOptions): Promise<number> {
  return atDesk(house, options, async (desk) => {
    const tools = await desk.store.listTools();
    if (options.json) {
      const { renderJson } = await import('../../pages/json.ts');
      house.terminal.out(renderJson(tools));
    } else if (tools.length === 0) {
      house.terminal.out('The store is empty. Begin with: ship-or-skip compare <facts file> <facts file>\n');
    }
    if (options.json) return exitCodes.done;
    const width = Math.max(0, ...tools.map((tool) => tool.slug.length));
    for (const { slug, name, asOf, reviews } of tools) house.terminal.out(`${slug.padEnd(width)}  ${reviews} standing  facts as of ${asOf}  ${name}\n`);
    return exitCodes.done;
  });
}

async function listPersonas(house: House, options: DeskOptions): Promise<number> {
  return atDesk(house, options, async (desk) => {
    const { personas, panel } = desk.panel;
    if (options.json) {
      const { renderJson } = await import('../../pages/json.ts');
      house.terminal.out(renderJson({ panel, personas }));
      return exitCodes.done;
    }
    for (const { id, name, motto, reader, groups } of personas) {
      house.terminal.out(`${name} (${id}): “${motto}”\n  decides for ${reader}\n`);
      for (const { name: heading, checks } of groups) {
        house.terminal.out(`  ${heading}\n`);
        for (const check of checks) house.terminal.out(`    ${String(check.weight).padStart(3)}  ${check.kind.padEnd(6)}  ${check.ask}\n`);
      }
      house.terminal.out('\n');
    }
    house.terminal.out(`ship from ${panel.shipThreshold} of 100; a score needs ${Math.round(panel.minimumCoverage * 100)}% of the weight answered with a quote\n`);
    return exitCodes.done;
  });
}
