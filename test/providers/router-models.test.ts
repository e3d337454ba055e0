import { afterEach, describe, expect, test } from 'vitest';
import { routerModels } from '../../src/providers/router-models.ts';
import { startWire, type Wire } from '../wire/server.ts';

const model = {
  id: 'openai/gpt-oss-120b',
  providers: [
    {
      provider: 'groq',
      status: 'live',
      pricing: { input: 0.15, output: 0.75 },
      supports_structured_output: true,
      throughput: 450,
    },
    { provider: 'novita', status: 'live', pricing: { input: 0.3, output: 0.25 }, context_length: 131_072 },
    { provider: 'broken', status: 'error', pricing: { input: 0, output: 0.01 } },
  ],
};

let wire: Wire | undefined;
afterEach(async () => {
  await wire?.close();
});

async function router(models: { id: string; providers: Record<string, unknown>[] }[] = [model]) {
  wire = await startWire(() => 'never', { models });
  const now = () => new Date('2026-11-23T10:00:00Z');
  return routerModels({ root: wire.url, accessToken: 'hf_test', now });
}

const flat = (input: number, output: number) => ({
  version: 'hugging-face 2026-11-23',
  tiers: [{ upTo: null, price: { input, output, cacheWrite5m: input, cacheWrite1h: input, cacheRead: input } }],
});

describe('the router’s list of models', () => {
  test('tells who serves a model, at which price, and with structured output or not', async () => {
    const found = await (await router()).find('openai/gpt-oss-120b:cheapest');
    expect(found?.providers[0]).toEqual({
      provider: 'groq',
      live: true,
      contextLength: null,
      pricing: { input: 0.15, output: 0.75 },
      supportsStructuredOutput: true,
      firstTokenLatencyMs: null,
      throughput: 450,
    });
    expect(wire?.requests[0]?.path).toBe('/v1/models/openai/gpt-oss-120b');
  });

  test.each([
    ['cheapest is the lowest live output price', ':cheapest', null, flat(0.3, 0.25)],
    ['pinned is that provider’s', ':groq', null, flat(0.15, 0.75)],
    ['fastest is the highest live price, so that a budget holds', ':fastest', null, flat(0.3, 0.75)],
    ['so it is when the router chooses', '', null, flat(0.3, 0.75)],
    ['served is the price of who served it', ':cheapest', 'groq', flat(0.15, 0.75)],
    ['served by somebody unlisted is the price by the suffix', ':cheapest', 'nobody', flat(0.3, 0.25)],
    ['pinned to somebody unlisted is unknown', ':nobody', null, null],
  ])('gives a price: %s', async (_, suffix, servedBy, expected) => {
    expect(await (await router()).priceOf(`${model.id}${suffix}`, servedBy)).toEqual(expected);
  });

  test.each([
    ['cheapest may be passed by: the highest live price', ':cheapest', flat(0.3, 0.75)],
    ['pinned is that provider’s', ':groq', flat(0.15, 0.75)],
    ['pinned to somebody unlisted is unknown', ':nobody', null],
  ])('gives the most a call can cost: %s', async (_, suffix, expected) => {
    expect(await (await router()).mostPriceOf(`${model.id}${suffix}`)).toEqual(expected);
  });

  test('knows no price when one who may serve has none, except that free is free', async () => {
    const unpriced = [...model.providers, { provider: 'quiet', status: 'live' }];
    const { priceOf } = await router([
      { id: 'a/b', providers: unpriced },
      { id: 'a/free', providers: [{ provider: 'kind', status: 'live', is_free: true }] },
    ]);
    expect(await priceOf('a/b')).toBeNull();
    expect(await priceOf('a/b:cheapest')).toEqual(flat(0.3, 0.25));
    expect(await priceOf('a/free')).toEqual(flat(0, 0));
  });

  test('is asked once for each model', async () => {
    const { find, priceOf } = await router();
    await Promise.all([find(model.id), priceOf(model.id), priceOf(`${model.id}:groq`)]);
    expect(wire?.requests).toHaveLength(1);
  });

  test('is null for an unknown model, and asked again next time', async () => {
    const { find } = await router([]);
    expect(await find(model.id)).toBeNull();
    expect(await find(model.id)).toBeNull();
    expect(wire?.requests).toHaveLength(2);
  });

  test.each(['<html>', '{"id": 7}', 'null', ''])('is null when the answer is %j', async (body) => {
    const { priceOf } = routerModels({ root: 'http://127.0.0.1:9', fetch: async () => new Response(body) });
    expect(await priceOf(model.id)).toBeNull();
  });

  test('is null when the router is not there or does not answer in time', async () => {
    expect(await routerModels({ root: 'http://127.0.0.1:9' }).find(model.id)).toBeNull();
    const hanging: typeof fetch = (_, init) =>
      new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('late'))));
    expect(await routerModels({ root: 'http://router', fetch: hanging, deadlineMs: 20 }).find(model.id)).toBeNull();
  });
});
