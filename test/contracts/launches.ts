import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LaunchDecision } from '../../src/core/launches/launch.ts';
import type { Store } from '../../src/store/contract/contract.ts';
import type { FeedReading, NewLaunch } from '../../src/store/contract/launches-contract.ts';
import type { StorePlace } from './store.ts';

const rule = 'ship-or-skip';
const at = '2026-11-23T10:00:00.000Z';

const word = (more: Partial<LaunchDecision> = {}): LaunchDecision => ({
  state: 'waiting',
  reason: 'new-tool',
  because: 'its maker shows it',
  by: rule,
  at,
  ...more,
});

function sampleLaunch(guid: string, more: Partial<NewLaunch> = {}): NewLaunch {
  return {
    guid,
    title: `Launch ${guid}`,
    name: guid,
    tagline: null,
    url: `https://${guid}.dev/`,
    address: `${guid}.dev`,
    discussion: null,
    published: '2026-11-22T10:00:00.000Z',
    decision: word(),
    ...more,
  };
}

const position = {
  feed: 'hn',
  address: 'https://hn.example/rss',
  etag: '"1"',
  lastModified: null,
  newest: '2026-11-22T10:00:00.000Z',
  readAt: at,
  failure: null,
};
const reading = (launches: NewLaunch[], more: Partial<FeedReading['position']> = {}): FeedReading => ({
  position: { ...position, ...more },
  launches,
});

