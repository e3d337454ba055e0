import type { Command } from 'commander';
import type { Dossier } from '../../core/facts/dossier.ts';
import type { Said } from '../../core/gathering/choose-facts.ts';
import type { Desk } from '../../desk.ts';
import type { EstimatingDesk } from '../../flows/ask/estimate-first.ts';
import { exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addCostOptions, addDeskOptions, collect, leadOption, modelOption, type RunOptions } from '../options.ts';
import { type AtDesk, atDesk, atReadingDesk } from '../run.ts';
import { harmless } from '../say-error.ts';
import { sayPlan } from '../say-plan.ts';
import { sayResult, saySpent } from '../say-results.ts';

interface GatherOptions extends Omit<RunOptions, 'persona'> {
  /** False for --no-model. */
  model: boolean;
}

interface AddOptions extends GatherOptions {
  as?: string;
  name?: string;
  job?: string[];
  category?: string;
}

/** `add` and `refresh`: from an address to a dossier, and again. */
export function addAdd(program: Command, house: House, done: (code: number) => void): void {
  const add = program
    .command('add <url>')
    .usage('[options] <url or facts file>')
    .description(
      'read a product’s page and what it links to, find its facts, each bound to its source, and keep the dossier',
    )
    .option('--as <slug>', 'the slug it is to have (default: made from its name)')
    .option('--name <text>', 'its name, where the page does not tell')
    .option(
      '--job <text>',
      'what one would hire it for; repeatable; two tools are a choice when they share one',
      collect,
    )
    .option('--category <text>', 'the shelf it stands on')
    .addHelpText(
      'after',
      `
Read are the page itself, its prices, documentation, changelog, page about the makers and repository, PDFs too: at most
eight documents, one or two steps away, on the same site. robots.txt is obeyed. With a key one call to the lead reads the
facts; each is held against its quote, and what no source proves is dropped. Without a key, or with --no-model, they come
from structured data, the head of the page and plain words. What is not found stays unknown. The same page again is
unchanged and asks no model. A page without a sign of a product is held: exit code 3, nothing stored.

Examples:
  ship-or-skip add https://lantern.example
  ship-or-skip add https://lantern.example --as lantern --job "store documents" --no-model
  ship-or-skip add https://lantern.example --dry-run
  ship-or-skip add examples/litellm.yaml`,
    );
  addGatherOptions(add).action(async (target: string, options: AddOptions) =>
    done(await runAdd(house, target, options)),
  );
  const refresh = program
    .command('refresh <tool>')
    .description('read a tool’s pages again: what changed, which facts, and which reviews are out of date')
    .addHelpText(
      'after',
      `
Pages that did not change are not sent again. The same texts are the same dossier, and no model is asked. Other texts make
a new dossier; reviews of the old one stay and are out of date.

Example:
  ship-or-skip refresh lantern`,
    );
  addGatherOptions(refresh).action(async (target: string, options: GatherOptions) =>
    done(await runRefresh(house, target, options)),
  );
}

function addGatherOptions(command: Command): Command {
  return addDeskOptions(
    addCostOptions(
      command.addOption(leadOption()).addOption(modelOption('--no-model', 'find facts without asking a model')),
    ),
  );
}

/** A desk that needs a key only where a model may be asked. */
function atGatheringDesk(
  house: House,
  { model, ...options }: GatherOptions,
  command: (desk: Desk, opened: AtDesk) => Promise<number>,
): Promise<number> {
  return model ? atDesk(house, options, command) : atReadingDesk(house, options, command);
}

async function runAdd(house: House, target: string, options: AddOptions): Promise<number> {
  return atGatheringDesk(house, options, async (desk, opened) => {
    const { isWebAddress } = await import('../../core/gathering/plain-address.ts');
    if (!isWebAddress(target)) return addFile(house, desk, target, options);
    const wishes = {
      as: options.as ?? null,
      said: saidBy(options),
      model: options.model,
      tell: tellerOf(house, options),
    };
    if (options.dryRun) return sayGathering(house, desk, target, options);
    const { gatherTool } = await import('../../flows/gather/gather-tool.ts');
    const estimating = await estimateFacts(desk, options);
    const gathered = await gatherTool(estimating.desk, target, wishes);
    opened.settle();
    const { describeGathered, plainGathered } = await import('../describe-gathering.ts');
    if (options.json || !options.quiet)
      await sayResult(house, options, plainGathered(gathered), () => describeGathered(gathered, house.terminal));
    await saySpent(house, options, opened, estimating);
    return exitCodes.done;
  });
}

