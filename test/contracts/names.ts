import { describe, expect, test } from 'vitest';
import type { NameChange } from '../../src/core/facts/name-changes.ts';
import type { Store } from '../../src/store/contract/contract.ts';
import { at, sampleDossier } from './store-samples.ts';

/** What every store must do with identities. The store holds the tool `clock`. */
export function describeNames(store: () => Store, reopen: () => Promise<Store>): void {
  describe('the names', () => {
    const change = (what: NameChange['change'], slug: string, other: string) => ({
      change: what,
      slug,
      other,
      why: 'one movement, two faces',
      by: 'Ada',
      at,
    });
    const keepTools = async (...slugs: string[]) => {
      for (const slug of slugs) await store().keepDossier(sampleDossier(slug), '2026-11-23');
    };

    test('keep every change in order, and another handle reads them', async () => {
      await keepTools('watch');
      const merged = await store().names.keep(change('merged', 'watch', 'clock'));
      const split = await store().names.keep(change('split', 'watch', 'clock'));
      expect(merged).toEqual({ id: expect.any(Number), ...change('merged', 'watch', 'clock') });
      const other = await reopen();
      expect(await other.names.list()).toEqual([merged, split]);
      await other.close();
    });

    test('a tool that was split off may be merged again', async () => {
      await keepTools('watch');
      await store().names.keep(change('merged', 'watch', 'clock'));
      await store().names.keep(change('split', 'watch', 'clock'));
      await store().names.keep(change('merged', 'clock', 'watch'));
      expect(await store().names.list()).toHaveLength(3);
    });

    test.each([
      ['itself', [['clock', 'clock']], /into itself/],
      ['a tool nobody knows', [['clock', 'nowhere']], /no tool nowhere/],
      [
        'what was merged away',
        [
          ['watch', 'clock'],
          ['dial', 'watch'],
        ],
        /watch is merged into clock already/,
      ],
      [
        'a second one',
        [
          ['watch', 'clock'],
          ['watch', 'dial'],
        ],
        /watch is merged into clock already/,
      ],
      [
        'its own survivor: no circle',
        [
          ['watch', 'clock'],
          ['clock', 'watch'],
        ],
        /watch is merged into clock already/,
      ],
    ])('a merge with %s is refused, and nothing is kept of it', async (_what, merges, reason) => {
      await keepTools('watch', 'dial');
      const [last, ...before] = merges.toReversed();
      for (const [slug = '', other = ''] of before) await store().names.keep(change('merged', slug, other));
      const [slug = '', other = ''] = last ?? [];
      await expect(store().names.keep(change('merged', slug, other))).rejects.toThrow(reason);
      expect(await store().names.list()).toHaveLength(before.length);
    });

    test('of two merges at once that would make a circle one is refused', async () => {
      await keepTools('watch');
      const other = await reopen();
      const results = await Promise.allSettled([
        store().names.keep(change('merged', 'watch', 'clock')),
        other.names.keep(change('merged', 'clock', 'watch')),
      ]);
      await other.close();
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    });

    test('slugs the store has never seen may be held apart, one from itself may not', async () => {
      await store().names.keep(change('split', 'not-yet', 'nor-this'));
      await expect(store().names.keep(change('split', 'clock', 'clock'))).rejects.toThrow(/itself/);
    });

    test('facts are those of each tool’s present dossier', async () => {
      await keepTools('anvil');
      expect((await store().listFacts()).map(({ slug, url }) => [slug, url])).toEqual([
        ['anvil', 'https://anvil.example/'],
        ['clock', 'https://clock.example/'],
      ]);
    });
  });
}
