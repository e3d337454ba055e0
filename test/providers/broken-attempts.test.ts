import { expect, test } from 'vitest';
import { type FailureKind, ProviderFailed } from '../../src/core/call.ts';
import { type Prices, worstCaseOf } from '../../src/core/cost.ts';
import type { BrokenAttempt } from '../../src/core/ledger.ts';
import { keepBroken } from '../../src/providers/broken-attempts.ts';
import { type ScriptedAnswer, scripted } from '../../src/providers/scripted.ts';
import { outcomeOf, promptFor, quiet } from '../contracts/ask.ts';
import { samplePrices } from '../contracts/store-samples.ts';

const prompt = promptFor('claude:claude-sonnet-5-5', { attempt: 3 });
const now = () => new Date('2026-11-23T10:00:00Z');

/** What is on record after one call, and how the call ended. */
async function keptAfter(answer: ScriptedAnswer, prices: Prices | null = samplePrices, signal = quiet()) {
  const kept: BrokenAttempt[] = [];
  const keep = async (attempt: BrokenAttempt) => void kept.push(attempt);
  const ask = keepBroken({ keep, priceOf: async () => prices, now })(scripted([answer]).ask);
  return { outcome: await outcomeOf(ask(prompt, { signal })), kept };
}

function failed(kind: FailureKind, status: number | null): ProviderFailed {
  return new ProviderFailed('test', kind, 'it failed', { status });
}

test('an attempt that broke off is on record with seat, model and the most it can have cost', async () => {
  const failure = failed('network', 200);
  expect(await keptAfter(failure)).toEqual({
    outcome: failure,
    kept: [
      {
        promptKey: prompt.key,
        attempt: 3,
        tool: 'lantern',
        persona: 'skeptic',
        model: prompt.model,
        kind: 'opinion',
        at: '2026-11-23T10:00:00.000Z',
        reason: 'network',
        worstUsd: worstCaseOf(prompt, samplePrices.tiers),
        priceVersion: samplePrices.version,
      },
    ],
  });
});

test('the most it can have cost counts the life of the cache entry it asked for', async () => {
  const kept: BrokenAttempt[] = [];
  const keep = async (attempt: BrokenAttempt) => void kept.push(attempt);
  const ask = keepBroken({ keep, priceOf: async () => samplePrices })(scripted([failed('network', 200)]).ask);
  await outcomeOf(ask(prompt, { signal: quiet(), cacheLife: '1h' }));
  expect(kept).toMatchObject([{ worstUsd: worstCaseOf(prompt, samplePrices.tiers, '1h') }]);
});

test('without a price nobody knows the most it can have cost', async () => {
  const { kept } = await keptAfter(failed('deadline', null), null);
  expect(kept).toMatchObject([{ reason: 'deadline', worstUsd: null, priceVersion: null }]);
});

test('one that the caller stopped may be billed too', async () => {
  expect((await keptAfter(new Error('stopped by Ctrl-C'))).kept).toMatchObject([{ reason: 'stopped' }]);
});

test.each([
  ['a refused call', failed('rate', 429)],
  ['a call that never arrived', failed('network', null)],
  ['an answer', 'x'],
])('%s is not on record', async (_what, answer) => {
  expect((await keptAfter(answer)).kept).toEqual([]);
});

test('a call that was stopped before it was sent is not on record', async () => {
  expect((await keptAfter('never', samplePrices, AbortSignal.abort())).kept).toEqual([]);
});
