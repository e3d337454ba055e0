import { describe, expect, test } from 'vitest';
import { costOf, type Prices, worstCaseOf } from '../../src/core/cost.ts';
import { type EstimateBasis, estimateCalls, type PlannedCall, totalOf, waveOf } from '../../src/core/estimate.ts';
import { samplePrompt } from '../contracts/store-samples.ts';

const price = { input: 2, output: 10, cacheWrite5m: 2.5, cacheWrite1h: 4, cacheRead: 0.1 };
const prices: Prices = { version: 'test', tiers: [{ upTo: null, price }] };
const model = 'claude:claude-sonnet-5-5';
const basis: EstimateBasis = {
  prices: new Map([[model, { likely: prices, most: prices }]]),
  cacheFrom: () => 512,
  repairShare: () => 0,
  repairPays: () => 1,
  scale: () => 1,
};

/** 600 tokens of rules and dossier, 4 of the persona and the question. */
function planned(more: Partial<PlannedCall> = {}, prompt: Parameters<typeof samplePrompt>[0] = {}): PlannedCall {
  const shared = 'abc'.repeat(600);
  return {
    kind: 'lead',
    certain: true,
    ...more,
    prompt: samplePrompt({ shared, own: 'abcdef', turns: [{ role: 'user', text: 'abcdef' }], model, ...prompt }),
  };
}

const tokens = (more: Partial<Parameters<typeof costOf>[0]>) => ({
  input: 0,
  output: 4_000,
  thinking: null,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  cacheRead: 0,
  ...more,
});
const leadOf = (calls: PlannedCall[], more: Partial<EstimateBasis> = {}) =>
  estimateCalls(calls, { ...basis, ...more }).find(({ kind }) => kind === 'lead');

describe('the estimate of a run', () => {
  test('lets the first of a wave write the prefix to the cache and the others read it', () => {
    const line = leadOf([planned(), planned(), planned()]);
    expect(line).toMatchObject({ calls: 3, inputTokens: 1_812, cacheWriteTokens: 600, cacheReadTokens: 1_200 });
    const [write, read] = [tokens({ input: 4, cacheWrite5m: 600 }), tokens({ input: 4, cacheRead: 600 })];
    expect(line?.costUsd).toBeCloseTo(costOf(write, prices.tiers) + 2 * costOf(read, prices.tiers), 12);
  });

  test.each([
    ['another dossier', { dossierKey: 'dossier:v1:b' }],
    ['another form of answer', { schema: { name: 'ballot', schema: {} } }],
  ])('takes %s for another wave', (_what, other) => {
    expect(leadOf([planned(), planned({}, other)])).toMatchObject({ cacheWriteTokens: 1_200, cacheReadTokens: 0 });
  });

  test.each([
    ['that is too short for the model’s cache', 601],
    ['where the service does not cache', null],
  ])('caches no prefix %s', (_what, from) => {
    const line = leadOf([planned(), planned()], { cacheFrom: () => from });
    expect(line).toMatchObject({ cacheWriteTokens: 0, cacheReadTokens: 0 });
    expect(line?.costUsd).toBeCloseTo(2 * costOf(tokens({ input: 604 }), prices.tiers), 12);
  });

  test('expects correction rounds by their share, each sent the answer it corrects', () => {
    const repairShare = (form: string) => (form === 'opinion' ? 0.25 : 1);
    const lines = estimateCalls([planned(), planned()], { ...basis, repairShare });
    expect(lines.map(({ kind, calls }) => [kind, calls])).toEqual([
      ['lead', 2],
      ['repair', 0.5],
    ]);
    const again = tokens({ input: 4 + 4_000, cacheRead: 600 });
    expect(lines[1]?.costUsd).toBeCloseTo(0.5 * costOf(again, prices.tiers), 12);
  });

  test('has beside it the worst case: every answer fills its room, and each is asked for again twice with twice the room', () => {
    const call = planned();
    const lines = estimateCalls([call], basis);
    const doubled = { ...call.prompt, maxOutputTokens: 2 * call.prompt.maxOutputTokens };
    expect(lines.map(({ worstUsd }) => worstUsd)).toEqual([
      worstCaseOf(call.prompt, prices.tiers),
      2 * worstCaseOf(doubled, prices.tiers),
    ]);
  });

  test('takes the worst case at the most a call can be paid at', () => {
    const most = { version: 'test', tiers: [{ upTo: null, price: { ...price, output: 30 } }] };
    const [line] = estimateCalls([planned()], { ...basis, prices: new Map([[model, { likely: prices, most }]]) });
    expect(line?.worstUsd).toBe(worstCaseOf(planned().prompt, most.tiers));
    expect(line?.costUsd).toBe(leadOf([planned()])?.costUsd);
  });

  test('keeps what may not be asked apart, and out of the total', () => {
    const lines = estimateCalls([planned(), planned({ kind: 'duel', certain: false })], basis);
    expect(lines.map(({ kind, certain }) => [kind, certain])).toEqual([
      ['lead', true],
      ['duel', false],
      ['repair', true],
    ]);
    expect(totalOf(lines, 'costUsd')).toBe(lines[0]?.costUsd);
  });

  test('is unknown as soon as one price is', () => {
    const lines = estimateCalls([planned(), planned({ kind: 'ballot' }, { model: 'endpoint:b' })], basis);
    expect(lines.find(({ kind }) => kind === 'ballot')).toMatchObject({ costUsd: null, worstUsd: null });
    expect(totalOf(lines, 'costUsd')).toBeNull();
    expect(totalOf([], 'costUsd')).toBe(0);
  });

  test('goes by what the service counted', () => {
    const call = planned();
    const scale = (wave: string) => (wave === waveOf(call) ? 2 : 1);
    expect(leadOf([call], { scale })).toMatchObject({ inputTokens: 1_208, cacheWriteTokens: 1_200 });
  });
});
