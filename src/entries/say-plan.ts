import type { BatchPlan, Desk } from '../desk.ts';
import type { PlannedCall, PlanOrder } from '../flows/estimate-run.ts';
import { describePlan } from './describe-batch.ts';
import { exitCodes } from './exit-codes.ts';
import type { House } from './house.ts';
import type { RunOptions } from './options.ts';
import { sayResult } from './say-results.ts';

/** `--dry-run`: which calls would be made, by kind, with tokens and cost. */
export async function sayPlan(
  house: House,
  options: Pick<RunOptions, 'json' | 'quiet'>,
  desk: Desk,
  order: PlanOrder,
): Promise<number> {
  const { estimateRun } = await import('../flows/estimate-run.ts');
  const planned = await estimateRun(desk, order);
  const { calls, plans } = await withBatches(desk, order, planned);
  if (desk.onlyRecordings && calls.length > 0 && !options.quiet) {
    house.terminal.err(
      'note: no key is set. For the example pair recorded replies answer, at no cost; everything else needs a key first.\n',
    );
  }
  return sayCalls(house, options, calls, plans);
}

/** At the price of batches, where they are asked in batches. */
async function withBatches(
  desk: Desk,
  order: PlanOrder,
  calls: PlannedCall[],
): Promise<{ calls: PlannedCall[]; plans: BatchPlan[] }> {
  if (desk.batching === null) return { calls, plans: [] };
  const { priceBatches } = await import('../flows/price-batches.ts');
  return priceBatches(desk, desk.batching, order, calls);
}

/** Calls that would be made, by kind, with tokens and cost; the cost is that of the certain ones. */
export async function sayCalls(
  house: House,
  options: Pick<RunOptions, 'json'>,
  calls: readonly PlannedCall[],
  plans: readonly BatchPlan[] = [],
): Promise<number> {
  const batches = plans.length === 0 ? {} : { batches: plans };
  const costUsd = costOf(calls.filter(({ certain }) => certain));
  await sayResult(house, options, { calls, costUsd, ...batches }, () =>
    [describeCalls(calls), ...plans.map((plan) => `${describePlan(plan)}\n`)].join(''),
  );
  return exitCodes.done;
}

function describeCalls(planned: readonly PlannedCall[]): string {
  const calls = planned.filter(({ certain }) => certain);
  const duels = planned.filter(({ certain }) => !certain);
  if (calls.length === 0) return '0 calls: nothing has to be asked.\n';
  const groups = [...Map.groupBy(calls, (call) => `${call.purpose}\t${call.model}`).values()];
  const lines = groups.map(describeGroup);
  const total = `${calls.length} calls, ${dollars(calls)} in all. Nothing was sent. Correction rounds come on top, seldom more than one in four.`;
  const more = `Up to ${duels.length} duel calls, ${dollars(duels)}, come on top if the scores are inside the noise.`;
  return `${[...lines, total, ...(duels.length > 0 ? [more] : [])].join('\n')}\n`;
}

function describeGroup(group: readonly PlannedCall[]): string {
  const [first] = group;
  const tokens = (field: 'inputTokens' | 'outputTokens') =>
    group.reduce((sum, call) => sum + call[field], 0).toLocaleString('en');
  return `${String(group.length).padStart(3)} ${first?.purpose.padEnd(8)} ${first?.model}: about ${tokens('inputTokens')} tokens in, ${tokens('outputTokens')} out, ${dollars(group)}`;
}

function dollars(calls: readonly PlannedCall[]): string {
  const cost = costOf(calls);
  return cost === null ? 'cost unknown' : `about $${cost.toFixed(4)}`;
}

/** US dollars; null as soon as the price of one call is unknown. */
function costOf(calls: readonly PlannedCall[]): number | null {
  const known = calls.map((call) => call.costUsd).filter((cost) => cost !== null);
  return known.length < calls.length ? null : known.reduce((sum, cost) => sum + cost, 0);
}
