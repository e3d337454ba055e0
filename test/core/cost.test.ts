import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchShare, cacheSavingOf, costOf, estimateTokens, priceAt, worstCaseOf } from '../../src/core/cost.ts';

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

test('texts in other scripts are not taken for shorter than they are', () => {
  expect(estimateTokens('道具箱')).toBe(3);
  expect(estimateTokens('a🕰️b')).toBe(3);
});

const tiers = [{ upTo: null, price }];
const nothing = { input: 0, output: 0, thinking: null, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0 };

test('a cache saves what reading is cheaper than sending, less what writing is dearer', () => {
  expect(cacheSavingOf({ ...nothing, cacheRead: 1_000_000 }, tiers)).toBeCloseTo(1.9, 12);
  expect(cacheSavingOf({ ...nothing, cacheWrite5m: 1_000_000 }, tiers)).toBeCloseTo(-0.5, 12);
  expect(cacheSavingOf({ ...nothing, cacheWrite1h: 1_000_000 }, tiers)).toBeCloseTo(-2, 12);
  expect(cacheSavingOf({ ...nothing, input: 9, output: 9 }, tiers)).toBe(0);
});

test('cost and saving together are what the same tokens cost without a cache', () => {
  const count = fc.nat({ max: 200_000 });
  const tiered = [
    { upTo: 100_000, price },
    { upTo: null, price: { ...price, input: 5, cacheRead: 0.5 } },
  ];
  fc.assert(
    fc.property(count, count, count, count, count, (input, output, cacheWrite5m, cacheWrite1h, cacheRead) => {
      const usage = { input, output, thinking: null, cacheWrite5m, cacheWrite1h, cacheRead };
      const uncached = { ...nothing, output, input: input + cacheWrite5m + cacheWrite1h + cacheRead };
      expect(costOf(usage, tiered) + cacheSavingOf(usage, tiered)).toBeCloseTo(costOf(uncached, tiered), 9);
    }),
  );
});

test('a call of a batch pays half', () => {
  expect([batchShare('msgbatch_1'), batchShare(null)]).toEqual([0.5, 1]);
});

describe('the worst case of a call', () => {
  const prompt = { shared: 'é', own: 'b', turns: [], schema: { name: 'opinion', schema: {} }, maxOutputTokens: 1_000 };
  const bytes = 2 + 1 + JSON.stringify(prompt.schema).length;

  test('takes every byte for a token that is written to the cache, and all the room for used', () => {
    expect(worstCaseOf(prompt, tiers)).toBeCloseTo((bytes * 2.5 + 1_000 * 10) / 1e6, 12);
  });

  test('counts writes for an hour where the call writes those', () => {
    expect(worstCaseOf(prompt, tiers, '1h')).toBeCloseTo((bytes * 4 + 1_000 * 10) / 1e6, 12);
  });

  test('takes the dearest class where a cache is given away', () => {
    const free = [{ upTo: null, price: { ...price, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0 } }];
    expect(worstCaseOf(prompt, free)).toBeCloseTo((bytes * 2 + 1_000 * 10) / 1e6, 12);
  });

  test('is never below what a call costs that sends no more tokens than bytes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.array(fc.nat(100), { minLength: 4, maxLength: 4 }),
        (text, parts) => {
          const asked = { ...prompt, shared: text };
          const sent = Buffer.byteLength(text) + 1 + JSON.stringify(prompt.schema).length;
          const all = parts.reduce((a, b) => a + b, 1);
          const [input = 0, cacheWrite5m = 0, cacheRead = 0] = parts.map((part) => Math.floor((sent * part) / all));
          const usage = { ...nothing, input, cacheWrite5m, cacheRead, output: 1_000 };
          expect(costOf(usage, tiers)).toBeLessThanOrEqual(worstCaseOf(asked, tiers));
        },
      ),
    );
  });
});