/** Gathering asks the lead for facts and nobody for anything else. */
async function estimateFacts(desk: Desk, options: GatherOptions): Promise<EstimatingDesk> {
  const { estimateFirst } = await import('../../flows/ask/estimate-first.ts');
  return estimateFirst({ ...desk, ballots: [], fallback: null }, async () => [], options);
}

/** Reading takes seconds: whoever waits sees what is read. */
function tellerOf({ terminal }: House, { quiet }: GatherOptions): ((url: string) => void) | undefined {
  return quiet ? undefined : (url) => terminal.err(`reading ${harmless(url)}\n`);
}

function saidBy({ name, job, category }: AddOptions): Said {
  return {
    ...(name === undefined ? {} : { name }),
    ...(job === undefined ? {} : { jobs: job }),
    ...(category === undefined ? {} : { category }),
  };
}

/** What would be fetched, and what reading it would cost at least. Only the page itself is fetched; nothing is stored. */
async function sayGathering(house: House, desk: Desk, target: string, options: AddOptions): Promise<number> {
  const { planGathering } = await import('../../flows/gather/plan-gathering.ts');
  const plan = await planGathering(desk, target, { model: options.model });
  if (options.json) {
    const { estimateRun } = await import('../../flows/ask/estimate-run.ts');
    const lines = await estimateRun(desk, plan.calls);
    await sayResult(house, options, { documents: plan.documents, lines }, () => '');
    return exitCodes.done;
  }
  const { oneLine } = await import('../../pages/terminal-text.ts');
  const lines = plan.documents.map(({ role, url }) => `${role.padEnd(11)}${oneLine(url)}`);
  house.terminal.out(`Would be read (only the first was fetched, nothing is stored):\n${lines.join('\n')}\n\n`);
  return sayPlan(house, options, desk, async () => plan.calls);
}

async function addFile(house: House, desk: Desk, target: string, options: AddOptions): Promise<number> {
  const { InvalidOrder } = await import('../../flows/ask/review-tools.ts');
  const over = (['as', 'name', 'job', 'category'] as const).find((name) => options[name] !== undefined);
  if (over !== undefined)
    throw new InvalidOrder(`--${over} goes with an address. In a facts file it stands in the file.`);
  const { gatherDossier, readDossier } = await import('../../flows/gather/gather-dossier.ts');
  const read = await readDossier(desk, target);
  const before = await desk.store.findDossier(read.tool.slug);
  const dossier = options.dryRun ? read : await gatherDossier(desk, target);
  const state = before === null ? 'new' : before.key === dossier.key ? 'unchanged' : 'changed';
  const result = { tool: dossier.tool.slug, state, dossierKey: dossier.key, asOf: dossier.asOf, facts: dossier.tool };
  if (options.json || !options.quiet)
    await sayResult(house, options, result, () => describeFile(dossier, state, options.dryRun === true));
  return exitCodes.done;
}

function describeFile({ tool, sources, asOf }: Dossier, state: string, isDry: boolean): string {
  return `${tool.slug} ${isDry ? 'would be' : 'is'} ${state}, ${sources.length} sources, facts as of ${asOf}.\nNext: ship-or-skip compare ${tool.slug} <tool>\n`;
}

async function runRefresh(house: House, target: string, options: GatherOptions): Promise<number> {
  return atGatheringDesk(house, options, async (desk, opened) => {
    const { refreshTool, planRefresh } = await import('../../flows/gather/refresh-tool.ts');
    if (options.dryRun) {
      const documents = await planRefresh(desk, target);
      const { oneLine } = await import('../../pages/terminal-text.ts');
      await sayResult(
        house,
        options,
        { documents },
        () => `Would be read again (nothing was fetched):\n${documents.map((url) => oneLine(url)).join('\n')}\n`,
      );
      return exitCodes.done;
    }
    const estimating = await estimateFacts(desk, options);
    const refreshed = await refreshTool(estimating.desk, target, {
      model: options.model,
      tell: tellerOf(house, options),
    });
    opened.settle();
    const { before, dossier, ...rest } = refreshed;
    const plain = {
      tool: dossier.tool.slug,
      changed: before.key !== dossier.key,
      before: before.key,
      dossierKey: dossier.key,
      asOf: dossier.asOf,
      ...rest,
    };
    const { describeRefreshed } = await import('../describe-gathering.ts');
    if (options.json || !options.quiet)
      await sayResult(house, options, plain, () => describeRefreshed(refreshed, house.terminal));
    await saySpent(house, options, opened, estimating);
    return exitCodes.done;
  });
}
