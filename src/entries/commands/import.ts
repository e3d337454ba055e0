import type { Command } from 'commander';
import type { Imported } from '../../flows/gather/import-tools.ts';
import { exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addDeskOptions, dollars, leadOption, modelOption, type RunOptions } from '../options.ts';
import { atDesk, atReadingDesk } from '../run.ts';
import { sayResult } from '../say-results.ts';

interface ImportOptions extends Omit<RunOptions, 'persona'> {
  fetch?: boolean;
}

/** `import <file>`: many tools at once. */
export function addImport(program: Command, house: House, done: (code: number) => void): void {
  const command = program
    .command('import <file>')
    .description('take many tools at once from JSON lines or CSV, so that there are tools to compare with')
    .option('--fetch', 'read the page of each tool that has a url as well, as add does; at most 50 in one run')
    .option('--dry-run', 'say what would be taken; change nothing, fetch nothing')
    .addOption(leadOption())
    .addOption(
      modelOption(
        '--max-cost <usd>',
        'with --fetch: stop before a call that could bring this run above so many US dollars',
      ).argParser(dollars),
    )
    .addHelpText(
      'after',
      `
One tool a line. Columns are those of a facts file: name (needed), slug, url, maker, jobs, tagline, category, pricing,
launched, licence, description, aliases, and facts: what is known in words, which becomes an editor's note that reviewers
can quote. JSON lines may bring a list of sources instead. Jobs and aliases may stand in one cell, with ; between. Columns
nobody knows are named and passed over. Rows with a problem are listed with line and column, and the others are taken:
exit code 3. The same file again changes nothing, and what is known from a page or a facts file is left as it is. Rows that
are one product, by name, address and maker, become one tool with the sources of all; tools --changes shows each merge
and split undoes it. Where the rule is not sure they stay apart, and it is said. A row without jobs gets those
its words speak of, each with the sentence; two tools are a choice when they share one.

Examples:
  ship-or-skip import tools.jsonl --dry-run
  ship-or-skip import tools.csv --fetch`,
    );
  addDeskOptions(command).action(async (file: string, options: ImportOptions) =>
    done(await runImport(house, file, options)),
  );
}

async function runImport(house: House, file: string, options: ImportOptions): Promise<number> {
  const { fetch = false, dryRun = false } = options;
  const open = fetch && !dryRun ? atDesk : atReadingDesk;
  return open(house, options, async (desk, opened) => {
    const { importTools } = await import('../../flows/gather/import-tools.ts');
    const imported = await importTools(desk, { file, fetch, dryRun });
    opened.settle();
    const { InvalidFile } = await import('../../sources/invalid-file.ts');
    const { harmless } = await import('../say-error.ts');
    if (imported.problems.length > 0) house.terminal.err(`${harmless(new InvalidFile(imported.problems).message)}\n`);
    if (imported.ignored.length > 0 && !options.quiet)
      house.terminal.err(`note: columns that are passed over: ${harmless(imported.ignored.join(', '))}\n`);
    const { oneLine } = await import('../../pages/terminal-text.ts');
    if (options.json || !options.quiet)
      await sayResult(house, options, imported, () => describe(imported, dryRun, oneLine));
    const refused = imported.tools.some(({ state }) => state === 'refused');
    return imported.problems.length > 0 || refused ? exitCodes.incomplete : exitCodes.done;
  });
}

function describe({ tools, problems }: Imported, dryRun: boolean, oneLine: (text: string) => string): string {
  const lines = tools.map(({ line, slug, state, because, jobs, page }) =>
    oneLine(
      `${String(line).padStart(5)}  ${state.padEnd(9)}  ${slug}${because === null ? '' : `: ${because}`}${jobs.map(({ job, quote }) => ` · for: ${job} (“${quote}”)`).join('')}${page === null ? '' : ` · page: ${page}`}`,
    ),
  );
  const count = (state: string) => tools.filter((tool) => tool.state === state).length;
  const told = ['new', 'changed', 'unchanged', 'merged', 'left', 'refused']
    .map((state) => `${count(state)} ${state}`)
    .join(', ');
  const bad = problems.length === 0 ? '' : `, ${new Set(problems.map(({ line }) => line)).size} rows with problems`;
  const doubtful = tools.some(({ because }) => because?.startsWith('may be'))
    ? [
        'Settle what may be one product: ship-or-skip merge <from> <into> --why "…", or split <slug> --from <slug> --why "…".',
      ]
    : [];
  return `${[...lines, ...doubtful, `${dryRun ? 'Nothing was stored. It would be: ' : ''}${told}${bad}.`].join('\n')}\n`;
}
