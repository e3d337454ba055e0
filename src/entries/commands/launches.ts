import { type Command, Option } from 'commander';
import { type LaunchState, launchStates } from '../../core/launches/launch.ts';
import type { Desk } from '../../desk.ts';
import type { ScanStage } from '../../flows/night/scan-launches.ts';
import type { ListedLaunch } from '../../pages/launches.ts';
import { exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addDeskOptions, type DeskOptions, day } from '../options.ts';
import { atReadingDesk } from '../run.ts';
import { sayResult } from '../say-results.ts';

interface ListOptions extends DeskOptions {
  state?: LaunchState;
  feed?: string;
}

interface ScanCommandOptions extends DeskOptions {
  feeds: string;
  since?: string;
  dryRun?: boolean;
}

interface DecideOptions extends DeskOptions {
  why?: string;
  as?: string;
}

const usualFile = 'feeds.yaml';

/** `launches`, `launches scan`, `take`, `leave` and `init`: what feeds announce, and what becomes of it. */
export function addLaunches(program: Command, house: House, done: (code: number) => void): void {
  const list = program
    .command('launches')
    .description('newly launched tools that feeds announced: which were taken, held or left, and why; newest first')
    .addOption(new Option('--state <state>', 'only those in this state').choices(launchStates))
    .option('--feed <id>', 'only those of this feed')
    .addHelpText('after', help);
  addDeskOptions(list).action(async (options: ListOptions) => done(await listAll(house, options)));
  list
    .command('scan')
    .description('read the feeds and decide about each new entry; one that cannot be read stops no other')
    .option('--feeds <file>', 'the feeds to read', usualFile)
    .option('--since <day>', 'only launches announced from this day on, YYYY-MM-DD, whatever the age limits', day)
    .option('--dry-run', 'say what would become of each new entry; keep nothing, look at no product’s page')
    .action(async (_own: ScanCommandOptions, command: Command) => {
      done(await scan(house, command.optsWithGlobals<ScanCommandOptions>()));
    });
  const take = list
    .command('take <id>')
    .description('have a launch reviewed, whatever the rule said; it stays so')
    .option('--why <text>', 'the reason, for whoever reads the list');
  const leave = list
    .command('leave <id>')
    .description('have a launch not reviewed, whatever the rule said; it stays so')
    .requiredOption('--why <text>', 'the reason, for whoever reads the list');
  for (const [command, state] of [
    [take, 'taken'],
    [leave, 'left'],
  ] as const)
    command
      .option('--as <name>', 'who says so (default: the user of this machine)')
      .action(async (id: string, _own: DecideOptions, own: Command) => {
        done(await decide(house, id, state, own.optsWithGlobals<DecideOptions>()));
      });
  list
    .command('init [file]')
    .description(`write a commented feeds file to edit (default: ${usualFile})`)
    .action(async (file: string | undefined) => done(await init(house, file ?? usualFile)));
}

async function listAll(house: House, { state, feed, ...options }: ListOptions): Promise<number> {
  return atReadingDesk(house, options, async (desk) => {
    const launches = await desk.store.launches.list({ state, feed });
    await sayLaunches(house, options, desk, launches, {});
    if (launches.length === 0 && !options.json && !options.quiet)
      house.terminal.err('None. Read the feeds with: ship-or-skip launches scan\n');
    return exitCodes.done;
  });
}

async function scan(house: House, { feeds: file, since, dryRun, ...options }: ScanCommandOptions): Promise<number> {
  const { readFeedsFile } = await import('../../sources/feeds/feeds-file.ts');
  const feeds = await readFeedsFile(file);
  return atReadingDesk(house, options, async (desk) => {
    const { scanLaunches } = await import('../../flows/night/scan-launches.ts');
    const { describeScan } = await import('../describe-scan.ts');
    const watched = !options.quiet && (await house.terminal.live()) !== null;
    const onStage = ({ reading, count }: ScanStage): void => {
      if (watched) house.terminal.err(`reading ${count} ${count === 1 ? reading.slice(0, -1) : reading}…\n`);
    };
    const report = await scanLaunches(desk, feeds, { since, dryRun, onStage });
    await sayLaunches(house, options, desk, report.launches, { feeds: report.feeds });
    const failed = report.feeds.filter((feed) => feed.state === 'failed');
    if (!options.quiet) house.terminal.err(describeScan(report));
    else house.terminal.err(describeScan({ feeds: failed }));
    return failed.length > 0 ? exitCodes.incomplete : exitCodes.done;
  });
}

async function decide(
  house: House,
  id: string,
  state: 'taken' | 'left',
  { why, as, ...options }: DecideOptions,
): Promise<number> {
  return atReadingDesk(house, options, async (desk) => {
    const { decideLaunch } = await import('../../flows/night/decide-launch.ts');
    const launch = await decideLaunch(desk, { id, state, why: why ?? null, by: as ?? desk.editor });
    await sayLaunches(house, options, desk, [launch], {});
    if (state === 'taken' && launch.url === null)
      house.terminal.err('It names no page of the product, so nothing can be read about it by itself.\n');
    return exitCodes.done;
  });
}

async function init({ terminal }: House, file: string): Promise<number> {
  const { writeFeedsTemplate } = await import('../../sources/feeds/feeds-file.ts');
  await writeFeedsTemplate(file);
  terminal.out(`${file}\n`);
  terminal.err(`Edit it, then: ship-or-skip launches scan${file === usualFile ? '' : ` --feeds ${file}`}\n`);
  return exitCodes.done;
}

async function sayLaunches(
  house: House,
  options: DeskOptions,
  desk: Desk,
  launches: readonly ListedLaunch[],
  more: object,
): Promise<void> {
  const { flattenLaunch, renderLaunches } = await import('../../pages/launches.ts');
  const { rule } = await import('../../store/contract/contract.ts');
  const now = desk.now();
  const rows = launches.map((launch) => flattenLaunch(launch, now));
  await sayResult(house, options, { ...more, launches: rows }, () =>
    options.quiet ? '' : renderLaunches(launches, now, (by) => by !== rule),
  );
}

const help = `
States:
  taken    a new tool, to be reviewed
  waiting  looks like one; its page is looked at by the next scan
  held     nothing shows yet that the product exists
  left     not a tool, seen before, too old or not wanted

Examples:
  ship-or-skip launches init
  ship-or-skip launches scan
  ship-or-skip launches --state held
  ship-or-skip launches take 12 --why "the demo is public"
  ship-or-skip launches leave 15 --why "a course, not a tool"`;
