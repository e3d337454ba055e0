import { existsSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import type { Policy } from '../../core/comparison/policy.ts';
import type { Feed } from '../../core/launches/feed.ts';
import { type Sum, spentSince } from '../../core/ledger.ts';
import type { NightReport } from '../../core/night/night-report.ts';
import type { Desk } from '../../desk.ts';
import type { NightPlan } from '../../flows/night/plan-night.ts';
import { countOf } from '../../pages/format.ts';
import { exitCodeOfNight, exitCodes, judgeError } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addCostOptions, addDeskOptions, addModelOptions, day, modelOption, type RunOptions } from '../options.ts';
import { findPolicy, policyOption } from '../policy.ts';
import { type AtDesk, atDesk, atReadingDesk } from '../run.ts';
import { harmless } from '../say-error.ts';
import { sayPlan } from '../say-plan.ts';
import { sayNotes, sayResult, saySpent } from '../say-results.ts';

interface NightlyOptions extends Omit<RunOptions, 'persona'> {
  limit: number;
  since?: string;
  feeds?: string;
  policy?: string;
  out: string;
  live?: true;
}

const usualFeeds = 'feeds.yaml';

/** `nightly`: everything from the feeds to the report, by itself. */
export function addNightly(program: Command, house: House, done: (code: number) => void): void {
  const command = program
    .command('nightly')
    .description(
      'read the feeds, review what is new, draft comparisons, write digest and report; may be killed and run again',
    )
    .option(
      '--limit <n>',
      'launches gathered and tools reviewed at most; the rest is left for the next night',
      count,
      50,
    )
    .option('--since <day>', 'only launches announced from this day on, YYYY-MM-DD', day)
    .option('--feeds <file>', `the feeds to read (default: ${usualFeeds} in the working folder, if any)`)
    .option('--out <dir>', 'folder of the documents', 'output')
    .addOption(policyOption())
    .addOption(modelOption('--live', 'ask every question by itself; answers come at once, at the full price'))
    .addOption(
      modelOption('--batch', 'ask Claude in batches, at half the price (the default where Claude leads)').conflicts(
        'live',
      ),
    )
    .addHelpText('after', help);
  addDeskOptions(addCostOptions(addModelOptions(command))).action(async (options: NightlyOptions) =>
    done(await nightly(house, options)),
  );
}

const help = `
Fills empty seats only. A review that stands is never replaced, and nothing is done
twice: a night that was stopped goes on where it was, and one with nothing new asks
nobody. A second night at the same time says so and leaves.

The report is written to <out>/nights/<time>/. How to run it every night:
docs/nightly.md

Examples:
  ship-or-skip nightly --dry-run
  ship-or-skip nightly --max-cost 5
  ship-or-skip nightly --limit 10 --live --quiet`;

function count(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError('Write a whole number from 1 to 99999.');
  return Number(text);
}

async function nightly(house: House, options: NightlyOptions): Promise<number> {
  if (options.dryRun) return planOne(house, options, await findFeeds(house, options), await findPolicy(options.policy));
  const release = await house.lockNight({ database: options.database });
  if (release === null) {
    house.terminal.err(
      'Another night is under way on this database. It does the work, so there is nothing to do here.\n',
    );
    return exitCodes.done;
  }
  try {
    const policy = await findPolicy(options.policy);
    const code = await runOne(house, options, await findFeeds(house, options), policy);
    if (code !== exitCodes.done) await tellFailure(house, code, 'the night did not end well; its report says why');
    return code;
  } catch (error) {
    const { code, plain } = judgeError(error);
    if (!house.signal.aborted) await tellFailure(house, code, plain ?? String(error));
    throw error;
  } finally {
    release();
  }
}

/** Without a feeds file a night still fills the seats of the tools it knows, but nobody should wonder why nothing is new. */
async function findFeeds({ terminal }: House, { feeds: named, quiet }: NightlyOptions): Promise<Feed[]> {
  if (named === undefined && !existsSync(usualFeeds)) {
    if (!quiet)
      terminal.err(`note: there is no ${usualFeeds}, so no feed is read. Write one with: ship-or-skip launches init\n`);
    return [];
  }
  const { readFeedsFile } = await import('../../sources/feeds/feeds-file.ts');
  return readFeedsFile(named ?? usualFeeds);
}

/** A night has more seats than a screen has lines: each is told on a line of its own when it is settled. */
function inLines(house: House): House {
  return { ...house, terminal: { ...house.terminal, live: async () => null } };
}

