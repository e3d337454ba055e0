import type { Prices } from '../../core/cost.ts';
import { claudeCacheFrom, claudePrices, claudePricesDate } from './claude-prices.ts';

/** What a Claude model costs by the table; null for one that is not in it. */
export function claudePriceOf(id: string): Prices | null {
  const tiers = Object.hasOwn(claudePrices, id) ? claudePrices[id] : undefined;
  return tiers === undefined ? null : { version: `claude ${claudePricesDate}`, tiers };
}

/** The longest of the shortest prefixes Anthropic has published for any model (Claude Opus 4.6 and Haiku 4.5), in tokens. */
const longestCacheFrom = 4_096;

/** The shortest prefix a Claude model’s cache takes, in tokens; where it is not published, the longest there is. */
export function claudeCacheFromOf(id: string): number {
  return (Object.hasOwn(claudeCacheFrom, id) ? claudeCacheFrom[id] : undefined) ?? longestCacheFrom;
}
