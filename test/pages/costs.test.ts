import { describe, expect, test } from 'vitest';
import { type LedgerCall, type LedgerRows, reportCosts } from '../../src/core/ledger.ts';
import { renderCosts } from '../../src/pages/costs.ts';
import { widthOf } from '../../src/pages/terminal-text.ts';
import { samplePrices } from '../contracts/store-samples.ts';

const usage = { input: 900, output: 4_321, thinking: 1_234, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 6_000 };

function call(more: Partial<LedgerCall> = {}): LedgerCall {
  return {
    tool: 'lantern',
    persona: 'builder',
    model: 'claude:claude-sonnet-5-5',
    kind: 'opinion',
    at: '2026-11-20T10:00:00.000Z',
    usage,
    costUsd: 0.0456,
    prices: samplePrices,
    batch: null,
    supplied: false,
    reviewId: 1,
    ...more,
  };
}

const other = 'hugging-face:openai/gpt-oss-120b:cheapest';
const broken = { promptKey: 'prompt:v1:a', attempt: 1, reason: 'deadline', worstUsd: 0.19, priceVersion: null };
const rows: LedgerRows = {
  calls: [
    call({ usage: { ...usage, cacheRead: 0, cacheWrite5m: 6_000 } }),
    call({ persona: 'skeptic', reviewId: 2 }),
    call({ batch: 'msgbatch_1', costUsd: 0.02, reviewId: 3 }),
    call({
      kind: 'ballot',
      model: other,
      costUsd: 0.0012,
      prices: { ...samplePrices, version: 'hugging-face 2026-11-20' },
    }),
    call({ kind: 'ballot', model: 'endpoint:llama3.3', usage: null, costUsd: null, prices: null }),
    call({ supplied: true, usage: null, costUsd: null, prices: null, reviewId: 4 }),
  ],
  reuses: [{ reviewId: 2, at: '2026-11-21T10:00:00.000Z' }],
  broken: [{ ...call(), ...broken }],
  standing: new Set([1, 2, 4]),
};

describe.each([40, 80, 120])('what calls cost, %i columns wide', (columns) => {
  test.each(['model', 'kind'] as const)('fits, with a line or a few for each %s', async (by) => {
    const text = renderCosts(reportCosts(rows, { since: null, by }), { columns, colour: false });
    for (const line of text.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(columns);
    await expect(text).toMatchFileSnapshot(`__snapshots__/costs-${by}-${columns}.txt`);
  });
});

test('nothing on record is said, and since when', () => {
  const nothing = { calls: [], reuses: [], broken: [], standing: new Set<number>() };
  const say = (since: string | null) => renderCosts(reportCosts(nothing, { since, by: 'day' }), { colour: false });
  expect(say(null)).toBe('No call is on record.\n');
  expect(say('2026-11-01')).toBe('No call is on record since 2026-11-01.\n');
});

test('names from outside bring no control characters to the terminal', () => {
  const rude = { ...rows, calls: [call({ tool: 'a\u001b[31m\nb', persona: '\u202e' })] };
  for (const by of ['tool', 'persona'] as const)
    for (const columns of [24, 80]) {
      const text = renderCosts(reportCosts(rude, { since: null, by }), { columns, colour: false });
      for (const character of ['\u001b', '\u202e']) expect(text).not.toContain(character);
    }
});
