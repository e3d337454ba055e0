import { beforeEach, describe, expect, test } from 'vitest';
import type { BatchedCall } from '../../src/store/contract/batches-contract.ts';
import type { Store } from '../../src/store/contract/contract.ts';
import { at, samplePrompt, sampleReply } from './store-samples.ts';

const later = '2026-11-23T11:00:00.000Z';
const told = { serviceId: 'msgbatch_1', createdAt: at, expiresAt: '2026-11-24T10:00:00.000Z' };

function call(key: string, more: Partial<BatchedCall> = {}): BatchedCall {
  const { purpose, attempt, seat, model } = samplePrompt();
  const schema = { name: 'opinion' };
  return {
    customId: `rv_${key}_1`,
    key: `prompt:v1:${key}`,
    purpose,
    attempt,
    seat,
    model,
    schema,
    life: null,
    ...more,
  };
}

/** What every store does about batches. `open` gives a handle on one and the same store. */
export function describeBatches(name: string, open: () => Promise<Store>): void {
  describe(name, () => {
    let store: Store;
    let other: Store;
    beforeEach(async () => {
      store = await open();
      other = await open();
      return async () => {
        await store.close();
        await other.close();
      };
    });
    const note = async (...keys: string[]) => {
      const noted = await store.batches.note(
        keys.map((key) => call(key)),
        at,
      );
      if (noted === null) throw new Error('nothing was noted');
      return noted;
    };

    test('notes a batch before it is sent, with all it takes to keep its replies', async () => {
      const calls = [call('a', { life: '1h' }), call('b', { purpose: 'ballot', attempt: 3 })];
      const noted = await store.batches.note(calls, at);
      expect(noted).toEqual({
        number: expect.any(Number),
        serviceId: null,
        state: 'sending',
        notedAt: at,
        renewedAt: at,
        createdAt: null,
        expiresAt: null,
        problem: null,
        items: calls.map((item) => ({ ...item, outcome: null })),
      });
      expect(await other.batches.listOpen()).toEqual([noted]);
    });

    test('a call under way is refused to everybody else until its batch is closed', async () => {
      const { number } = await note('a', 'b');
      const theirs = await other.batches.note([call('b'), call('c')], at);
      expect(theirs?.items.map(({ key }) => key)).toEqual(['prompt:v1:c']);
      expect(await other.batches.note([call('a')], at)).toBeNull();
      await store.batches.open(number, told);
      expect(await other.batches.note([call('a')], at)).toBeNull();
      await store.batches.close(number, null);
      expect((await other.batches.note([call('a'), call('b')], at))?.items).toHaveLength(2);
    });

    test('of many that note the same calls at once one has each', async () => {
      const all = await Promise.all(
        [store, other, store, other].map(({ batches }) => batches.note([call('a'), call('b'), call('c')], at)),
      );
      expect(all.flatMap((batch) => batch?.items ?? [])).toHaveLength(3);
    });

    test('a call the journal has a reply to, settled or not, is not sent', async () => {
      await store.calls.keep(call('a'), sampleReply({ batch: 'msgbatch_0' }));
      expect(await store.batches.note([call('a')], at)).toBeNull();
      expect((await note('a', 'b')).items.map(({ key }) => key)).toEqual(['prompt:v1:b']);
      expect((await store.batches.note([call('a', { attempt: 2 })], at))?.items).toHaveLength(1);
    });

    test('says what the service told, and that its sender is alive', async () => {
      const { number } = await note('a');
      await store.batches.renew(number, later);
      await store.batches.open(number, told);
      expect(await other.batches.listOpen()).toMatchObject([{ ...told, number, state: 'open', renewedAt: later }]);
      expect(await store.batches.createdAt('msgbatch_1')).toBe(at);
      expect(await store.batches.createdAt('msgbatch_2')).toBeNull();
    });

    test('the first id of a batch counts', async () => {
      const { number } = await note('a');
      await store.batches.open(number, told);
      await store.batches.open(number, { ...told, serviceId: 'msgbatch_2' });
      expect(await store.batches.listOpen()).toMatchObject([{ serviceId: 'msgbatch_1' }]);
    });

    test('what became of a question is said once; the rest is unanswered when the batch is closed', async () => {
      const { number } = await note('a', 'b', 'c');
      await store.batches.open(number, told);
      expect(await store.batches.settle(number, 'rv_a_1', 'answered')).toBe(true);
      expect(await other.batches.settle(number, 'rv_a_1', 'errored')).toBe(false);
      await store.batches.settle(number, 'rv_b_1', 'expired');
      const outcomes = async () => (await other.batches.listOpen())[0]?.items.map(({ outcome }) => outcome);
      expect(await outcomes()).toEqual(['answered', 'expired', null]);
      await store.batches.close(number, null);
      expect(await store.batches.listOpen()).toEqual([]);
    });

    test('a batch that was given up and turns out to be sent is open again, beside the one sent in its place', async () => {
      const { number } = await note('a');
      await store.batches.close(number, 'it never reached the service');
      const second = await other.batches.note([call('a')], at);
      await store.batches.open(number, told);
      await store.batches.settle(number, 'rv_a_1', 'answered');
      const [first, next] = await store.batches.listOpen();
      expect(first).toMatchObject({ number, state: 'open', items: [{ outcome: 'answered' }] });
      expect(next?.number).toBe(second?.number);
    });

    test('a reply keeps the batch it came in', async () => {
      const kept = await store.calls.keep(call('a'), sampleReply({ batch: 'msgbatch_1' }));
      expect(kept.batch).toBe('msgbatch_1');
      expect((await other.calls.findUnsettled(call('a')))?.batch).toBe('msgbatch_1');
    });
  });
}
