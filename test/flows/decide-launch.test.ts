import { expect, test } from 'vitest';
import { InvalidOrder } from '../../src/flows/ask/review-tools.ts';
import { decideLaunch, UnknownLaunch } from '../../src/flows/night/decide-launch.ts';
import { buildDesk } from '../fixtures/desk.ts';

async function deskWithLaunch() {
  const { desk } = await buildDesk(() => null);
  const at = desk.now().toISOString();
  const decision = { state: 'left', reason: 'too-old', because: 'old', by: 'ship-or-skip', at } as const;
  const facts = { title: 'Lumen', name: 'Lumen', tagline: null, url: null, address: null, discussion: null };
  const position = {
    feed: 'hn',
    address: 'x',
    etag: null,
    lastModified: null,
    newest: null,
    readAt: at,
    failure: null,
  };
  await desk.store.launches.keepReading({ position, launches: [{ guid: '1', published: null, ...facts, decision }] });
  return desk;
}

test('every word is kept with its name, reason and time', async () => {
  const desk = await deskWithLaunch();
  await decideLaunch(desk, { id: '1', state: 'taken', why: ' still \n sold ', by: 'Ada' });
  await decideLaunch(desk, { id: '#1', state: 'left', why: null, by: 'Bob' });
  expect(await desk.store.launches.decisions(1)).toMatchObject([
    { by: 'ship-or-skip', reason: 'too-old' },
    { by: 'Ada', state: 'taken', reason: 'person', because: 'still sold', at: '2026-11-23T10:00:00.000Z' },
    { by: 'Bob', state: 'left', because: 'somebody decided' },
  ]);
});

test.each(['2', '0', 'x', '1.5', '9999999999999999999', "1' or 1=1"])('there is no launch "%s"', async (id) => {
  const desk = await deskWithLaunch();
  await expect(decideLaunch(desk, { id, state: 'taken', why: null, by: 'Ada' })).rejects.toThrow(UnknownLaunch);
});

test.each([
  ['', 'Ada'],
  ['x'.repeat(501), 'Ada'],
  ['a \u001b[31mred\u001b[0m reason', 'Ada'],
  ['good', 'ship-or-skip'],
  ['good', ''],
])('the reason %j by "%s" is refused, and nothing changes', async (why, by) => {
  const desk = await deskWithLaunch();
  await expect(decideLaunch(desk, { id: '1', state: 'taken', why, by })).rejects.toThrow(InvalidOrder);
  expect(await desk.store.launches.decisions(1)).toHaveLength(1);
});
