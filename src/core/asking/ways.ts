import type { Usage } from '../call.ts';
import { batchPrices, costOf, type PriceTier } from '../cost.ts';

/** Questions to one model that begin alike. Tokens are those of one question. */
export interface AlikeQuestions {
  /** What they share: rules and dossier. */
  sharedTokens: number;
  /** What each has for itself: persona and question. */
  ownTokens: number;
  outputTokens: number;
  /** How many they are. */
  seats: number;
  tiers: readonly PriceTier[];
  /** The shortest beginning the model keeps in its cache, in tokens. */
  minimumPrefix: number;
}

/**
 * `live-cached`: one goes first and writes the shared part for five minutes, the others read it. `batch`: all in one batch,
 * nothing cached. `warmed-batch`: one in a batch of its own, which writes the shared part for an hour, then the others in a
 * second batch, which reads it.
 *
 * A warm-up by a live call is no way of its own: it pays the write at full price where the first question of a warmed
 * batch, which has to be asked anyway, pays it at half.
 */
const waysToAsk = ['live-cached', 'batch', 'warmed-batch'] as const;
export type WayToAsk = (typeof waysToAsk)[number];

/** What each way costs, in US dollars, when every read finds its entry. */
export function costsOfWays(questions: AlikeQuestions): Record<WayToAsk, number> {
  const { seats, tiers } = questions;
  const half = batchPrices(tiers);
  const oneThenRest = (prices: readonly PriceTier[], write: 'cacheWrite5m' | 'cacheWrite1h'): number =>
    costOf(usageOf(questions, write), prices) + (seats - 1) * costOf(usageOf(questions, 'cacheRead'), prices);
  return {
    'live-cached': oneThenRest(tiers, 'cacheWrite5m'),
    batch: seats * costOf(usageOf(questions, 'input'), half),
    'warmed-batch': oneThenRest(half, 'cacheWrite1h'),
  };
}

/** The cheapest of some ways with what it costs; of equals the one that is named first here: it waits least. */
export function cheapestWay(
  questions: AlikeQuestions,
  ways: readonly WayToAsk[] = waysToAsk,
): { way: WayToAsk; costUsd: number; costs: Record<WayToAsk, number> } {
  const costs = costsOfWays(questions);
  const [way] = [...ways].sort((a, b) => costs[a] - costs[b] || waysToAsk.indexOf(a) - waysToAsk.indexOf(b));
  if (way === undefined) throw new RangeError('no way is left to choose');
  return { way, costUsd: costs[way], costs };
}

/** One question’s tokens, its shared part in the given class; where that is too short to be cached, it is plain input. */
function usageOf(questions: AlikeQuestions, shared: 'input' | 'cacheWrite5m' | 'cacheWrite1h' | 'cacheRead'): Usage {
  const { sharedTokens, ownTokens, outputTokens, minimumPrefix } = questions;
  const usage = { input: 0, output: outputTokens, thinking: null, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0 };
  usage[sharedTokens < minimumPrefix ? 'input' : shared] = sharedTokens;
  usage.input += ownTokens;
  return usage;
}
