import { type EstimateLine, type PlannedCall, totalOf } from '../core/estimate.ts';
import { isWebAddress } from '../core/gathering/plain-address.ts';
import type { BatchPlan, Desk } from '../desk.ts';
import type { PlanOrder } from '../flows/ask/plan-run.ts';
import { countOf, showMoney } from '../pages/format.ts';
import { wrapText } from '../pages/terminal-text.ts';
import { describePlan as describeBatchPlan } from './describe-batch.ts';
import { exitCodes } from './exit-codes.ts';
import type { House } from './house.ts';
import type { RunOptions } from './options.ts';
import { sayResult } from './say-results.ts';

/** Makes the plan of a run that fills seats. */
export function planOf(order: PlanOrder): (desk: Desk) => Promise<PlannedCall[]> {
  return async (desk) => (await import('../flows/ask/plan-run.ts')).planRun(desk, order);
}

/** Says that addresses nobody knows were read for a plan: that is no call to a model, but it is traffic. */
export function noteAddresses(house: House, { quiet }: Pick<RunOptions, 'quiet'>, targets: readonly string[]): void {
  if (quiet || !targets.some(isWebAddress)) return;
  house.terminal.err('note: pages of tools nobody knows were fetched for this and not stored.\n');
}

/** `--dry-run`: which calls would be made, by kind and model, with tokens, likely cost and the most they can cost. */
export async function sayPlan(
  house: House,
  options: Pick<RunOptions, 'json' | 'quiet'>,
  desk: Desk,
  plan: (desk: Desk) => Promise<PlannedCall[]>,
): Promise<number> {
  const { countPrompts } = await import('../flows/ask/count-prompts.ts');
  const { estimateRun } = await import('../flows/ask/estimate-run.ts');
  const planned = await plan(desk);
  if (desk.onlyRecordings && planned.length > 0 && !options.quiet) {
    house.terminal.err(
      'note: no key is set. For the example pair recorded replies answer, at no cost; everything else needs a key first.\n',
    );
  }
  const { scale, counted, waves } = await countPrompts(desk, planned);
  const lines = await estimateRun(desk, planned, scale);
  const batches = await batchPlansOf(desk, planned, scale);
  const [costUsd, worstUsd] = [totalOf(lines, 'costUsd'), totalOf(lines, 'worstUsd')];
  const calls = planned.map(({ kind, certain, prompt: { seat, model } }) => ({ kind, ...seat, model, certain }));
  const inBatches = batches.length === 0 ? {} : { batches };
  const value = { lines, costUsd, worstUsd, prefixes: { counted, of: waves }, calls, ...inBatches };
  await sayResult(house, options, value, () =>
    [
      describePlan(lines, { counted, waves }, house.terminal.columns),
      ...batches.map((one) => `${describeBatchPlan(one)}\n`),
    ].join(''),
  );
  return exitCodes.done;
}

/** Which way questions go into batches, where they do. */
async function batchPlansOf(
  desk: Desk,
  planned: readonly PlannedCall[],
  scale: (wave: string) => number,
): Promise<BatchPlan[]> {
  if (desk.batching === null) return [];
  const { priceBatches } = await import('../flows/ask/price-batches.ts');
  return (await priceBatches(desk, desk.batching, planned, scale)).map(({ plan }) => plan);
}

function describePlan(
  lines: readonly EstimateLine[],
  { counted, waves }: { counted: number; waves: number },
  columns: number,
): string {
  if (lines.length === 0) return '0 calls: nothing has to be asked.\n';
  const certain = lines.filter((line) => line.certain);
  const duels = lines.filter((line) => !line.certain);
  const total = `${callsOf(certain)}, ${moneyOf(totalOf(lines, 'costUsd'), totalOf(lines, 'worstUsd'))} in all. Nothing was asked.`;
  const how =
    counted === 0
      ? 'All tokens are estimated from the length of the prompts.'
      : `Claude’s count_tokens, which is free, counted ${counted} of ${countOf(waves, 'prompt prefix', 'prompt prefixes')}; the other tokens are estimated from the length of the prompts.`;
  const said = [...certain.map(describeLine), ...duels.map(describeDuels), total, how];
  return `${said.flatMap((text) => wrapText(text, columns, '  ')).join('\n')}\n`;
}

const words: Record<EstimateLine['kind'], string> = {
  facts: 'fact reading',
  lead: 'lead',
  ballot: 'ballot',
  repeat: 'repeat',
  duel: 'duel',
  answer: 'answer on top',
  repair: 'expected repair',
};

function describeLine(line: EstimateLine): string {
  return `${numberOf(line)}: ${describeTokens(line)}, ${moneyOf(line.costUsd, line.worstUsd)}`;
}

function describeDuels(line: EstimateLine): string {
  return `Up to ${describeLine(line)}, on top if the scores come out inside the noise.`;
}

/** Repairs are expected by their share, so there may be a part of one. */
function numberOf({ kind, calls, model }: EstimateLine): string {
  const shown = Math.round(calls * 10) / 10;
  return `${kind === 'repair' ? `about ${shown}` : shown} ${words[kind]}${shown === 1 ? '' : 's'} by ${model}`;
}

function describeTokens({ inputTokens, cacheWriteTokens, cacheReadTokens, outputTokens }: EstimateLine): string {
  const cached = cacheWriteTokens + cacheReadTokens;
  const through =
    cached < 0.5 ? '' : ` (${tokens(cacheWriteTokens)} written to the cache, ${tokens(cacheReadTokens)} read from it)`;
  return `about ${tokens(inputTokens)} tokens in${through}, ${tokens(outputTokens)} out`;
}

function tokens(count: number): string {
  return Math.round(count).toLocaleString('en');
}

function callsOf(lines: readonly EstimateLine[]): string {
  const count = (ofRepairs: boolean) =>
    lines.filter(({ kind }) => (kind === 'repair') === ofRepairs).reduce((sum, { calls }) => sum + calls, 0);
  return `${countOf(count(false), 'call')} and about ${countOf(Math.round(count(true) * 10) / 10, 'repair')}`;
}

function moneyOf(likely: number | null, most: number | null): string {
  return likely === null || most === null ? 'cost unknown' : `about ${showMoney(likely)}, at most ${showMoney(most)}`;
}
