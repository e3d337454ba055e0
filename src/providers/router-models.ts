import { z } from 'zod';
import type { Prices } from '../core/cost.ts';

const metric = z.number().nonnegative().nullish().catch(null);

/** What the router tells of a model: who serves it, at which price (US dollars per million tokens), how fast. Every metric may be missing. */
export const routerModel = z.object({
  id: z.string(),
  providers: z.array(
    z
      .object({
        provider: z.string(),
        status: z.string().catch('error'),
        context_length: metric,
        pricing: z.object({ input: z.number().nonnegative(), output: z.number().nonnegative() }).nullish().catch(null),
        is_free: z.boolean().nullish().catch(null),
        supports_structured_output: z.boolean().nullish().catch(null),
        first_token_latency_ms: metric,
        throughput: metric,
      })
      .transform((said) => ({
        provider: said.provider,
        live: said.status === 'live',
        contextLength: said.context_length ?? null,
        pricing: said.pricing ?? (said.is_free === true ? { input: 0, output: 0 } : null),
        supportsStructuredOutput: said.supports_structured_output ?? null,
        firstTokenLatencyMs: said.first_token_latency_ms ?? null,
        /** Tokens per second. */
        throughput: said.throughput ?? null,
      })),
  ),
});

export type RouterModel = z.infer<typeof routerModel>;

export interface RouterOptions {
  /** Root of the router, without `/v1`. */
  root: string;
  accessToken?: string | null;
  fetch?: typeof fetch;
  now?: () => Date;
  /** Longest wait in milliseconds. */
  deadlineMs?: number;
}

/** What is known of models when the router is silent, and the ISO time it was read; null for nothing. */
export type LastKnown = () => Promise<{ readAt: string; models: readonly RouterModel[] } | null>;

/** What the router knows of models. It is a courtesy, not a need: whatever goes wrong, the answer is null. */
export interface RouterModels {
  find(model: string): Promise<RouterModel | null>;
  /** Price of `owner/model[:suffix]`, by the provider that served it where that is known; its version is the day the router told it. */
  priceOf(model: string, servedBy?: string | null): Promise<Prices | null>;
  /** The most a call can cost: the router may pass by the cheapest provider, but asks none that was not listed. */
  mostPriceOf(model: string): Promise<Prices | null>;
}

/** Reads model metadata from the router, each model once; a failed lookup is tried again next time, and answered from what was known last. */
export function routerModels(options: RouterOptions, lastKnown: LastKnown = async () => null): RouterModels {
  const { now = () => new Date() } = options;
  const found = new Map<string, Promise<Told | null>>();
  const look = (model: string): Promise<Told | null> => {
    const { id } = splitModel(model);
    const known = found.get(id);
    if (known !== undefined) return known;
    const lookup = read(options, id).then(
      (told) => ({ model: told, readAt: now().toISOString() }),
      () => null,
    );
    found.set(id, lookup);
    void lookup.then((result) => result === null && found.delete(id));
    return lookup.then(async (told) => told ?? recall(await lastKnown(), id));
  };
  const priceOf = async (model: string, servedBy: string | null = null): Promise<Prices | null> => {
    const told = await look(model);
    if (told === null) return null;
    const served = servedBy === null ? null : routerPrice(told.model, servedBy);
    const pricing = served ?? routerPrice(told.model, splitModel(model).suffix);
    return pricing && pricesOf(pricing, told.readAt);
  };
  const mostPriceOf = async (model: string): Promise<Prices | null> => {
    const told = await look(model);
    const { suffix } = splitModel(model);
    const pricing = told && (suffix === 'cheapest' ? dearestPrice(told.model) : routerPrice(told.model, suffix));
    return told && pricing && pricesOf(pricing, told.readAt);
  };
  return { find: async (model) => (await look(model))?.model ?? null, priceOf, mostPriceOf };
}

/** What the router told of a model, and when (ISO time). */
interface Told {
  model: RouterModel;
  readAt: string;
}

function recall(last: Awaited<ReturnType<LastKnown>>, id: string): Told | null {
  const model = last?.models.find((one) => one.id === id);
  return last === null || model === undefined ? null : { model, readAt: last.readAt };
}

async function read(options: RouterOptions, id: string): Promise<RouterModel> {
  return routerModel.parse(await sendToRouter(options, `models/${id.split('/').map(encodeURIComponent).join('/')}`));
}

/** What the router answers to a path below `/v1`. Rejects when it does not answer in time, with an error status, or not in JSON. */
export async function sendToRouter(options: RouterOptions, path: string): Promise<unknown> {
  const { root, accessToken, fetch: send = fetch, deadlineMs = 3_000 } = options;
  const response = await send(`${root.replace(/\/+$/, '').replace(/\/v1$/, '')}/v1/${path}`, {
    headers: (accessToken ?? '') === '' ? {} : { authorization: `Bearer ${accessToken}` },
    signal: AbortSignal.timeout(deadlineMs),
  });
  if (!response.ok) throw new Error(`the router answered ${response.status}`);
  return response.json();
}

/**
 * Price by routing suffix: `cheapest` is the live provider with the lowest output price, a provider’s name is that
 * provider’s price, and where the router is free to choose it is the highest live price, so that a budget holds. Null
 * when a provider that could serve has no price. Tokens read from a provider’s cache are taken at full price: the router
 * does not list another.
 */
function routerPrice({ providers }: RouterModel, suffix: string | null): Pricing | null {
  const live = providers.filter((one) => one.live);
  if (suffix === null || suffix === 'fastest' || suffix === 'preferred') {
    const prices = live.map(({ pricing }) => pricing);
    return prices.reduce((a, b) => (a === null || b === null ? null : highest(a, b)), prices[0] ?? null);
  }
  if (suffix === 'cheapest') {
    const prices = live.map(({ pricing }) => pricing).filter((pricing) => pricing !== null);
    return prices.sort((a, b) => a.output - b.output || b.input - a.input)[0] ?? null;
  }
  return providers.find(({ provider }) => provider === suffix)?.pricing ?? null;
}

/** The highest of the prices that are told. */
function dearestPrice({ providers }: RouterModel): Pricing | null {
  const prices = providers.filter(({ live }) => live).flatMap(({ pricing }) => pricing ?? []);
  return prices.length === 0 ? null : prices.reduce(highest);
}

interface Pricing {
  input: number;
  output: number;
}

function highest(a: Pricing, b: Pricing): Pricing {
  return { input: Math.max(a.input, b.input), output: Math.max(a.output, b.output) };
}

function pricesOf({ input, output }: Pricing, readAt: string): Prices {
  const price = { input, output, cacheWrite5m: input, cacheWrite1h: input, cacheRead: input };
  return { version: `hugging-face ${readAt.slice(0, 10)}`, tiers: [{ upTo: null, price }] };
}

/** `owner/model:suffix` in its parts. */
export function splitModel(model: string): { id: string; suffix: string | null } {
  const colon = model.indexOf(':');
  return colon === -1 ? { id: model, suffix: null } : { id: model.slice(0, colon), suffix: model.slice(colon + 1) };
}
