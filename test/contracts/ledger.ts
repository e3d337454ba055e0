import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Reply } from '../../src/core/call.ts';
import type { BrokenAttempt } from '../../src/core/ledger.ts';
import { type Store, Unkeepable } from '../../src/store/contract/contract.ts';
import type { StorePlace } from './store.ts';
import { at, sampleDossier, samplePrices, samplePrompt, sampleReply, sampleReview } from './store-samples.ts';

const broken: BrokenAttempt = {
  promptKey: 'prompt:v1:a',
  attempt: 2,
  tool: 'clock',
  persona: 'builder',
  model: 'claude:claude-sonnet-5-5',
  kind: 'repair',
  at,
  reason: 'deadline',
  worstUsd: 0.25,
  priceVersion: 'claude 2026-11-22',
};

/** What the ledger of every store must do. */
export function describeLedger(findPlace: () => Promise<StorePlace>): void {
  describe('the ledger', () => {
    let place: StorePlace;
    let store: Store;

    beforeEach(async () => {
      place = await findPlace();
      store = await place.open();
    });
    afterEach(async () => {
      await store.close();
      await place.remove();
    });

    async function keepReview(headline: string, settles: readonly number[] = []): Promise<number> {
      const clock = await store.keepDossier(sampleDossier('clock'), '2026-11-23');
      const over = (await store.findSeat('clock', 'builder')).review?.id ?? null;
      const review = sampleReview(clock, headline);
      const kept = await store.keepReview({ review, stand: true, over, by: 'Ada', why: 'a test', settles, at });
      return kept.review.id;
    }

    test('of a new store is empty', async () => {
      expect(await store.ledger.read()).toEqual({ calls: [], reuses: [], broken: [], standing: new Set() });
      expect(await store.ledger.countRepairs()).toEqual({});
    });

    test('has each call with tokens by class, cost, the prices it was paid at, and what became of it', async () => {
      const usage = { input: 1, output: 2, thinking: 3, cacheWrite5m: 4, cacheWrite1h: 5, cacheRead: 6 };
      const { callId } = await store.calls.keep(samplePrompt(), sampleReply({ usage }));
      const reviewId = await keepReview('It ticks', [callId ?? 0]);
      const { calls, standing } = await store.ledger.read();
      expect(calls).toEqual([
        {
          tool: 'clock',
          persona: 'builder',
          model: 'claude:claude-sonnet-5-5',
          kind: 'opinion',
          at,
          usage,
          costUsd: 0.0123,
          prices: samplePrices,
          batch: null,
          supplied: false,
          reviewId,
        },
      ]);
      expect(standing).toEqual(new Set([reviewId]));
    });

    test('holds unknown and nothing apart', async () => {
      await store.calls.keep(samplePrompt(), sampleReply({ usage: null, costUsd: null, prices: null }));
      await store.calls.keep(samplePrompt({ attempt: 2 }), sampleReply({ costUsd: 0 }));
      const { calls } = await store.ledger.read();
      expect(calls.map(({ usage, costUsd, prices, reviewId }) => [usage === null, costUsd, prices, reviewId])).toEqual([
        [true, null, null, null],
        [false, 0, samplePrices, null],
      ]);
    });

    test('knows which calls came in a batch, and which from a file', async () => {
      const batched: Reply & { batch: string } = { ...sampleReply(), batch: 'msgbatch_1' };
      expect(await store.calls.keep(samplePrompt(), batched)).toMatchObject({ batch: 'msgbatch_1' });
      const supplied = { by: 'Ada', on: '2026-11-01', older: false };
      await store.calls.keep(samplePrompt({ attempt: 2 }), sampleReply({ supplied }));
      const { calls } = await store.ledger.read();
      expect(calls.map(({ batch, supplied: fromFile }) => [batch, fromFile])).toEqual([
        ['msgbatch_1', false],
        [null, true],
      ]);
    });

    test('stands by the reviews that stand today', async () => {
      await keepReview('first');
      const second = await keepReview('second');
      expect((await store.ledger.read()).standing).toEqual(new Set([second]));
    });

    test('has each use of a standing review, and keeps them all', async () => {
      const id = await keepReview('It ticks');
      await store.ledger.keepReuses([], at);
      await store.ledger.keepReuses([id, id], at);
      await store.ledger.keepReuses([id], '2026-11-24T10:00:00.000Z');
      const { reuses } = await store.ledger.read();
      expect(reuses.map(({ reviewId, at: when }) => [reviewId, when.slice(0, 10)])).toEqual([
        [id, '2026-11-23'],
        [id, '2026-11-23'],
        [id, '2026-11-24'],
      ]);
    });

    test('takes more uses at once than a statement has room for, or none of them', async () => {
      const id = await keepReview('It ticks');
      const many = Array.from({ length: 40_000 }, () => id);
      await store.ledger.keepReuses(many, at);
      expect((await store.ledger.read()).reuses).toHaveLength(40_000);
      await expect(store.ledger.keepReuses([...many, id + 1], at)).rejects.toThrow();
      expect((await store.ledger.read()).reuses).toHaveLength(40_000);
    });

    test('has each attempt that broke off as it was told, its price known or not', async () => {
      const unknown = { ...broken, worstUsd: null, priceVersion: null };
      await store.ledger.keepBroken(broken);
      await store.ledger.keepBroken(unknown);
      expect((await store.ledger.read()).broken).toEqual([broken, unknown]);
    });

    test('refuses an amount that is none', async () => {
      await expect(store.ledger.keepBroken({ ...broken, worstUsd: Number.NaN })).rejects.toThrow(Unkeepable);
      const prices = { version: 'x', tiers: [] };
      await expect(store.calls.keep(samplePrompt(), sampleReply({ prices }))).rejects.toThrow(Unkeepable);
    });

    test('counts answers and correction rounds by the form of the answer, of services only', async () => {
      const ballot = { name: 'ballot', schema: {} };
      const supplied = { by: 'Ada', on: '2026-11-01', older: false };
      for (const attempt of [1, 2, 3]) await store.calls.keep(samplePrompt({ attempt }), sampleReply());
      await store.calls.keep(samplePrompt({ purpose: 'repair' }), sampleReply());
      await store.calls.keep(samplePrompt({ purpose: 'ballot', schema: ballot }), sampleReply());
      await store.calls.keep(samplePrompt({ attempt: 4 }), sampleReply({ provider: 'recorded', supplied }));
      expect(await store.ledger.countRepairs()).toEqual({
        opinion: { answers: 3, repairs: 1 },
        ballot: { answers: 1, repairs: 0 },
      });
    });
  });
}
