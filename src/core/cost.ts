import type { Usage } from './call.ts';

/** US dollars per million tokens. */
export interface Price {
  input: number;
  output: number;
  cacheWrite5m: number;
  cacheWrite1h: number;
  cacheRead: number;
}

/** A price that depends on the length of the prompt: the tier with the smallest `upTo` that holds the prompt applies; `upTo: null` has no bound. */
export interface PriceTier {
  /** Total input tokens, inclusive. */
  upTo: number | null;
  price: Price;
}

/** Cost of a call in US dollars from its token counts. */
export function costOf(usage: Usage, tiers: readonly PriceTier[]): number {
  const total = usage.input + usage.cacheWrite5m + usage.cacheWrite1h + usage.cacheRead;
  const price = priceAt(total, tiers);
  return (
    (usage.input * price.input +
      usage.output * price.output +
      usage.cacheWrite5m * price.cacheWrite5m +
      usage.cacheWrite1h * price.cacheWrite1h +
      usage.cacheRead * price.cacheRead) /
    1_000_000
  );
}

/** The price that applies to a prompt of so many input tokens. */
export function priceAt(inputTokens: number, tiers: readonly PriceTier[]): Price {
  const tier = tiers.find(({ upTo }) => upTo === null || inputTokens <= upTo) ?? tiers.at(-1);
  if (tier === undefined) throw new RangeError('a price table needs at least one tier');
  return tier.price;
}

/** What a question costs in a batch, as a share of its standard price, in every class of tokens; from Anthropic’s price list. */
export const batchShare = 0.5;

/** A model’s prices for questions that are asked in a batch. */
export function batchPrices(tiers: readonly PriceTier[]): PriceTier[] {
  return tiers.map(({ upTo, price }) => ({
    upTo,
    price: {
      input: price.input * batchShare,
      output: price.output * batchShare,
      cacheWrite5m: price.cacheWrite5m * batchShare,
      cacheWrite1h: price.cacheWrite1h * batchShare,
      cacheRead: price.cacheRead * batchShare,
    },
  }));
}

/** Tokens a text is likely to have, rounded up: three characters each, deliberately high so that a budget holds. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / 3);
}
