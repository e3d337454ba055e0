import { describe, expect, test } from 'vitest';
import { type Calls, type Prompt, ProviderFailed, type Reply } from '../../src/core/call.ts';
import { budget } from '../../src/providers/budget.ts';
import { governor } from '../../src/providers/governor.ts';
import { journal } from '../../src/providers/journal.ts';
import { retry } from '../../src/providers/retry.ts';
import { scripted } from '../../src/providers/scripted.ts';
import { outcomeOf, promptFor, quiet } from '../contracts/ask.ts';

const prompt = promptFor('claude:claude-sonnet-5-5');

/** The journal of a store, in memory. */
function inMemory(): Calls & { rows: Reply[] } {
  const rows: Reply[] = [];
  const byCall = new Map<string, Reply>();
  const callOf = ({ key, purpose, attempt }: Pick<Prompt, 'key' | 'purpose' | 'attempt'>): string =>
    JSON.stringify([key, purpose, attempt]);
  return {
    rows,
    find: async (call) => byCall.get(callOf(call)) ?? null,
    findUnsettled: async (call) => byCall.get(callOf(call)) ?? null,
    keep: async (call, reply) => {
      const kept = byCall.get(callOf(call)) ?? { ...reply, callId: rows.length + 1 };
      if (!byCall.has(callOf(call))) rows.push(kept);
      byCall.set(callOf(call), kept);
      return kept;
    },
  };
}

describe('the journal', () => {
  test('keeps a reply before it gives it back', async () => {
    const calls = inMemory();
    const { ask } = scripted(['paid for']);
    const reply = await journal(ask, calls)(prompt, { signal: quiet() });
    expect(calls.rows).toEqual([reply]);
    expect(reply).toMatchObject({ text: 'paid for', callId: 1 });
  });

  test('answers the same call from what it kept, and says that the answer begins', async () => {
    const calls = inMemory();
    const { ask, asked } = scripted(['paid for']);
    const first = await journal(ask, calls)(prompt, { signal: quiet() });
    let begun = 0;
    const second = await journal(ask, calls)(prompt, { signal: quiet(), onBegin: () => (begun += 1) });
    expect(second).toEqual(first);
    expect(asked).toHaveLength(1);
    expect(begun).toBe(1);
  });

  test('asks again for another attempt or purpose', async () => {
    const calls = inMemory();
    const { ask, asked } = scripted(['one', 'two', 'three']);
    const kept = journal(ask, calls);
    await kept(prompt, { signal: quiet() });
    await kept({ ...prompt, attempt: 2 }, { signal: quiet() });
    await kept({ ...prompt, purpose: 'ballot' }, { signal: quiet() });
    expect(asked).toHaveLength(3);
  });

  test('keeps nothing of a call that failed', async () => {
    const calls = inMemory();
    const failure = new ProviderFailed('scripted', 'server', 'busy');
    expect(await outcomeOf(journal(scripted([failure]).ask, calls)(prompt, { signal: quiet() }))).toBe(failure);
    expect(calls.rows).toEqual([]);
  });

  test('keeps a reply that arrives although its caller has left', async () => {
    const calls = inMemory();
    const caller = new AbortController();
    const { ask } = scripted(['paid for']);
    const leaving: typeof ask = async (...call) => {
      const reply = await ask(...call);
      caller.abort();
      return reply;
    };
    const layers = journal(retry(governor({ concurrency: 1 })(leaving)), calls);
    await layers(prompt, { signal: caller.signal });
    expect(calls.rows).toHaveLength(1);
  });

  test('around all other layers, gives what is paid for to those who have no budget left', async () => {
    const calls = inMemory();
    await calls.keep(prompt, await scripted(['paid for']).ask(prompt, { signal: quiet() }));
    const { ask, asked } = scripted([]);
    const within = budget({ maxUsd: 0, priceOf: async () => null });
    const layers = journal(retry(governor({ concurrency: 1 })(within(ask))), calls);
    expect((await layers(prompt, { signal: quiet() })).text).toBe('paid for');
    expect(asked).toEqual([]);
  });
});
