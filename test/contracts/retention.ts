import { expect, test } from 'vitest';
import type { Store } from '../../src/store/contract/contract.ts';
import { gatheringOf } from './snapshots.ts';
import { at, sampleDossier, samplePrompt, sampleReply, sampleReview } from './store-samples.ts';

const later = '2027-06-01T00:00:00.000Z';

/** What every store must do about letting go. */
export function describeRetention(open: () => Promise<Store>): void {
  test('raw texts of settled replies go, what was made of them and what is unsettled stays', async () => {
    const store = await open();
    const clock = await store.keepDossier(sampleDossier('clock'), '2026-11-23');
    const seat = { tool: 'clock', persona: 'builder' };
    const keepCall = (key: string) =>
      store.calls.keep(samplePrompt({ key, seat, dossierKey: clock.key }), sampleReply({ receivedAt: at }));
    const used = await keepCall('prompt:v1:a');
    await keepCall('prompt:v1:open');
    const settles = [used.callId ?? 0];
    await store.keepReview({ review: sampleReview(clock), stand: true, over: null, by: 'x', why: 'x', settles, at });
    expect(await store.retention.forgetReplies('2020-01-01')).toBe(0);
    expect(await store.retention.forgetReplies(later)).toBe(1);
    expect(await store.retention.forgetReplies(later)).toBe(0);
    const open_ = await store.calls.findUnsettled({ key: 'prompt:v1:open', purpose: 'opinion', attempt: 1 });
    expect(open_?.text).not.toBe('');
    expect((await store.findSeat('clock', 'builder')).review?.opinion.headline).toBe('It ticks');
    expect((await store.ledger.read()).calls.map(({ costUsd }) => costUsd)).toEqual([0.0123, 0.0123]);
    await store.close();
  });

  test('old readings go with their texts, but the newest of a tool and what a review answers stay', async () => {
    const store = await open();
    const read = async (text: string, when: string) => {
      const { gathering, dossier } = gatheringOf(text, { at: when });
      return store.snapshots.keep(gathering, dossier, when.slice(0, 10), null);
    };
    const reviewed = await read('Tern keeps logs.', '2026-01-01T00:00:00.000Z');
    const review = sampleReview(reviewed, 'It ticks', { tool: 'tern' });
    await store.keepReview({ review, stand: true, over: null, by: 'x', why: 'x', settles: [], at });
    const forgotten = await read('Tern keeps logs for a week.', '2026-02-01T00:00:00.000Z');
    await read('Tern keeps logs for a year.', '2026-03-01T00:00:00.000Z');
    expect(await store.retention.forgetReadings('2026-01-01')).toBe(0);
    expect(await store.retention.forgetReadings(later)).toBe(1);
    const left = await store.snapshots.list('tern', 9);
    expect(left.map(({ snapshots }) => snapshots[0]?.text)).toEqual([
      'Tern keeps logs for a year.',
      'Tern keeps logs.',
    ]);
    expect(await store.asOfDossier(forgotten.key)).toBeNull();
    expect(await store.asOfDossier(reviewed.key)).toBe('2026-01-01');
    expect(await store.retention.forgetReadings(later)).toBe(0);
    await store.close();
  });
}
