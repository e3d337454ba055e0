import { type Command, Option } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addDeskOptions, type DeskOptions } from '../options.ts';
import { atReadingDesk } from '../run.ts';

interface LintOptions extends DeskOptions {
  tool?: string;
  persona?: string;
  all?: true;
}

/** `lint`: how the standing reviews read, in figures with targets and in findings with places. */
export function addLint(program: Command, house: House, done: (code: number) => void): void {
  const command = program
    .command('lint')
    .description(
      'how the standing reviews read: openings, banned phrases, first-hand claims, sameness, scores, citations; needs no model; exits 3 when it finds problems',
    )
    .addOption(new Option('--tool <slug>', 'only the reviews of this tool').conflicts('all'))
    .addOption(new Option('--persona <id>', 'only the reviews of this reviewer').conflicts('all'))
    .option('--all', 'every standing review of the store (the default)')
    .addHelpText('after', '\nExample:\n  ship-or-skip lint --persona skeptic');
  addDeskOptions(command).action(async (options: LintOptions) => done(await lint(house, options)));
}

async function lint(house: House, options: LintOptions): Promise<number> {
  const { tool, persona, all: _all, ...shared } = options;
  return atReadingDesk(house, shared, async (desk) => {
    const { lintStore } = await import('../../flows/lint-store.ts');
    const report = await lintStore(desk, { tool, persona });
    if (options.json) {
      const { renderJson } = await import('../../pages/json.ts');
      house.terminal.out(renderJson(report));
    } else if (report.reviews === 0) {
      house.terminal.out(
        'No review stands here yet, so there is nothing to lint. Begin with: ship-or-skip compare <facts file> <facts file>\n',
      );
    } else if (!options.quiet || report.problems > 0) {
      const { renderLint } = await import('../../pages/lint.ts');
      house.terminal.out(renderLint(report, house.terminal));
    }
    return report.problems > 0 ? exitCodes.incomplete : exitCodes.done;
  });
}
