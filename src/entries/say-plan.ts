import type { Desk } from '../desk.ts';
import type { PlannedCall } from '../flows/estimate-run.ts';
import type { ReviewOrder } from '../flows/review-tools.ts';
import { exitCodes } from './exit-codes.ts';
import type { House } from './house.ts';
import type { RunOptions } from './options.ts';

/** `--dry-run`: which calls would be made, by kind, with tokens and cost. */
export async function sayPlan(house: House, options: RunOptions, desk: Desk, order: Pick<ReviewOrder, 'targets' | 'personas' | 'wishes'> & { duel?: boolean }): Promise<number> {
  const { estimateRun } = await import('../flows/estimate-run.ts');
  return sayCalls(house, options, await estimateRun(desk, order));
}

/** Calls that would be made, by kind, with tokens and cost. */
export async function sayCalls(house: House, options: RunOptions, calls: readonly PlannedCall[]): Promise<number> {
  if (options.json) {
    const { renderJson } = await import('../pages/json.ts');
    house.terminal.out(renderJson({ calls }));
    return exitCodes.done;
  }
  if (calls.length === 0) {
    house.terminal.out('0 calls: every seat holds a current review.\n');
    return exitCodes.done;
  }
  const groups = [...Map.groupBy(calls, (call) => `${call.purpose}\t${call.model}`).values()];
  for (const group of groups) house.terminal.out(`${lineOf(group)}\n`);
  house.terminal.out(`${calls.length} calls, ${dollars(calls)} in all. Nothing was sent. Correction rounds come on top, seldom more than one in four.\n`);
  return exitCodes.done;
}

function lineOf(group: readonly PlannedCall[]): string {
  const [first] = group;
  const tokens = (field: 'inputTokens' | 'outputTokens') => group.reduce((sum, call) => sum + call[field], 0).toLocaleString('en');
  return `${String(group.length).padStart(3)} ${first?.purpose.padEnd(8)} ${first?.model}: about ${tokens('inputTokens')} tokens in, ${tokens('outputTokens')} out, ${dollars(group)}`;
}

function dollars(calls: readonly PlannedCall[]): string {
  const known = calls.map((call) => call.costUsd).filter((cost) => cost !== null);
  if (known.length < calls.length) return 'cost unknown';
  return `about $${known.reduce((sum, cost) => sum + cost, 0).toFixed(4)}`;
}
