import { type FailureKind, ProviderFailed } from '../core/call.ts';
import type { Desk } from '../desk.ts';
import type { EstimatingDesk } from '../flows/ask/estimate-first.ts';
import type { ToolResult } from '../flows/ask/review-tools.ts';
import type { MissingDuel } from '../flows/compare/load-duels.ts';
import type { MissingAnswer } from '../flows/compare/write-answer.ts';
import type { House, OpenedDesk } from './house.ts';
import type { DeskOptions } from './options.ts';
import { harmless } from './say-error.ts';

/** Prints a result on stdout: as JSON when asked for, else in words. */
export async function sayResult(
  { terminal }: House,
  { json }: DeskOptions,
  value: unknown,
  inWords: () => string | Promise<string>,
): Promise<void> {
  if (!json) return terminal.out(await inWords());
  const { renderJson } = await import('../pages/json.ts');
  terminal.out(renderJson(value));
}

/** What a person should know after a run, on stderr: what the answers are, what is missing, what waits. */
export function sayAfterRun(
  house: House,
  options: DeskOptions,
  opened: OpenedDesk,
  tools: readonly ToolResult[],
): void {
  const answered = tools.some(({ seats }) => seats.some(({ kind }) => kind !== 'missing'));
  sayNotes(house, options, opened, answered);
  if (!options.quiet) sayRecorded(house, opened.desk, tools);
  sayMissing(house, tools);
  sayUndecided(house, tools);
}

/** Says what a person should know before reading the result: recorded replies, and one family only where it answered. */
export function sayNotes(
  house: House,
  options: DeskOptions,
  opened: Pick<OpenedDesk, 'notes' | 'oneFamily'>,
  answered: boolean,
): void {
  if (options.quiet) return;
  const notes = answered && opened.oneFamily !== null ? [...opened.notes, opened.oneFamily] : opened.notes;
  for (const note of notes) house.terminal.err(`note: ${note}\n`);
}

/** Names every seat, new review, correction round and ballot that is missing, with its reason, once per reason. */
function sayMissing({ terminal }: House, tools: readonly ToolResult[]): void {
  const missing = tools.flatMap(({ dossier, seats }) => seats.flatMap((seat) => gapsOf(dossier.tool.slug, seat)));
  const byReason = Map.groupBy(missing, ({ reason }) => reason);
  for (const [reason, gaps] of byReason) {
    terminal.err(
      `missing: ${gaps.map((gap) => gap.what).join(', ')}\n  ${harmless(reason).replaceAll('\n', '\n  ')}\n`,
    );
    const requests = gaps.flatMap(({ requestId }) => requestId ?? []);
    if (requests.length > 0) terminal.err(`  request id: ${harmless(requests.join(', '))}\n`);
  }
  sayCures(terminal, tools);
  const refused = tools.some(({ seats }) => seats.some((seat) => 'reason' in seat && seat.failure === null));
  if (refused) terminal.err('A seat that was answered without a usable review is asked again with --fresh.\n');
}

const again = 'Run the same command again to ask only for what is missing.';
const change = 'The same request would be refused again: name another model, or mend the input.';

/** What goes before asking again, for failures that asking alone does not cure. */
const cures: Partial<Record<FailureKind, string>> = {
  credentials: 'The same key would be refused again: set one the service accepts, or name another model.',
  request: change,
  unsupported: change,
};

/** Says how to get what is missing, each way once. */
function sayCures(terminal: House['terminal'], tools: readonly ToolResult[]): void {
  const failures = tools.flatMap(({ seats }) => seats.flatMap((seat) => (seat.kind === 'missing' ? seat.failure : [])));
  const ways = failures
    .filter((failure) => failure !== null)
    .map((failure) => (failure instanceof ProviderFailed ? (cures[failure.kind] ?? again) : again));
  if (ways.length > 0) terminal.err(`What was answered is kept. ${[...new Set(ways)].join(' ')}\n`);
}

interface Gap {
  what: string;
  reason: string;
  /** The service’s name for the request that failed, to ask its support about. */
  requestId: string | null;
}