/** What every store must do with launches. */
export function describeLaunches(name: string, findPlace: () => Promise<StorePlace>): void {
  describe(`launches in ${name}`, () => {
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

    async function keep(...launches: NewLaunch[]): Promise<number[]> {
      return (await store.launches.keepReading(reading(launches))).map(({ id }) => id);
    }
    const found = (guid: string, tool = guid) => ({ url: `https://${guid}.dev/`, address: `${guid}.dev`, tool });

    describe('a reading', () => {
      test('is read back as it was kept, newest first', async () => {
        const kept = await store.launches.keepReading(reading([sampleLaunch('a'), sampleLaunch('b')]));
        expect(kept).toEqual([
          { ...sampleLaunch('a'), id: kept[0]?.id, feed: 'hn', firstSeen: at, tool: null },
          { ...sampleLaunch('b'), id: kept[1]?.id, feed: 'hn', firstSeen: at, tool: null },
        ]);
        expect(await store.launches.list()).toEqual([...kept].reverse());
        expect(await store.launches.findPosition('hn')).toEqual(position);
      });

      test('again brings nothing new and changes no launch', async () => {
        const [first] = await store.launches.keepReading(reading([sampleLaunch('a')]));
        const other = sampleLaunch('a', { title: 'Renamed', decision: word({ state: 'left', reason: 'too-old' }) });
        expect(await store.launches.keepReading(reading([other, sampleLaunch('b')]))).toHaveLength(1);
        expect(await store.launches.find(first?.id ?? 0)).toEqual(first);
      });

      test('of another feed may hold the same guid', async () => {
        await keep(sampleLaunch('a'));
        expect(await store.launches.keepReading(reading([sampleLaunch('a')], { feed: 'ph' }))).toHaveLength(1);
        expect(await store.launches.list({ feed: 'ph' })).toHaveLength(1);
      });

      test('that cannot be kept whole moves nothing', async () => {
        await keep(sampleLaunch('a'));
        const broken = sampleLaunch('c', { title: undefined as unknown as string });
        await expect(
          store.launches.keepReading(reading([sampleLaunch('b'), broken], { etag: '"2"' })),
        ).rejects.toThrow();
        expect(await store.launches.findPosition('hn')).toEqual(position);
        expect(await store.launches.list()).toHaveLength(1);
      });

      test('twice at once is kept once', async () => {
        const other = await place.open();
        const launches = Array.from({ length: 20 }, (_, index) => sampleLaunch(`x${index}`));
        const kept = await Promise.all([store, other].map((one) => one.launches.keepReading(reading(launches))));
        expect(kept.flat()).toHaveLength(20);
        expect(await store.launches.list()).toHaveLength(20);
        await other.close();
      });

      test('tells which guids are known', async () => {
        await keep(sampleLaunch('a'));
        expect(await store.launches.knownGuids('hn', ['a', 'b'])).toEqual(new Set(['a']));
        expect(await store.launches.knownGuids('ph', ['a'])).toEqual(new Set());
        expect(await store.launches.knownGuids('hn', [])).toEqual(new Set());
      });
    });

    test('a failure is noted beside the position, and the next reading clears it', async () => {
      const failure = { reason: 'the server answered 500', at };
      await store.launches.noteFailure('new', 'https://new.example/', failure);
      expect(await store.launches.findPosition('new')).toEqual({
        ...position,
        feed: 'new',
        address: 'https://new.example/',
        etag: null,
        newest: null,
        readAt: null,
        failure,
      });
      await keep();
      await store.launches.noteFailure('hn', position.address, failure);
      expect(await store.launches.findPosition('hn')).toEqual({ ...position, failure });
      await keep();
      expect(await store.launches.findPosition('hn')).toEqual(position);
    });

    describe('words about a launch', () => {
      test('all stay, the last one counts', async () => {
        const [id = 0] = await keep(sampleLaunch('a'));
        const held = word({ state: 'held', reason: 'no-evidence', because: 'its page answers 404' });
        expect((await store.launches.decide(id, held)).decision).toEqual(held);
        expect(await store.launches.decisions(id)).toEqual([word(), held]);
        expect(await store.launches.list({ state: 'waiting' })).toEqual([]);
        expect(await store.launches.list({ state: 'held' })).toHaveLength(1);
      });

      test('a rule never moves what a person decided; another person does', async () => {
        const [id = 0] = await keep(sampleLaunch('a'));
        const ada = word({ state: 'left', reason: 'person', because: 'a course', by: 'Ada' });
        await store.launches.decide(id, ada);
        expect((await store.launches.decide(id, word({ state: 'taken' }))).decision).toEqual(ada);
        const bob = word({ state: 'taken', reason: 'person', by: 'Bob' });
        expect((await store.launches.decide(id, bob)).decision).toEqual(bob);
        expect(await store.launches.decisions(id)).toEqual([word(), ada, bob]);
      });

      test('the same word again is no news, and one about another state comes too late', async () => {
        const [id = 0] = await keep(sampleLaunch('a'));
        await store.launches.decide(id, word({ at: '2026-11-24T10:00:00.000Z' }));
        await store.launches.decide(id, word({ state: 'held' }), { over: 'taken' });
        expect(await store.launches.decisions(id)).toEqual([word()]);
      });

      test('about a launch nobody knows are refused', async () => {
        await expect(store.launches.decide(77, word())).rejects.toThrow('there is no launch 77');
        expect(await store.launches.find(77)).toBeNull();
      });
    });

    describe('taking', () => {
      const taken = word({ state: 'taken' });

      test('sets the address where it was found and the tool', async () => {
        const [id = 0] = await keep(sampleLaunch('a'));
        const { launch, twin } = await store.launches.take(id, taken, found('moved', 'a-tool'));
        expect(twin).toBeNull();
        expect(launch).toMatchObject({
          url: 'https://moved.dev/',
          address: 'moved.dev',
          tool: 'a-tool',
          decision: taken,
        });
        expect(await store.launches.linkTool(id, 'renamed')).toMatchObject({ tool: 'renamed', decision: taken });
      });

      test.each([
        ['the address', found('a', 'another')],
        ['the tool', { ...found('b'), tool: 'a' }],
      ])('is refused when %s is taken, and says by which launch', async (_, second) => {
        const [a = 0, b = 0] = await keep(sampleLaunch('a'), sampleLaunch('b'));
        await store.launches.take(a, taken, found('a'));
        const { launch, twin } = await store.launches.take(b, taken, second);
        expect(twin?.id).toBe(a);
        expect(launch.decision.state).toBe('waiting');
      });

      test('is refused when a person left the product, not when a rule did', async () => {
        const [a = 0, b = 0, c = 0] = await keep(
          sampleLaunch('a'),
          sampleLaunch('b', { address: 'a.dev' }),
          sampleLaunch('c', { address: 'a.dev' }),
        );
        await store.launches.decide(a, word({ state: 'left', reason: 'too-old' }));
        expect((await store.launches.take(b, taken, found('a'))).twin).toBeNull();
        await store.launches.decide(b, word({ state: 'left', reason: 'person', by: 'Ada' }));
        expect((await store.launches.take(c, taken, found('a', 'c'))).twin?.id).toBe(b);
      });

      test('of what waits no more changes nothing', async () => {
        const [id = 0] = await keep(sampleLaunch('a'));
        await store.launches.decide(id, word({ state: 'left', reason: 'person', by: 'Ada' }));
        const { launch, twin } = await store.launches.take(id, taken, found('elsewhere'));
        expect(twin).toBeNull();
        expect(launch).toMatchObject({ url: 'https://a.dev/', decision: { by: 'Ada' } });
      });

      test('one product from two sides at once happens once', async () => {
        const other = await place.open();
        const [a = 0, b = 0] = await keep(sampleLaunch('a'), sampleLaunch('b'));
        const results = await Promise.all([
          store.launches.take(a, taken, found('same')),
          other.launches.take(b, taken, found('same')),
        ]);
        expect(results.filter(({ twin }) => twin === null)).toHaveLength(1);
        expect(await store.launches.list({ state: 'taken' })).toHaveLength(1);
        await other.close();
      });
    });
  });
}
