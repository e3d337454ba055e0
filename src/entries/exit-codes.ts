import { ProviderFailed } from '../core/call.ts';
import type { ToolResult } from '../flows/ask/review-tools.ts';
import type { MissingDuel } from '../flows/compare/load-duels.ts';
import type { NightResult } from '../flows/night/run-night.ts';
import { BudgetReached } from '../providers/budget.ts';

/** What the program’s exit status says. */
export const exitCodes = {
  done: 0,
  unexpected: 1,
  invalid: 2,
  incomplete: 3,
  budget: 4,
  providers: 5,
  interrupted: 130,
} as const;

/**
 * Exit status of a run: what stopped it counts first, then whether anything was produced. A seat that kept its old review
 * for want of a new one is produced, but not all that was asked for. A ballot, repeat, duel or written answer that could not be had is said
 * and no more, unless the budget or the credentials stopped it.
 */
export function exitCodeOf(
  tools: readonly ToolResult[],
  missingWords: readonly Pick<MissingDuel, 'failure'>[] = [],
): number {
  return exitCodeOfAll(tools, missingWords, []);
}

/** Exit status of a night: launches whose facts no model could read, and pairs that could not be judged, are missing as well. */
export function exitCodeOfNight({ filled, unread, undecided }: NightResult): number {
  const code = exitCodeOfAll(
    filled,
    undecided.flatMap(({ missing }) => missing),
    unread,
  );
  return code === exitCodes.done && undecided.length > 0 ? exitCodes.incomplete : code;
}

function exitCodeOfAll(
  tools: readonly ToolResult[],
  missingWords: readonly Pick<MissingDuel, 'failure'>[],
  unread: NightResult['unread'],
): number {
  const seats = tools.flatMap((tool) => tool.seats);
  const jury = seats.flatMap(({ missingBallots, missingRepeats }) => [...missingBallots, ...missingRepeats]);
  return exitCodeOfStop([...jury, ...missingWords].map(({ failure }) => failure)) ?? exitCodeOfSeats(seats, unread);
}

function exitCodeOfSeats(
  seats: readonly ToolResult['seats'][number][],
  unread: readonly (ProviderFailed | BudgetReached)[],
): number {
  const failures = [...seats.map((seat) => seat.failure).filter((failure) => failure !== null), ...unread];
  const missing = seats.filter((seat) => seat.kind === 'missing').length + unread.length;
  const code = exitCodeOfMissing(failures, missing, seats.length + unread.length);
  const hasKeptOld = seats.some((seat) => seat.kind === 'kept-old');
  return code === exitCodes.done && hasKeptOld ? exitCodes.incomplete : code;
}

/** Exit status when so many of all answers are missing, after these failures. */
export function exitCodeOfMissing(
  failures: readonly (ProviderFailed | BudgetReached)[],
  missing: number,
  all: number,
): number {
  const stopped = exitCodeOfStop(failures);
  if (stopped !== null) return stopped;
  if (missing === 0) return exitCodes.done;
  return missing === all && failures.length === missing ? exitCodes.providers : exitCodes.incomplete;
}

/** What only a person can mend: an amount that is spent, a key that is refused. Null when it is neither. */
function exitCodeOfStop(failures: readonly (ProviderFailed | BudgetReached | null)[]): number | null {
  if (failures.some((failure) => failure instanceof BudgetReached || isFailure(failure, 'spend')))
    return exitCodes.budget;
  return failures.some((failure) => isFailure(failure, 'credentials')) ? exitCodes.invalid : null;
}

function isFailure(failure: unknown, kind: ProviderFailed['kind']): boolean {
  return failure instanceof ProviderFailed && failure.kind === kind;
}

/** Names of the errors that are a person’s to mend: said in a line or two, without a stack. */
const ours = new Map<string, number>([
  ['UnknownTool', exitCodes.invalid],
  ['AmbiguousTool', exitCodes.invalid],
  ['UnknownPrediction', exitCodes.invalid],
  ['UnknownLaunch', exitCodes.invalid],
  ['UnknownModel', exitCodes.invalid],
  ['UnknownSchema', exitCodes.invalid],
  ['InvalidFile', exitCodes.invalid],
  ['InvalidAddress', exitCodes.invalid],
  ['NothingToReview', exitCodes.incomplete],
  ['InvalidOrder', exitCodes.invalid],
  ['InvalidSettings', exitCodes.invalid],
  ['NoModel', exitCodes.invalid],
  ['BrokenPageTemplate', exitCodes.invalid],
  ['FileExists', exitCodes.invalid],
  ['StoreUnusable', exitCodes.invalid],
  ['Unkeepable', exitCodes.invalid],
  ['FetchRefused', exitCodes.invalid],
  // a page is no provider, and may be there the next time
  ['FetchFailed', exitCodes.incomplete],
  ['DamagedRow', exitCodes.unexpected],
  ['BudgetReached', exitCodes.budget],
  ['ProviderFailed', exitCodes.providers],
]);

/** What the system refused that a person can mend, by its code. */
const refusals = new Map([
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EROFS', 'it can only be read'],
  ['ENOENT', 'no such file or folder'],
  ['ENOTDIR', 'a part of this path is a file, not a folder'],
  ['EISDIR', 'this is a folder'],
  ['EEXIST', 'this is there already, and is not a folder'],
  ['ENOSPC', 'the disk is full'],
]);

/** Exit status of an error that ended a command, and what to say when it is a person’s to mend; null for a fault of the program. */
export function judgeError(error: unknown): { code: number; plain: string | null } {
  if (!(error instanceof Error)) return { code: exitCodes.unexpected, plain: null };
  if (isFailure(error, 'credentials')) return { code: exitCodes.invalid, plain: error.message };
  if (isFailure(error, 'spend')) return { code: exitCodes.budget, plain: error.message };
  const code = ours.get(error.name);
  if (code !== undefined) return { code, plain: error.message };
  const refusal = refusalOf(error);
  return { code: refusal === null ? exitCodes.unexpected : exitCodes.invalid, plain: refusal };
}

function refusalOf(error: NodeJS.ErrnoException): string | null {
  const words = refusals.get(error.code ?? '');
  return words === undefined || error.path === undefined ? null : `${error.path}: ${words}.`;
}
