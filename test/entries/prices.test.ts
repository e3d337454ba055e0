import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidSettings } from '../../src/entries/choose-models.ts';
import { readPrices } from '../../src/entries/prices.ts';

const tiersOf = (setting: string, name: string) => readPrices(setting).get(name)?.tiers;

describe('the setting of prices', () => {
  test('is by model, in any order', () => {
    const prices = readPrices(
      'endpoint:llama3.3 output=0.40 input=0.10,  claude:claude-new-1 input=3 output=15 cache-write=3.75 cache-write-1h=6 cache-read=0.3',
    );
    expect([...prices.keys()]).toEqual(['endpoint:llama3.3', 'claude:claude-new-1']);
    expect(prices.get('claude:claude-new-1')?.tiers).toEqual([
      { upTo: null, price: { input: 3, output: 15, cacheWrite5m: 3.75, cacheWrite1h: 6, cacheRead: 0.3 } },
    ]);
  });

  test('says nothing: no prices', () => {
    expect([readPrices(undefined).size, readPrices(' , ').size]).toEqual([0, 0]);
  });

  test('takes what is left out of a Claude price from what is common to all listed ones', () => {
    expect(tiersOf('claude:claude-new-1 input=4 output=15', 'claude:claude-new-1')).toEqual([
      { upTo: null, price: { input: 4, output: 15, cacheWrite5m: 5, cacheWrite1h: 8, cacheRead: 0.4 } },
    ]);
  });

  test('takes cached tokens of an endpoint for any others', () => {
    expect(tiersOf('endpoint:llama3.3:70b input=1 output=2', 'endpoint:llama3.3:70b')).toEqual([
      { upTo: null, price: { input: 1, output: 2, cacheWrite5m: 1, cacheWrite1h: 1, cacheRead: 1 } },
    ]);
  });

  test('is its own version: other prices are another one', () => {
    const version = (setting: string) => readPrices(setting).get('endpoint:a')?.version;
    expect(version('endpoint:a input=1 output=2')).toBe(
      'SHIP_OR_SKIP_PRICES input=1 output=2 cache-write=1 cache-write-1h=1 cache-read=1',
    );
    expect(version('endpoint:a output=2.0 input=1')).toBe(version('endpoint:a input=1 output=2'));
    expect(version('endpoint:a input=1 output=3')).not.toBe(version('endpoint:a input=1 output=2'));
  });

  test.each([
    ['llama3.3 input=1 output=2', 'llama3.3'],
    ['endpoint:a', 'endpoint:a'],
    ['endpoint:a input=1', 'endpoint:a input=1'],
    ['endpoint:a input=1 output=-2', 'output=-2'],
    ['endpoint:a input=1 output=1e3', 'output=1e3'],
    ['endpoint:a input = 1 output=2', 'input'],
    ['endpoint:a input=1 output=2 constructor=1', 'constructor=1'],
    ['endpoint:a input=1 input=2 output=2', 'input=2'],
    ['endpoint:a input=1 output=2, endpoint:a input=1 output=2', 'endpoint:a'],
    ['hugging-face:a/b input=1 output=2', 'hugging-face:a/b'],
  ])('is refused as %j, and the message names the place and shows how to write it', (setting, place) => {
    expect(() => readPrices(setting)).toThrow(InvalidSettings);
    expect(() => readPrices(setting)).toThrow(`SHIP_OR_SKIP_PRICES: "${place}" `);
    expect(() => readPrices(setting)).toThrow('Write for example: endpoint:llama3.3 input=0.10 output=0.40');
  });

  test('is prices or refused in words, whatever it says', () => {
    const word = fc.constantFrom(
      'endpoint:a',
      'claude:b',
      'input=1',
      'output=2',
      'cache-read=0.1',
      '=',
      ',',
      '__proto__=1',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map((words) => words.join(' ')),
        ),
        (setting) => {
          try {
            for (const { tiers } of readPrices(setting).values())
              for (const { price } of tiers) expect(Object.values(price).every((amount) => amount >= 0)).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidSettings);
          }
        },
      ),
    );
  });
});
