import type { PriceTier } from '../../src/core/cost.ts';
import { costOf } from '../../src/core/cost.ts';
import { claudePrices } from '../../src/providers/claude/claude-prices.ts';

/** Tokens of one answer by price class. */
export interface Counted {
  input: number;
  read: number;
  write5m: number;
  write1h: number;
  output: number;
}

/** Prices of the models the router lists, in US dollars per million tokens. */
export const routedPrices: Readonly<Record<string, { input: number; output: number }>> = {
  'openai/gpt-oss-120b': { input: 0.15, output: 0.6 },
  'deepseek-ai/DeepSeek-V3.2': { input: 0.28, output: 0.42 },
};

const batchShare = 0.5;

/** What the service asks for an answer, in US dollars; nothing for a model without a price. */
export function priceAnswer(model: string, tokens: Counted, batch = false): number {
  const { input, output, read, write5m, write1h } = tokens;
  const usage = { input, output, thinking: null, cacheRead: read, cacheWrite5m: write5m, cacheWrite1h: write1h };
  const tiers = tiersOf(model);
  return tiers === null ? 0 : costOf(usage, tiers) * (batch ? batchShare : 1);
}

function tiersOf(model: string): readonly PriceTier[] | null {
  if (Object.hasOwn(claudePrices, model)) return claudePrices[model] ?? null;
  const routed = routedPrices[model.replace(/:[\w-]+$/, '')];
  if (routed === undefined) return null;
  const { input, output } = routed;
  return [{ upTo: null, price: { input, output, cacheRead: input, cacheWrite5m: input, cacheWrite1h: input } }];
}
