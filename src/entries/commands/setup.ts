import { type Command, InvalidArgumentError } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import type { Finding, House } from '../house.ts';
import { addDeskOptions, addModelOptions, overridesOf, type RunOptions } from '../options.ts';
import { sayResult } from '../say-results.ts';

/** `new`, `schema`, `eject` and `doctor`: getting ready to work. None of them opens the store. */
export function addSetup(program: Command, house: House, done: (code: number) => void): void {
  program
    .command('new')
    .argument('<slug>', 'its name or slug', toolName)
    .description('write a commented facts file <slug>.yaml to fill in')
    .addHelpText('after', '\nExample:\n  ship-or-skip new my-tool')
    .action(async (slug: string) => done(await writeNew(house, slug)));
  program
    .command('schema [name]')
    .description('print a file format as JSON Schema; without a name, say which there are')
    .addHelpText('after', '\nExample:\n  ship-or-skip schema tool > tool.schema.json')
    .action(async (name: string | undefined) => done(await printSchema(house, name)));
  program
    .command('eject [dir]')
    .description('copy personas, prompts and page templates to a folder for editing (default: ship-or-skip-files)')
    .addHelpText(
      'after',
      '\nUse them with --personas, --prompts and --templates.\n\nExample:\n  ship-or-skip eject my-panel',
    )
    .action(async (dir: string | undefined) => done(await eject(house, dir ?? 'ship-or-skip-files')));
  const doctor = program
    .command('doctor')
    .description('what is set, which models would be used and whether they answer, and what to do about each problem')
    .addHelpText('after', '\nEach model is sent one short question. Exit code 3 when there are problems.');
  addModelOptions(addDeskOptions(doctor)).action(async (options: RunOptions) => done(await examine(house, options)));
}

/** A slug is made of any name in any script, but not of none, and not of a path: the file goes where the user stands. */
function toolName(text: string): string {
  if (/[/\\]|\.(?:ya?ml|json)$/i.test(text))
    throw new InvalidArgumentError(
      'Write the name of the tool, not a file: <slug>.yaml is written in the working folder.',
    );
  if (/[\p{L}\p{N}]/u.test(text)) return text;
  throw new InvalidArgumentError('Write a name with letters or digits, for example my-tool.');
}

async function writeNew(house: House, slug: string): Promise<number> {
  const { writeFactsTemplate } = await import('../../sources/facts-template.ts');
  const path = await writeFactsTemplate(slug);
  house.terminal.out(`${path}\n`);
  house.terminal.err(`Fill it in, then: ship-or-skip compare ${path} <tool>\n`);
  return exitCodes.done;
}

async function printSchema({ terminal }: House, name: string | undefined): Promise<number> {
  const { publishedSchema, publishedSchemas } = await import('../../core/audit/published-schema.ts');
  if (name === undefined) {
    for (const published of publishedSchemas) terminal.out(`${published}\n`);
    terminal.err('Print one with: ship-or-skip schema <name>\n');
    return exitCodes.done;
  }
  const { renderJson } = await import('../../pages/json.ts');
  terminal.out(renderJson(publishedSchema(name)));
  return exitCodes.done;
}

async function eject(house: House, folder: string): Promise<number> {
  const folders = await house.eject(folder);
  for (const written of folders) house.terminal.out(`${written}\n`);
  house.terminal.err(
    `Use them with: --personas ${folder}/personas --prompts ${folder}/prompts --templates ${folder}/templates\n`,
  );
  return exitCodes.done;
}

/** Findings are said as they come: asking a model takes a while. */
async function examine(house: House, options: RunOptions): Promise<number> {
  const findings: Finding[] = [];
  for await (const finding of house.examine(overridesOf(options), house.signal)) {
    findings.push(finding);
    if (!options.json && !(options.quiet && finding.state !== 'problem')) house.terminal.out(describeFinding(finding));
  }
  house.signal.throwIfAborted();
  const problems = findings.filter(({ state }) => state === 'problem').length;
  const summary = problems === 0 ? '\nNo problems.\n' : `\n${problems === 1 ? '1 problem' : `${problems} problems`}.\n`;
  await sayResult(house, options, findings, () => (options.quiet ? '' : summary));
  return problems === 0 ? exitCodes.done : exitCodes.incomplete;
}

const marks: Record<Finding['state'], string> = { ok: 'ok', problem: 'PROBLEM', note: 'note' };

function describeFinding({ state, what, todo }: Finding): string {
  const lines = [what, ...(todo === null ? [] : todo.split('\n'))];
  return `${lines.map((line, index) => `${(index === 0 ? marks[state] : '').padEnd(9)}${line}`).join('\n')}\n`;
}
