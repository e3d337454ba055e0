import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addDeskOptions, type DeskOptions } from '../options.ts';
import { atReadingDesk } from '../run.ts';
import { sayResult } from '../say-results.ts';

interface ChangeOptions extends DeskOptions {
  why: string;
  as?: string;
}

interface SplitOptions extends ChangeOptions {
  from?: string;
}

/** `merge <from> <into>` and `split <name>`: a person says which slugs are one product, and which are two. */
export function addMerge(program: Command, house: House, done: (code: number) => void): void {
  const merge = program
    .command('merge <from> <into>')
    .description('two tools are one product: the first slug means the second tool from now on; nothing is deleted')
    .addHelpText(
      'after',
      `
Reviews of the first stay in the history. Pages that hold it stay as they were written, and are listed.

Example:
  ship-or-skip merge cursor-3 cursor --why "version 3 of the same editor"`,
    );
  addChangeOptions(merge).action(async (from: string, into: string, options: ChangeOptions) => {
    done(await mergeTwo(house, { from, into }, options));
  });
  const split = program
    .command('split <name>')
    .description('two are not one product: undo a merge, take an alias off a tool, or hold two slugs apart')
    .option('--from <slug>', 'the tool it is not; needed when it is neither merged nor an alias of one tool')
    .addHelpText(
      'after',
      `
Examples:
  ship-or-skip split cursor-3 --why "reviewed on its own after all"
  ship-or-skip split "Patchwork Editor" --why "a product of somebody else"
  ship-or-skip split beacon-maps --from beacon --why "two makers use the name"`,
    );
  addChangeOptions(split).action(async (name: string, options: SplitOptions) => {
    done(await splitOff(house, name, options));
  });
}

function addChangeOptions(command: Command): Command {
  command
    .requiredOption('--why <text>', 'what it was judged by')
    .option('--as <name>', 'who says so (default: the user of this machine)');
  return addDeskOptions(command);
}

async function mergeTwo(
  house: House,
  { from, into }: { from: string; into: string },
  { why, as, ...options }: ChangeOptions,
): Promise<number> {
  return atReadingDesk(house, options, async (desk) => {
    const { mergeTools } = await import('../../flows/gather/merge-tools.ts');
    const merged = await mergeTools(desk, { from, into, why, by: as ?? desk.editor });
    await sayResult(house, options, merged, () => {
      const { change, withItself, underOldSlug } = merged;
      const said = [
        `${change.slug} means ${change.other} from now on. Undo it with: ship-or-skip split ${change.slug} --why "…"`,
      ];
      for (const { slug, outDir } of withItself)
        said.push(`compares the product with itself, and is not rendered again: ${outDir}/${slug}`);
      for (const { slug, tools, outDir } of underOldSlug) {
        const others = tools.map((tool) => (tool === change.slug ? change.other : tool)).join(' ');
        said.push(`stays as it is: ${outDir}/${slug}. Make it anew with: ship-or-skip compare ${others}`);
      }
      return `${said.join('\n')}\n`;
    });
    return exitCodes.done;
  });
}

async function splitOff(house: House, slug: string, { why, as, from, ...options }: SplitOptions): Promise<number> {
  return atReadingDesk(house, options, async (desk) => {
    const { splitTools } = await import('../../flows/gather/split-tools.ts');
    const change = await splitTools(desk, { slug, from, why, by: as ?? desk.editor });
    await sayResult(house, options, change, () => `${change.slug} and ${change.other} are two products from now on.\n`);
    return exitCodes.done;
  });
}
