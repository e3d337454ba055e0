import { expect, test } from 'vitest';
import type { Store } from '../../src/store/contract/contract.ts';
import type { ReleaseDecision } from '../../src/store/contract/releases-contract.ts';
import { at, sampleComparison, sampleDossier } from './store-samples.ts';

/** What every store must do about comparisons readers see or do not see. */
export function describeReleases(open: () => Promise<Store>): void {
  const decision = (word: ReleaseDecision['word'], more: Partial<ReleaseDecision> = {}): ReleaseDecision => ({
    comparison: 'clock-vs-sundial',
    word,
    by: 'Ada',
    why: 'read it',
    at,
    ...more,
  });
  const filled = async (): Promise<Store> => {
    const store = await open();
    for (const slug of ['clock', 'sundial']) await store.keepDossier(sampleDossier(slug), '2026-11-23');
    await store.keepComparison(sampleComparison(['clock', 'sundial']));
    return store;
  };

  test('a comparison nobody decided about is published: somebody asked for it', async () => {
    const store = await filled();
    const found = await store.releases.find('clock-vs-sundial');
    expect(found).toMatchObject({ state: 'published', decision: null, comparison: { tools: ['clock', 'sundial'] } });
    expect(await store.releases.find('clock-vs-hourglass')).toBeNull();
    await store.close();
  });

  test('a comparison is kept together with the first word about it, and the same word again adds nothing', async () => {
    const store = await filled();
    await store.keepDossier(sampleDossier('hourglass'), '2026-11-23');
    const { comparison: _, ...word } = decision('drafted');
    for (let time = 0; time < 2; time += 1) await store.keepComparison(sampleComparison(['clock', 'hourglass']), word);
    expect(await store.releases.find('clock-vs-hourglass')).toMatchObject({ state: 'drafted', decision: word });
    expect(await store.releases.history('clock-vs-hourglass')).toHaveLength(1);
    await store.close();
  });

  test('the last decision counts, and all of them are told', async () => {
    const store = await filled();
    for (const word of ['drafted', 'approved', 'published', 'unpublished', 'rejected'] as const)
      expect(await store.releases.decide(decision(word))).toBe(true);
    expect((await store.releases.list()).map(({ state }) => state)).toEqual(['rejected']);
    expect(await store.releases.since(at)).toHaveLength(5);
    expect(await store.releases.since('9999-01-01T00:00:00.000Z')).toEqual([]);
    expect((await store.releases.history('clock-vs-sundial')).map(({ word }) => word)).toEqual([
      'drafted',
      'approved',
      'published',
      'unpublished',
      'rejected',
    ]);
    await store.close();
  });

  test('deciding the same twice is deciding once, also from two handles at once', async () => {
    const store = await filled();
    const other = await open();
    const decided = await Promise.all([
      store.releases.decide(decision('drafted')),
      other.releases.decide(decision('drafted', { by: 'Grace' })),
    ]);
    expect(decided.filter(Boolean)).toHaveLength(1);
    expect(await store.releases.history('clock-vs-sundial')).toHaveLength(1);
    await other.close();
    await store.close();
  });

  test('a decision about a comparison the store does not know is refused', async () => {
    const store = await filled();
    await expect(store.releases.decide(decision('drafted', { comparison: 'a-vs-b' }))).rejects.toThrow(/FOREIGN KEY/i);
    await store.close();
  });
}
