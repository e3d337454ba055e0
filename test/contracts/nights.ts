import { expect, test } from 'vitest';
import type { Store } from '../../src/store/contract/contract.ts';
import { at, sampleDossier, sampleReview } from './store-samples.ts';

/** What every store must do about nights. */
export function describeNights(open: () => Promise<Store>): void {
  const evening = '2026-11-23T22:00:00.000Z';
  const morning = '2026-11-24T05:00:00.000Z';
  const done = { at: morning, exitCode: 0, folder: '/srv/output/nights/1' };

  test('a night that never ended is gone on with; one that ended is followed by a new one', async () => {
    const store = await open();
    const first = await store.nights.begin(evening);
    expect(await store.nights.begin(morning)).toEqual(first);
    await store.nights.end(first.id, done);
    const second = await store.nights.begin(morning);
    expect(second).toMatchObject({ startedAt: morning, endedAt: null });
    expect((await store.nights.list(5)).map(({ id }) => id)).toEqual([second.id, first.id]);
    await store.close();
  });

  test('a night ends once: how it ended first stays', async () => {
    const store = await open();
    const { id } = await store.nights.begin(evening);
    await store.nights.end(id, { ...done, exitCode: 3 });
    await store.nights.end(id, done);
    expect(await store.nights.list(1)).toMatchObject([{ exitCode: 3, endedAt: morning }]);
    await store.close();
  });

  test('the last success is the newest night that ended well', async () => {
    const store = await open();
    expect(await store.nights.lastSuccess()).toBeNull();
    const good = await store.nights.begin(evening);
    await store.nights.end(good.id, done);
    const bad = await store.nights.begin(morning);
    await store.nights.end(bad.id, { ...done, exitCode: 5 });
    expect((await store.nights.lastSuccess())?.id).toBe(good.id);
    await store.close();
  });

  test('reviews a rule put into a seat since a moment are told; a person’s are not', async () => {
    const store = await open();
    const clock = await store.keepDossier(sampleDossier('clock'), '2026-11-23');
    const keep = (persona: string, by: string, when: string) =>
      store.keepReview({
        review: sampleReview(clock, 'It ticks', { persona }),
        stand: true,
        over: null,
        by,
        why: 'the seat was empty',
        settles: [],
        at: when,
      });
    await keep('builder', 'ship-or-skip', at);
    await keep('skeptic', 'ship-or-skip', '2027-01-01T00:00:00.000Z');
    await keep('founder', 'Ada', '2027-01-01T00:00:00.000Z');
    expect((await store.nights.keptSince('2026-12-31T00:00:00.000Z')).map(({ persona }) => persona)).toEqual([
      'skeptic',
    ]);
    await store.close();
  });
}
