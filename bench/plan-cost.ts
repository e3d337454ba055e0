import { priceAnswer } from './simulator/bill.ts';
import type { Billed } from './simulator/stats.ts';

/**
 * What these answers would have cost, in US dollars, with every shared prefix written to the cache once and read by all
 * others; computed with the prices and token counts of the run itself.
 */
export function planCost(billed: readonly Billed[]): number {
  const groups = Map.groupBy(billed, ({ model, shared }) => `${model} ${shared?.key}`);
  return [...groups.values()]
    .flatMap((group) => group.map((answer, index) => planned(answer, index === 0)))
    .reduce(sum, 0);
}

/** What they would have cost without any cache. */
export function uncachedCost(billed: readonly Billed[]): number {
  return billed
    .map((answer) => {
      const input = answer.input + answer.read + answer.write5m + answer.write1h;
      return priceAnswer(answer.model, { ...answer, input, read: 0, write5m: 0, write1h: 0 });
    })
    .reduce(sum, 0);
}

/** What they did cost. */
export function billedCost(billed: readonly Billed[]): number {
  return billed.map(({ costUsd }) => costUsd).reduce(sum, 0);
}

function planned(answer: Billed, writes: boolean): number {
  const shared = answer.shared?.tokens ?? 0;
  const input = answer.input + answer.read + answer.write5m + answer.write1h - shared;
  const cached = writes ? { read: 0, write5m: shared } : { read: shared, write5m: 0 };
  return priceAnswer(answer.model, { input, ...cached, write1h: 0, output: answer.output });
}

function sum(a: number, b: number): number {
  return a + b;
}
