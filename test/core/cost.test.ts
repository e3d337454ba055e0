import { expect, test } from 'vitest';
import { costOf, estimateTokens, priceAt } from '../../src/core/cost.ts';

const price = { input: 2, output: 10, cacheWrite5m: 2.5, cacheWrite1h: 4, cacheRead: 0.1 };

test('each class of tokens is charged at its own price', () => {
  const usage = {
    input: 1_000_000,
    output: 100_000,
    thinking: 50_000,
    cacheWrite5m: 200_000,
    cacheWrite1h: 100_000,
    cacheRead: 1_000_000,
  };
  expect(costOf(usage, [{ upTo: null, price }])).toBeCloseTo(2 + 1 + 0.5 + 0.4 + 0.1);
});

test('a long prompt is charged at the tier that holds all of its input', () => {
  const tiers = [
    { upTo: 100_000, price },
    { upTo: null, price: { ...price, input: 5 } },
  ];
  expect(priceAt(100_000, tiers).input).toBe(2);
  expect(priceAt(100_001, tiers).input).toBe(5);
  const usage = { input: 1, output: 0, thinking: null, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 100_000 };
  expect(costOf(usage, tiers)).toBeCloseTo((5 + 100_000 * 0.1) / 1_000_000);
});

test('the estimate of tokens never rounds down to nothing', () => {
  expect([estimateTokens(''), estimateTokens('a'), estimateTokens('abcd')]).toEqual([0, 1, 2]);
});
