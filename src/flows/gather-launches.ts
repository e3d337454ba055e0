import PQueue from 'p-queue';
import { ProviderFailed } from '../core/call.ts';
import type { Launch } from '../core/launches/launch.ts';
import type { LaunchLine } from '../core/night/night-report.ts';
import type { Desk } from '../desk.ts';
import { BudgetReached } from '../providers/budget.ts';
import { FetchFailed, FetchRefused } from '../sources/fetch-source.ts';
import { rule } from '../store/contract.ts';
import { gatherTool, InvalidAddress, NothingToReview } from './gather-tool.ts';

/** What became of the launches that were taken. */
export interface GatheredLaunches {
  lines: LaunchLine[];
  /** Taken launches that were not looked at, for want of room. */
  left: number;
  /** What ended all asking: the budget, a refused key, missing credit. The launches it kept from being read stay taken. */
  stopped: BudgetReached | ProviderFailed | null;
}

/** Sites read side by side; each of them is read politely by itself. */
const atOnce = 4;

/** A page that cannot be read for so long is not tried every night any more, in milliseconds. */
const longestTrial = 7 * 86_400_000;

/**
 * Gathers the taken launches that are no tool of the store yet, the newest first. One that cannot be read this time stays
 * taken and is tried again next time, for a week; one whose pages are no evidence of a product is held, not reviewed. Whoever is
 * killed in between gathers the rest the next time: what is gathered is a tool from then on.
 * @throws the signal’s reason, and whatever is not about one launch
 */
export async function gatherLaunches(desk: Desk, most: number): Promise<GatheredLaunches> {
  const open = await findTakenLaunches(desk);
  const queue = new PQueue({ concurrency: atOnce });
  let stopped: GatheredLaunches['stopped'] = null;
  const gather = async (launch: Launch): Promise<LaunchLine> => {
    if (stopped !== null) return postponed(launch, allEnded);
    try {
      return await gatherOne(desk, launch);
    } catch (error) {
      if (desk.signal.aborted || !(error instanceof BudgetReached || error instanceof ProviderFailed)) throw error;
      stopped = error;
      return postponed(launch, allEnded);
    }
  };
  const lines = await queue.addAll(open.slice(0, most).map((launch) => () => gather(launch)));
  return { lines, left: Math.max(0, open.length - most), stopped };
}

const allEnded = 'No model could be asked any more.';

function postponed({ id, name, url }: Launch, reason: string): LaunchLine {
  return { id, name, url, state: 'failed', tool: null, because: `${reason} It is tried again next time.` };
}

/** Taken launches that wait to be gathered, the newest first; a launch whose tool was gathered by somebody else has one. */
export async function findTakenLaunches({ store }: Desk): Promise<Launch[]> {
  const known = new Set((await store.listTools()).map(({ slug }) => slug));
  const taken = await store.launches.list({ state: 'taken' });
  return taken.filter(({ tool }) => tool === null || !known.has(tool));
}

async function gatherOne(desk: Desk, launch: Launch): Promise<LaunchLine> {
  const { id, name, url, tool } = launch;
  const line = { id, name, url };
  desk.signal.throwIfAborted();
  if (url === null) return hold(desk, launch, 'it names no page of the product');
  try {
    const { dossier } = await gatherTool(desk, url, { as: tool });
    await desk.store.launches.linkTool(id, dossier.tool.slug);
    const sources = dossier.sources.length === 1 ? 'one source' : `${dossier.sources.length} sources`;
    return { ...line, state: 'new', tool: dossier.tool.slug, because: `${sources} from its pages.` };
  } catch (error) {
    desk.signal.throwIfAborted();
    if (error instanceof NothingToReview || error instanceof FetchRefused || error instanceof InvalidAddress)
      return hold(desk, launch, error.message);
    if (!(error instanceof FetchFailed)) throw error;
    if (desk.now().getTime() - Date.parse(launch.firstSeen) > longestTrial)
      return hold(desk, launch, `${error.message} It could not be read for a week.`);
    return postponed(launch, error.message);
  }
}

/** A rule moves nothing a person decided: then the launch stays taken, and the report says every time why it is no tool yet. */
async function hold(desk: Desk, { id, name, url }: Launch, because: string): Promise<LaunchLine> {
  const at = desk.now().toISOString();
  await desk.store.launches.decide(
    id,
    { state: 'held', reason: 'no-evidence', because, by: rule, at },
    { over: 'taken' },
  );
  return { id, name, url, state: 'held', tool: null, because };
}