async function runOne(
  house: House,
  options: NightlyOptions,
  feeds: readonly Feed[],
  policy: Policy | null,
): Promise<number> {
  const before = await spentBefore(house, options);
  const wanted = { ...inBatches(options), spent: before.usd ?? 0 };
  return atDesk(inLines(house), wanted, async (desk, opened) => {
    const { runNight } = await import('../../flows/night/run-night.ts');
    const { estimateFirst } = await import('../../flows/ask/estimate-first.ts');
    const plan = async (at: Desk) => (await planOf(at, options, policy)).calls;
    const estimating = estimateFirst(desk, plan, options);
    const result = await runNight(estimating.desk, {
      feeds,
      since: options.since ?? null,
      limit: options.limit,
      out: options.out,
      policy,
      maxCostUsd: options.maxCost ?? null,
      spent: () => addUp(before, opened.spent()),
      tell: (step) => {
        if (!options.quiet) house.terminal.err(`${step}\n`);
      },
    });
    opened.settle();
    const { night, report, folder } = result;
    const code = exitCodeOfNight(result);
    await desk.store.nights.end(night.id, { at: desk.now().toISOString(), exitCode: code, folder });
    await sayNight(house, options, opened, { report, folder });
    await saySpent(house, options, opened, estimating);
    return code;
  });
}

/** Questions to Claude go into batches unless they are to be asked live. */
function inBatches(options: NightlyOptions) {
  return { ...options, batch: options.live ? false : (options.batch ?? ('if-possible' as const)) };
}

async function planOf(desk: Desk, { limit }: NightlyOptions, policy: Policy | null): Promise<NightPlan> {
  const { planNight } = await import('../../flows/night/plan-night.ts');
  return planNight(desk, { limit, stale: policy?.night.stale ?? false });
}

/** What an interrupted night that is gone on with has spent: it has one budget, however often it is begun. */
async function spentBefore(house: House, options: NightlyOptions): Promise<Sum> {
  let spent: Sum = { usd: 0, unknown: 0 };
  await atReadingDesk(house, options, async ({ store }) => {
    const [last] = await store.nights.list(1);
    if (last?.endedAt === null) spent = spentSince(await store.ledger.read(), last.startedAt);
    return exitCodes.done;
  });
  return spent;
}

function addUp({ usd, unknown }: Sum, now: number | null): number | null {
  return usd === null || unknown > 0 || now === null ? null : usd + now;
}

async function sayNight(
  house: House,
  options: NightlyOptions,
  opened: AtDesk,
  { report, folder }: { report: NightReport; folder: string },
): Promise<void> {
  sayNotes(house, options, opened, report.tools.length > 0);
  if (options.quiet && !options.json) return;
  const { summariseNight } = await import('../../pages/night.ts');
  const room = { columns: house.terminal.columns, colour: house.terminal.colour };
  await sayResult(house, options, report, () => `\n${summariseNight(report, room)}\n${folder}/index.html\n`);
}

/** What a night would do with what is known now: feeds and pages are not read, so what is new in them is not in it. */
async function planOne(
  house: House,
  options: NightlyOptions,
  feeds: readonly Feed[],
  policy: Policy | null,
): Promise<number> {
  return atDesk(house, inBatches(options), async (desk) => {
    const { calls, open, taken } = await planOf(desk, options, policy);
    if (!options.quiet) house.terminal.err(await describePlan(desk, feeds, open, taken));
    return sayPlan(house, options, desk, async () => calls);
  });
}

async function describePlan(desk: Desk, feeds: readonly Feed[], open: number, wanted: number): Promise<string> {
  const { findTakenLaunches } = await import('../../flows/night/gather-launches.ts');
  const waiting = (await findTakenLaunches(desk)).length;
  return [
    `${countOf(feeds.length, 'feed')} would be read; what is new there is not in this plan.\n`,
    `${countOf(waiting, 'launch', 'launches')} to be gathered.\n`,
    `${wanted} of ${countOf(open, 'tool')} with empty seats would be reviewed:\n`,
  ].join('');
}

async function tellFailure(house: House, exitCode: number, what: string): Promise<void> {
  const problem = await house.tellFailure({ program: 'ship-or-skip nightly', exitCode, what });
  if (problem !== null) house.terminal.err(`SHIP_OR_SKIP_ON_FAILURE failed: ${harmless(problem)}\n`);
}
