import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AlikeQuestions, cheapestWay, costsOfWays } from '../../../src/core/asking/ways.ts';
import { batchShare, costOf, type PriceTier } from '../../../src/core/cost.ts';
import { claudePrices } from '../../../src/providers/claude/claude-prices.ts';

const sonnet = claudePrices['claude-sonnet-5-5'] ?? [];
const four: AlikeQuestions = {
  sharedTokens: 20_000,
  ownTokens: 1_000,
  outputTokens: 4_000,
  seats: 4,
  tiers: sonnet,
  minimumPrefix: 512,
};
const inBatches = ['batch', 'warmed-batch'] as const;
const models = Object.entries(claudePrices);

/** Sizes a tool can have, from a note to a book, for a whole panel or a part of it. */
const sizes = fc.record({
  sharedTokens: fc.integer({ min: 0, max: 400_000 }),
  ownTokens: fc.integer({ min: 200, max: 4_000 }),
  outputTokens: fc.integer({ min: 500, max: 16_000 }),
  seats: fc.integer({ min: 2, max: 6 }),
});

describe('what the ways to ask cost', () => {
  test('by hand: four personas of one tool with Claude Sonnet 5.5', () => {
    const own = (4 * 1_000 * 2 + 4 * 4_000 * 10) / 1e6;
    expect(costsOfWays(four)['live-cached']).toBeCloseTo((20_000 * 2.5 + 3 * 20_000 * 0.1) / 1e6 + own, 12);
    expect(costsOfWays(four).batch).toBeCloseTo(0.5 * ((4 * 20_000 * 2) / 1e6 + own), 12);
    expect(costsOfWays(four)['warmed-batch']).toBeCloseTo(0.5 * ((20_000 * 4 + 3 * 20_000 * 0.1) / 1e6 + own), 12);
  });

  test.each(models)('%s: from three questions on an entry written first is worth it, for two it is not', (_, tiers) => {
    const way = (seats: number) => cheapestWay({ ...four, tiers, seats }, inBatches).way;
    expect([1, 2, 3, 4, 6].map(way)).toEqual(['batch', 'batch', 'warmed-batch', 'warmed-batch', 'warmed-batch']);
  });

  test('a beginning too short for the cache is plain input every way, and all go at once', () => {
    const short = { ...four, sharedTokens: 511 };
    const { costs, way } = cheapestWay(short, inBatches);
    expect(way).toBe('batch');
    expect(costs['warmed-batch']).toBeCloseTo(costs.batch, 12);
    expect(costs.batch).toBeCloseTo(costs['live-cached'] * batchShare('msgbatch_1'), 12);
  });

  test.each(models)('%s: the cheaper batch is never dearer than asking live', (_, tiers) => {
    fc.assert(
      fc.property(sizes, (size) => {
        const { costUsd, costs } = cheapestWay({ ...size, tiers, minimumPrefix: 512 }, inBatches);
        expect(costUsd).toBeLessThanOrEqual(costs['live-cached']);
        expect(cheapestWay({ ...size, tiers, minimumPrefix: 512 }).costUsd).toBe(costUsd);
      }),
    );
  });

  test.each(models)('%s: a live call that only warms the cache is never the cheapest way', (_, tiers) => {
    fc.assert(
      fc.property(sizes, (size) => {
        const questions = { ...size, sharedTokens: size.sharedTokens + 512, tiers, minimumPrefix: 512 };
        const warmedLive = costWhenWarmedLive(questions);
        expect(cheapestWay(questions, inBatches).costUsd).toBeLessThan(warmedLive);
      }),
    );
  });
});

/** The best the first question, sent live with room for one token, could do: the shorter, cheaper entry, which every question of one batch reads in time. */
function costWhenWarmedLive({ sharedTokens, ownTokens, outputTokens, seats, tiers }: AlikeQuestions): number {
  const nothing = { input: 0, output: 0, thinking: null, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0 };
  const half: PriceTier[] = tiers.map(({ upTo, price }) => ({
    upTo,
    price: {
      input: price.input / 2,
      output: price.output / 2,
      cacheWrite5m: price.cacheWrite5m / 2,
      cacheWrite1h: price.cacheWrite1h / 2,
      cacheRead: price.cacheRead / 2,
    },
  }));
  const warmUp = costOf({ ...nothing, cacheWrite5m: sharedTokens, input: ownTokens, output: 1 }, tiers);
  return warmUp + seats * costOf({ ...nothing, cacheRead: sharedTokens, input: ownTokens, output: outputTokens }, half);
}