function gapsOf(tool: string, seat: ToolResult['seats'][number]): Gap[] {
  const what = `${tool} ${seat.work.persona.id}`;
  const ballots = seat.missingBallots.map(({ model, reason }) => ({
    what: `${what}, ballot of ${model}`,
    reason,
    requestId: null,
  }));
  const repeats = seat.missingRepeats.map(({ model, reason }) => ({
    what: `${what}, repeat of ${model}`,
    reason,
    requestId: null,
  }));
  return [...ownGapOf(what, seat), ...ballots, ...repeats];
}

/** What the lead could not be had for. */
function ownGapOf(what: string, seat: ToolResult['seats'][number]): Gap[] {
  const requestId = seat.failure instanceof ProviderFailed ? seat.failure.requestId : null;
  if (seat.kind === 'missing') return [{ what, reason: seat.reason, requestId }];
  if (seat.kind === 'kept-old')
    return [{ what: `${what}, new review (the old one stands)`, reason: seat.reason, requestId }];
  return seat.failure === null ? [] : [{ what: `${what}, correction round`, reason: seat.failure.message, requestId }];
}

/** Names everyone whose judgement head to head could not be had, once per reason. It stops nothing. */
export function sayMissingDuels({ terminal }: House, missing: readonly MissingDuel[]): void {
  for (const [reason, gaps] of Map.groupBy(missing, (gap) => gap.reason)) {
    const who = gaps.map(({ persona }) => persona).join(', ');
    terminal.err(`missing: head to head ${who}\n  ${harmless(reason).replaceAll('\n', '\n  ')}\n`);
  }
}

/** Without a written answer the computed one stands, so this is a note and nothing is missing from the reviews. */
export function sayMissingAnswer({ terminal }: House, { reason }: MissingAnswer): void {
  terminal.err(
    `missing: the written answer on top; the computed one stands\n  ${harmless(reason).replaceAll('\n', '\n  ')}\n`,
  );
}

/** Says which candidates wait, and how to decide about them. */
function sayUndecided({ terminal }: House, tools: readonly ToolResult[]): void {
  for (const { dossier, decisions } of tools) {
    for (const { persona } of decisions.filter(({ answer }) => answer === null))
      sayWaiting(terminal, dossier.tool.slug, persona.id);
  }
}

export function sayWaiting(terminal: House['terminal'], tool: string, persona: string): void {
  terminal.err(
    `${tool} ${persona}: the old review stands; the new one waits. Decide with: ship-or-skip regenerate ${tool} ${persona} --keep new|old\n`,
  );
}

/** With a key set, recorded replies may still stand: they are current, so nothing asks for them again by itself. */
function sayRecorded({ terminal }: House, desk: Desk, tools: readonly ToolResult[]): void {
  const seats = tools.flatMap((tool) => tool.seats);
  const recorded = seats.filter((seat) => seat.kind === 'standing' && seat.review.byline.supplied !== null);
  if (desk.onlyRecordings || recorded.length === 0) return;
  terminal.err(
    `note: ${recorded.length} of ${seats.length} reviews are recorded replies. To ask ${desk.lead.written} instead, add: --fresh --keep new\n`,
  );
}

const whyUnknown =
  'because of a model without a known price, an answer without usage, or an attempt that broke off and may be billed; `ship-or-skip costs` counts each';

/** The last line of a run, on stderr: what it was going to cost and what it did. Nothing where nothing was asked. */
export async function saySpent(
  { terminal }: House,
  { quiet }: DeskOptions,
  { spent }: Pick<OpenedDesk, 'spent'>,
  { estimated }: Pick<EstimatingDesk, 'estimated'>,
): Promise<void> {
  if (quiet) return;
  const [foreseen, real] = [await estimated(), spent()];
  if (foreseen === 0 && real === 0) return;
  const actual = real === null ? `unknown, ${whyUnknown}` : dollars(real);
  terminal.err(`estimated ${foreseen === null ? 'unknown' : dollars(foreseen)}, spent ${actual}\n`);
}

function dollars(amount: number): string {
  return `$${amount.toFixed(4)}`;
}
