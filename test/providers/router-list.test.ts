import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { fileCache, type TextCache } from '../../src/providers/file-cache.ts';
import { lastCopy, listModels } from '../../src/providers/router-list.ts';
import { routerModels } from '../../src/providers/router-models.ts';
import { outcomeOf } from '../contracts/ask.ts';
import { startWire, type Wire } from '../wire/server.ts';

const models = [{ id: 'a/b', providers: [{ provider: 'groq', status: 'live', pricing: { input: 1, output: 2 } }] }];
const nowhere = { root: 'http://127.0.0.1:9' };
const at = (iso: string) => () => new Date(iso);

function memory(text: string | null = null): TextCache & { text: string | null } {
  const cache = {
    text,
    read: async () => cache.text,
    write: async (written: string) => {
      cache.text = written;
    },
  };
  return cache;
}

let wire: Wire | undefined;
afterEach(async () => {
  await wire?.close();
});

async function router(listed: typeof models | unknown[] = models) {
  wire = await startWire(() => 'never', { models: listed as typeof models });
  return { root: wire.url, accessToken: 'hf_test' };
}

describe('the list of models', () => {
  test('is read once a day', async () => {
    const cache = memory();
    const options = { ...(await router()), cache };
    const first = await listModels({ ...options, now: at('2026-11-23T10:00:00Z') });
    expect(first).toMatchObject({ readAt: '2026-11-23T10:00:00.000Z', old: false, models: [{ id: 'a/b' }] });
    expect(await listModels({ ...options, now: at('2026-11-24T09:59:59Z') })).toEqual(first);
    expect(wire?.requests).toHaveLength(1);
    await listModels({ ...options, now: at('2026-11-24T10:00:00Z') });
    expect(wire?.requests).toHaveLength(2);
  });

  test('is the last copy, and says so, when the router is away', async () => {
    const cache = memory();
    await listModels({ ...(await router()), cache, now: at('2026-11-01T10:00:00Z') });
    const later = await listModels({ ...nowhere, cache, now: at('2026-11-23T10:00:00Z') });
    expect(later).toMatchObject({ readAt: '2026-11-01T10:00:00.000Z', old: true, models: [{ id: 'a/b' }] });
  });

  test('is not taken from an answer that is none, which replaces no copy', async () => {
    const cache = memory();
    await listModels({ ...(await router()), cache, now: at('2026-11-01T10:00:00Z') });
    const before = cache.text;
    for (const answer of ['<html>', '{"data": 7}', '{"error": "no"}']) {
      const options = { ...nowhere, fetch: async () => new Response(answer), cache, now: at('2026-11-23T10:00:00Z') };
      expect(await listModels(options)).toMatchObject({ old: true });
    }
    expect(cache.text).toBe(before);
  });

  test('is a failure when there is neither router nor copy', async () => {
    const call = listModels({ ...nowhere, cache: memory('{"half'), now: at('2026-11-23T10:00:00Z') });
    expect(await outcomeOf(call)).toMatchObject({ name: 'ProviderFailed', kind: 'network' });
  });

  test('leaves out a model in a form nobody knows', async () => {
    const list = await listModels({
      ...(await router([{ id: 7 }, ...models])),
      cache: memory(),
      now: at('2026-11-23T10:00:00Z'),
    });
    expect(list.models.map(({ id }) => id)).toEqual(['a/b']);
  });

  test('is not trusted when its day lies ahead', async () => {
    const cache = memory();
    const options = { ...(await router()), cache };
    await listModels({ ...options, now: at('2027-01-01T00:00:00Z') });
    await listModels({ ...options, now: at('2026-11-23T10:00:00Z') });
    expect(wire?.requests).toHaveLength(2);
  });

  test('gives prices of its own day when the router is away', async () => {
    const cache = memory();
    await listModels({ ...(await router()), cache, now: at('2026-11-01T10:00:00Z') });
    const { priceOf } = routerModels(nowhere, () => lastCopy(cache));
    expect(await priceOf('a/b:groq')).toMatchObject({
      version: 'hugging-face 2026-11-01',
      tiers: [{ price: { input: 1, output: 2 } }],
    });
    expect(await priceOf('a/c')).toBeNull();
  });

  test('is kept in a file, whole', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'models-'));
    const cache = fileCache(join(folder, 'list.json'));
    expect(await cache.read()).toBeNull();
    await cache.write('one');
    await cache.write('two');
    expect(readdirSync(folder)).toEqual(['list.json']);
    expect(readFileSync(join(folder, 'list.json'), 'utf8')).toBe('two');
    expect(await cache.read()).toBe('two');
    await fileCache(join(folder, 'absent/list.json')).write('nowhere to put it');
  });
});
