import type { PriceTier } from '../../core/cost.ts';

/** The day everything below was checked. */
export const claudePricesDate = '2026-11-22';

/**
 * Claude prices in US dollars per million tokens at standard speed, by model, from Anthropic’s published price list as of
 * `claudePricesDate`. Derived, not quoted: the one-hour write of claude-fable-5-2 and that of claude-haiku-5-5 above
 * 100,000 tokens, both as twice the input like every published one. Batches cost half of all of these. A model that is
 * not listed is refused until its price is known.
 */
export const claudePrices: Readonly<Record<string, readonly PriceTier[]>> = {
  'claude-fable-5-2': [
    { upTo: null, price: { input: 8, output: 40, cacheWrite5m: 10, cacheWrite1h: 16, cacheRead: 0.2 } },
  ],
  'claude-fable-5-1': [
    { upTo: null, price: { input: 10, output: 50, cacheWrite5m: 12.5, cacheWrite1h: 20, cacheRead: 0.25 } },
  ],
  'claude-opus-5-5': [
    { upTo: null, price: { input: 4, output: 20, cacheWrite5m: 5, cacheWrite1h: 8, cacheRead: 0.2 } },
  ],
  'claude-opus-5': [
    { upTo: null, price: { input: 5, output: 25, cacheWrite5m: 6.25, cacheWrite1h: 10, cacheRead: 0.5 } },
  ],
  'claude-sonnet-5-5': [
    { upTo: null, price: { input: 2, output: 10, cacheWrite5m: 2.5, cacheWrite1h: 4, cacheRead: 0.1 } },
  ],
  'claude-haiku-5-5': [
    { upTo: 100_000, price: { input: 0.1, output: 0.5, cacheWrite5m: 0.125, cacheWrite1h: 0.2, cacheRead: 0.01 } },
    { upTo: null, price: { input: 0.5, output: 2.5, cacheWrite5m: 0.625, cacheWrite1h: 1, cacheRead: 0.05 } },
  ],
};

/** The shortest prefix a model’s cache takes, in tokens, where that is published. */
export const claudeCacheFrom: Readonly<Record<string, number>> = {
  'claude-fable-5-1': 512,
  'claude-opus-5-5': 512,
  'claude-opus-5': 512,
  'claude-sonnet-5-5': 512,
};

/**
 * Models the SDK lists as deprecated (both end on 2026-11-30). They are not asked: a byline should outlive its model by
 * more than days.
 */
export const retiringClaudeModels: readonly string[] = ['claude-sonnet-4-5', 'claude-sonnet-4-5-20250929'];
