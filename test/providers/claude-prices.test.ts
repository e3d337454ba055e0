import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { priceAt } from '../../src/core/cost.ts';
import { claudeCacheFromOf, claudePriceOf } from '../../src/providers/claude/claude-price-list.ts';
import {
  claudeCacheFrom,
  claudePrices,
  claudePricesDate,
  retiringClaudeModels,
} from '../../src/providers/claude/claude-prices.ts';

const messages = readFileSync(
  createRequire(import.meta.url).resolve('@anthropic-ai/sdk/resources/messages/messages'),
  'utf8',
);

describe('the table of Claude prices', () => {
  test('has a day', () => {
    expect(claudePricesDate).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  test.each(Object.entries(claudePrices))('orders the classes of %s as the service does', (_, tiers) => {
    for (const { price } of tiers) {
      expect(price.cacheRead).toBeLessThan(price.input);
      expect(price.cacheWrite5m).toBeCloseTo(1.25 * price.input, 9);
      expect(price.cacheWrite1h).toBeCloseTo(2 * price.input, 9);
      expect(price.output).toBeCloseTo(5 * price.input, 9);
    }
    expect(tiers.at(-1)?.upTo).toBeNull();
  });

  test('is told with its day as version; who is not in it has no price', () => {
    const opus = claudePriceOf('claude-opus-5-5');
    expect(opus).toEqual({ version: `claude ${claudePricesDate}`, tiers: claudePrices['claude-opus-5-5'] });
    expect([claudePriceOf('claude-new-1'), claudePriceOf('constructor')]).toEqual([null, null]);
  });

  test('takes the longest published minimum of a cached prefix for a model whose own is not published', () => {
    expect(claudeCacheFromOf('claude-sonnet-5-5')).toBe(512);
    expect(claudeCacheFromOf('claude-haiku-5-5')).toBe(4_096);
    expect(Object.keys(claudeCacheFrom).filter((id) => claudePriceOf(id) === null)).toEqual([]);
  });

  test('charges long prompts of claude-haiku-5-5 the higher price', () => {
    const tiers = claudePrices['claude-haiku-5-5'] ?? [];
    expect(priceAt(100_000, tiers).input).toBe(0.1);
    expect(priceAt(100_001, tiers).input).toBe(0.5);
  });

  test('lists no model the SDK does not know', () => {
    for (const model of Object.keys(claudePrices))
      expect(
        readFileSync(
          createRequire(import.meta.url)
            .resolve('@anthropic-ai/sdk/resources/messages/messages')
            .replace(/\.js$/, '.d.ts'),
          'utf8',
        ),
      ).toContain(`'${model}'`);
  });

  test('refuses exactly the models the installed SDK calls deprecated', () => {
    const listed = /DEPRECATED_MODELS = \{([^}]*)\}/.exec(messages)?.[1] ?? '';
    const deprecated = [...listed.matchAll(/'([^']+)':/g)].map((match) => match[1]);
    expect(deprecated.length).toBeGreaterThan(0);
    expect([...retiringClaudeModels].sort()).toEqual(deprecated.sort());
  });
});
