import type { Price, PriceTier } from '../core/cost.ts';

/** The day the table below was checked. */
export const claudePricesDate = '2026-11-22';

/** A one-hour cache entry is priced at twice the input; every model’s published one is. */
function price(input: number, output: number, cacheWrite5m: number, cacheRead: number): Price {
  return { input, output, cacheWrite5m, cacheWrite1h: 2 * input, cacheRead };
}

const flat = (only: Price): PriceTier[] => [{ upTo: null, price: only }];

/**
 * Claude prices in US dollars per million tokens at standard speed, from Anthropic’s published price list as of
 * `claudePricesDate`. Derived, not quoted: the one-hour write of claude-fable-5-2 and that of claude-haiku-5-5 above
 * 100,000 tokens, both as twice the input. Batches cost half of all of these. A model that is not listed has an unknown
 * price.
 */
export const claudePrices: Readonly<Record<string, PriceTier[]>> = {
  'claude-fable-5-2': flat(price(8, 40, 10, 0.2)),
  'claude-fable-5-1': flat(price(10, 50, 12.5, 0.25)),
  'claude-opus-5-5': flat(price(4, 20, 5, 0.2)),
  'claude-opus-5': flat(price(5, 25, 6.25, 0.5)),
  'claude-sonnet-5-5': flat(price(2, 10, 2.5, 0.1)),
  'claude-haiku-5-5': [
    { upTo: 100_000, price: price(0.1, 0.5, 0.125, 0.01) },
    { upTo: null, price: price(0.5, 2.5, 0.625, 0.05) },
  ],
};

/**
 * Models the SDK lists as deprecated (both end on 2026-11-30). They are not asked: a byline should outlive its model by
 * more than days.
 */
export const retiringClaudeModels: readonly string[] = ['claude-sonnet-4-5', 'claude-sonnet-4-5-20250929'];
