import type { CacheLife, Prompt, Usage } from './call.ts';
import { oncePer } from './once-per.ts';

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

/** What a model costs, and which list says so. */
export interface Prices {
  /** The list and its day, as `claude 2026-11-22` or `hugging-face 2026-11-23`; of a setting, the setting and the prices in it. */
  version: string;
  tiers: readonly PriceTier[];
}

const million = 1_000_000;

/** Cost of a call in US dollars from its token counts. */
export function costOf(usage: Usage, tiers: readonly PriceTier[]): number {
  const price = priceAt(inputOf(usage), tiers);
  return (
    (usage.input * price.input +
      usage.output * price.output +
      usage.cacheWrite5m * price.cacheWrite5m +
      usage.cacheWrite1h * price.cacheWrite1h +
      usage.cacheRead * price.cacheRead) /
    million
  );
}

/**
 * What a cache saved in US dollars: the cost of the tokens written to it and read from it, had they been sent as
 * uncached input, minus what they cost. Negative where writing cost more than reading saved.
 */
export function cacheSavingOf(usage: Usage, tiers: readonly PriceTier[]): number {
  const price = priceAt(inputOf(usage), tiers);
  return (
    (usage.cacheWrite5m * (price.input - price.cacheWrite5m) +
      usage.cacheWrite1h * (price.input - price.cacheWrite1h) +
      usage.cacheRead * (price.input - price.cacheRead)) /
    million
  );
}

/** What a call pays in a batch, as a share of its listed price, in every class of tokens, those of the cache included; from Anthropic’s price list. */
export const shareInBatch = 0.5;

/** The share of its listed price that a call pays. */
export function batchShare(batch: string | null): number {
  return batch === null ? 1 : shareInBatch;
}

/** A form of answers is the same in very many calls. */
const bytesOfForm = oncePer((form: Prompt['schema']) => Buffer.byteLength(JSON.stringify(form)));

/**
 * The most a call can cost in US dollars, whatever the service makes of it: no text has more tokens than bytes, every
 * token sent is taken at the dearest of the input classes that can apply, and all the room for the answer is used.
 * @param life of the cache entries the call writes.
 */
export function worstCaseOf(
  prompt: Pick<Prompt, 'shared' | 'own' | 'turns' | 'schema' | 'maxOutputTokens'>,
  tiers: readonly PriceTier[],
  life: CacheLife = '5m',
): number {
  const sent = [prompt.shared, prompt.own, ...prompt.turns.map(({ text }) => text)];
  const input = sent.reduce((sum, text) => sum + Buffer.byteLength(text), bytesOfForm(prompt.schema));
  const price = priceAt(input, tiers);
  const write = life === '1h' ? price.cacheWrite1h : price.cacheWrite5m;
  const dearest = Math.max(price.input, price.cacheRead, write);
  return (input * dearest + prompt.maxOutputTokens * price.output) / million;
}

/** The price that applies to a prompt of so many input tokens. */
export function priceAt(inputTokens: number, tiers: readonly PriceTier[]): Price {
  const tier = tiers.find(({ upTo }) => upTo === null || inputTokens <= upTo) ?? tiers.at(-1);
  if (tier === undefined) throw new RangeError('a price table needs at least one tier');
  return tier.price;
}

/** A model’s prices for questions that are asked in a batch. */
export function batchPrices(tiers: readonly PriceTier[]): PriceTier[] {
  return tiers.map(({ upTo, price }) => ({
    upTo,
    price: {
      input: price.input * shareInBatch,
      output: price.output * shareInBatch,
      cacheWrite5m: price.cacheWrite5m * shareInBatch,
      cacheWrite1h: price.cacheWrite1h * shareInBatch,
      cacheRead: price.cacheRead * shareInBatch,
    },
  }));
}

/**
 * Tokens a text is likely to have, rounded up: one for three characters of ASCII and one for each other character, as
 * most scripts but the Latin take about one each. Rather high, so that a bill is seldom a surprise.
 */
export function estimateTokens(text: string): number {
  // Most texts are ASCII alone, and told to be at once.
  if (Buffer.byteLength(text) === text.length) return Math.ceil(text.length / 3);
  let ascii = 0;
  let others = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text.charCodeAt(at) < 0x80) ascii += 1;
    else if (!endsPair(text, at)) others += 1;
  }
  return Math.ceil(ascii / 3) + others;
}

/** Whether a code unit is the second half of a character that takes two. */
function endsPair(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;
}

function inputOf(usage: Usage): number {
  return usage.input + usage.cacheWrite5m + usage.cacheWrite1h + usage.cacheRead;
}

/** A sum that is unknown as soon as one part is; nothing at all costs nothing. */
export function sumKnown(parts: readonly (number | null)[]): number | null {
  return parts.reduce<number | null>((sum, part) => (sum === null || part === null ? null : sum + part), 0);
}

/** Tokens of several calls by class; how many of them were thinking is unknown as soon as one call does not tell. */
export function sumUsage(usages: readonly Usage[]): Usage {
  const total = (field: keyof Omit<Usage, 'thinking'>) => usages.reduce((sum, usage) => sum + usage[field], 0);
  return {
    input: total('input'),
    output: total('output'),
    thinking: sumKnown(usages.map(({ thinking }) => thinking)),
    cacheWrite5m: total('cacheWrite5m'),
    cacheWrite1h: total('cacheWrite1h'),
    cacheRead: total('cacheRead'),
  };
}

/** What several calls took together; unknown as soon as one of them does not tell. */
export function sumKnownUsage(parts: readonly (Usage | null)[]): Usage | null {
  const known = parts.filter((part) => part !== null);
  return known.length < parts.length ? null : sumUsage(known);
}
