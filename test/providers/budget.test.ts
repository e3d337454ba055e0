import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Ask, ProviderFailed } from '../../src/core/call.ts';
import type { Prices, PriceTier } from '../../src/core/cost.ts';
import { BudgetReached, budget } from '../../src/providers/budget.ts';
import { type ScriptedAnswer, scripted } from '../../src/providers/scripted.ts';
import { outcomeOf, promptFor, quiet } from '../contracts/ask.ts';

const model = 'claude:claude-sonnet-5-5';
/** A dollar for a million output tokens, input for nothing: a call with this much room can cost 1 dollar. */
const dollarPerMillion: PriceTier[] = [
  { upTo: null, price: { input: 0, output: 1, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0 } },
];
const prompt = promptFor(model, { maxOutputTokens: 1_000_000 });
const priceOf = async (): Promise<Prices> => ({ version: 'test', tiers: dollarPerMillion });

function within(maxUsd: number | null, answers: ScriptedAnswer[], spent = 0) {
  const { ask, asked } = scripted(answers);
  return { ask: budget({ maxUsd, priceOf, spent })(ask), asked };
}

describe('the budget', () => {
  test('releases what a call did not cost', async () => {
    const { ask, asked } = within(1.5, [{ costUsd: 0.2 }, { costUsd: 0.2 }, { costUsd: 0.2 }, 'never']);
    for (let call = 0; call < 3; call += 1) await ask(prompt, { signal: quiet() });
    const stopped = await outcomeOf(ask(prompt, { signal: quiet() }));
    expect(stopped).toBeInstanceOf(BudgetReached);
    expect(stopped).toMatchObject({ maxUsd: 1.5, reserved: 0, worstCase: 1 });
    expect((stopped as BudgetReached).spent).toBeCloseTo(0.6, 12);
    expect(asked).toHaveLength(3);
  });

  test('reckons with the dearer write where the entry has to live longer', async () => {
    const price = { input: 0, output: 0, cacheWrite5m: 1, cacheWrite1h: 2, cacheRead: 0 };
    const needs = async (cacheLife: '5m' | '1h') => {
      const priced = budget({ maxUsd: 0, priceOf: async () => ({ version: 'test', tiers: [{ upTo: null, price }] }) })(
        scripted([]).ask,
      );
      return (await outcomeOf(priced(prompt, { signal: quiet(), cacheLife }))) as BudgetReached;
    };
    const [short, long] = [await needs('5m'), await needs('1h')];
    expect(long.worstCase).toBeCloseTo(2 * (short.worstCase ?? 0), 12);
    expect(short.worstCase).toBeGreaterThan(0);
  });

  test('says what was spent and what to do', async () => {
    const { ask } = within(0.5, [], 0.25);
    expect(await outcomeOf(ask(prompt, { signal: quiet() }))).toMatchObject({
      message:
        'The next call could cost $1.00, and $0.25 of $0.50 are spent. What is done is kept: run again with a higher --max-cost to go on.',
    });
  });

  test('takes every byte sent for a token written to the cache, and all the room for used', async () => {
    const tiers: PriceTier[] = [
      { upTo: null, price: { input: 2, output: 10, cacheWrite5m: 2.5, cacheWrite1h: 4, cacheRead: 0.1 } },
    ];
    const ask = budget({ maxUsd: 0, priceOf: async () => ({ version: 'test', tiers }) })(scripted([]).ask);
    const stopped = await outcomeOf(ask(prompt, { signal: quiet() }));
    const sent = [prompt.shared, prompt.own, 'Write the review.', JSON.stringify(prompt.schema)]
      .map((text) => Buffer.byteLength(text))
      .reduce((a, b) => a + b);
    expect((stopped as BudgetReached).worstCase).toBeCloseTo((sent * 2.5 + 1_000_000 * 10) / 1e6, 9);
  });

  test('lets a call that fits later wait for those under way', async () => {
    const gate = Promise.withResolvers<void>();
    const started: string[] = [];
    const wrap = budget({ maxUsd: 1.5, priceOf });
    const slow: Ask = async (...call) => {
      started.push('slow');
      await gate.promise;
      return scripted([{ costUsd: 0.1 }]).ask(...call);
    };
    const first = wrap(slow)(prompt, { signal: quiet() });
    const second = wrap(async (...call) => {
      started.push('second');
      return scripted([{ costUsd: 0.1 }]).ask(...call);
    })(prompt, { signal: quiet() });
    await new Promise((resolve) => setImmediate(resolve));
    expect(started).toEqual(['slow']);
    gate.resolve();
    await Promise.all([first, second]);
    expect(started).toEqual(['slow', 'second']);
  });

  test('lets a waiting call end with its caller', async () => {
    const gate = Promise.withResolvers<void>();
    const wrap = budget({ maxUsd: 1.5, priceOf });
    const first = wrap(async (...call) => {
      await gate.promise;
      return scripted(['x']).ask(...call);
    })(prompt, { signal: quiet() });
    const caller = new AbortController();
    const reason = new Error('enough');
    const second = outcomeOf(wrap(scripted([]).ask)(prompt, { signal: caller.signal }));
    await new Promise((resolve) => setImmediate(resolve));
    caller.abort(reason);
    expect(await second).toBe(reason);
    gate.resolve();
    await first;
  });

  test('takes a reply of unknown cost for the worst case', async () => {
    const { ask } = within(1.5, ['cost unknown']);
    await ask(prompt, { signal: quiet() });
    expect(await outcomeOf(ask(prompt, { signal: quiet() }))).toMatchObject({ spent: 1 });
  });

  test.each<[Error, number]>([
    [new ProviderFailed('test', 'rate', 'no', { status: 429 }), 0],
    [new ProviderFailed('test', 'server', 'no', { status: 500 }), 0],
    [new ProviderFailed('test', 'network', 'refused'), 0],
    [new ProviderFailed('test', 'network', 'cut off', { status: 200 }), 1],
    [new ProviderFailed('test', 'deadline', 'late'), 1],
    [new ProviderFailed('test', 'malformed', 'what', { status: 200 }), 1],
    [new Error('the caller left'), 1],
  ])('after %s counts %d dollar as spent', async (failure, spent) => {
    const { ask } = within(1, [failure, { costUsd: 0 }]);
    expect(await outcomeOf(ask(prompt, { signal: quiet() }))).toBe(failure);
    const next = await outcomeOf(ask(prompt, { signal: quiet() }));
    if (spent === 0) expect(next).toBe('answered');
    else expect(next).toMatchObject({ name: 'BudgetReached', spent });
  });

  test('refuses a model of unknown price, and says why', async () => {
    const { ask: client, asked } = scripted(['never']);
    const ask = budget({ maxUsd: 100, priceOf: async () => null })(client);
    expect(await outcomeOf(ask(prompt, { signal: quiet() }))).toMatchObject({
      worstCase: null,
      message: expect.stringContaining(`The price of ${model} is unknown`),
    });
    expect(asked).toEqual([]);
  });

  test('without a limit asks for no price and stops nothing', async () => {
    const { ask: client } = scripted(['a', 'b']);
    const ask = budget({ maxUsd: null, priceOf: () => Promise.reject(new Error('asked for a price')) })(client);
    expect((await ask(prompt, { signal: quiet() })).text).toBe('a');
    expect((await ask(prompt, { signal: quiet() })).text).toBe('b');
  });

  test('is never exceeded, whatever calls cost and however they end', async () => {
    const outcome = fc.record({ cost: fc.integer({ min: 0, max: 1_000 }), fails: fc.boolean(), turns: fc.nat(5) });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 6_000 }),
        fc.array(outcome, { maxLength: 15 }),
        async (max, outcomes) => {
          let billed = 0;
          const wrap = budget({ maxUsd: max / 1_000, priceOf });
          const calls = outcomes.map(({ cost, fails, turns }) =>
            wrap(async (...call) => {
              for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
              billed += cost;
              if (fails) throw new ProviderFailed('test', 'malformed', 'no');
              return scripted([{ costUsd: cost / 1_000 }]).ask(...call);
            })(prompt, { signal: quiet() }),
          );
          await Promise.allSettled(calls);
          expect(billed).toBeLessThanOrEqual(max);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('the budget of questions in batches', () => {
  const inBatches = (maxUsd: number, spent = 0) => budget({ maxUsd, priceOf, spent });

  test('sets the worst case at half the price aside, and refuses at once what does not fit any more', async () => {
    const { setAside } = inBatches(1.2);
    await setAside('a', prompt);
    await setAside('a', prompt);
    await setAside('b', prompt);
    expect(await outcomeOf(setAside('c', prompt))).toMatchObject({
      worstCase: 0.5,
      reserved: 1,
      spent: 0,
      message: expect.stringContaining('$1.00 of $1.20 are spent or set aside'),
    });
  });

  test('gives back what a question did not cost, counts what it did, and what comes from a batch of an earlier run', async () => {
    const { setAside, settle } = inBatches(1);
    await setAside('a', prompt);
    settle('a', 0.1);
    settle('from an earlier run', 0.3);
    await setAside('b', prompt);
    expect(await outcomeOf(setAside('c', prompt))).toMatchObject({ spent: 0.4, reserved: 0.5 });
    settle('b', null);
    expect(await outcomeOf(setAside('c', prompt))).toMatchObject({ spent: 0.9, reserved: 0 });
  });

  test('is one with that of live calls: they wait for what is set aside', async () => {
    const shared = inBatches(1.3);
    await shared.setAside('a', prompt);
    const call = shared(scripted([{ costUsd: 0.2 }]).ask)(prompt, { signal: quiet() });
    let answered = false;
    void call.then(() => {
      answered = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(answered).toBe(false);
    shared.settle('a', 0.1);
    expect((await call).costUsd).toBe(0.2);
  });

  test('knows no limit for a model without a price, and keeps none where none was set', async () => {
    const unpriced = budget({ maxUsd: 1, priceOf: async () => null });
    expect(await outcomeOf(unpriced.setAside('a', prompt))).toMatchObject({ worstCase: null });
    const free = budget({ maxUsd: null, priceOf: async () => null });
    expect(await outcomeOf(free.setAside('a', prompt))).toBe('answered');
  });
});
