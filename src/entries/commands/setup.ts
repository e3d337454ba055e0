import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addDeskOptions, addModelOptions, overridesOf, type RunOptions } from '../options.ts';

/** `new`, `schema`, `eject` and `doctor`: getting ready to work. None of them opens the store. */
export function addSetup(program: Command, house: House, done: (code: number) => void): void {
  program
    .command('new <slug>')
    .description('write a commented facts file <slug>.yaml to fill in')
    .action(async (slug: string) => done(await writeNew(house, slug)));
  program
    .command('schema <name>')
    .description('print a JSON Schema: tool, persona, panel, comparison, recording or evidence')
    .action(async (name: string) => done(await printSchema(house, name)));
  program
    .command('eject [dir]')
    .description('copy personas, prompts and page templates to a folder for editing; use them with --personas, --prompts and --templates')
    .action(async (dir: string | undefined) => done(await eject(house, dir ?? 'ship-or-skip-files')));
  const doctor = program.command('doctor').description('what is set, which models would be used and whether they answer, and what to do about each problem');
  addModelOptions(addDeskOptions(doctor)).action(async (options: RunOptions) => done(await examine(house, options)));
}

async function writeNew(house: House, slug: string): Promise<number> {
  const { writeFactsTemplate } = await import('../../sources/facts-template.ts');
  const path = await writeFactsTemplate(slug);
  house.terminal.out(`${path}\n`);
  house.terminal.err(`Fill it in, then: ship-or-skip preflight ${path}\n`);
  return exitCodes.done;
}

async function printSchema(house: House, name: string): Promise<number> {
  const { publishedSchema } = await import('../../core/published-schema.ts');
  const { renderJson } = await import('../../pages/json.ts');
  house.terminal.out(renderJson(publishedSchema(name)));
  return exitCodes.done;
}

async function eject(house: House, folder: string): Promise<number> {
  const folders = await house.eject(folder);
  for (const written of folders) house.terminal.out(`${written}\n`);
  house.terminal.err(`Use them with: --personas ${folder}/personas --prompts ${folder}/prompts --templates ${folder}/templates\n`);
  return exitCodes.done;
}

async function examine(house: House, options: RunOptions): Promise<number> {
  const marks = { ok: 'ok      ', problem: 'PROBLEM ', note: 'note    ' };
  let problems = 0;
  const findings = [];
  for await (const finding of house.examine(overridesOf(options), house.signal)) {
    findings.push(finding);
    if (finding.state === 'problem') problems += 1;
    if (!options.json) house.terminal.out(`${marks[finding.state]}${finding.what}\n${finding.todo === null ? '' : `        ${finding.todo}\n`}`);
  }
  if (options.json) {
    const { renderJson } = await import('../../pages/json.ts');
    house.terminal.out(renderJson(findings));
  }
  return problems === 0 ? exitCodes.done : exitCodes.incomplete;
}
