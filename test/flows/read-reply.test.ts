import { expect, test } from 'vitest';
import { keepReply, readReply } from '../../src/flows/ask/read-reply.ts';
import { InvalidOrder } from '../../src/flows/ask/review-tools.ts';
import { gatherDossier } from '../../src/flows/gather/gather-dossier.ts';
import { answersWell, buildDesk, opinionOf, toolFiles } from '../fixtures/desk.ts';

const brought = { model: 'claude:claude-opus-5-5', by: 'Ada' };

async function atSeat() {
  const built = await buildDesk(answersWell(() => built.personas));
  const [persona] = built.personas;
  if (persona === undefined) throw new Error('a persona is needed');
  const dossier = await gatherDossier(built.desk, toolFiles.lantern);
  return { ...built, seat: { dossier, persona, note: null }, good: JSON.stringify(opinionOf(persona)) };
}

test('a reply from a file is checked and scored as if a model had sent it, and nothing is kept or asked', async () => {
  const { desk, seat, good, asked, store } = await atSeat();
  const reading = await readReply(desk, seat, { ...brought, text: good });
  expect(reading).toMatchObject({ issues: [], repair: null, score: { score: 75, verdict: 'ship' } });
  expect(asked).toEqual([]);
  expect((await store.findSeat('lantern', 'builder')).review).toBeNull();
});

test('one with issues shows what the correction round would ask', async () => {
  const { desk, seat } = await atSeat();
  const reading = await readReply(desk, seat, { ...brought, text: 'Ship it!' });
  expect(reading).toMatchObject({ opinion: null, score: null });
  expect(reading.repair).toContain('JSON object');
});

test('a kept reply takes an empty seat, and says who brought it, when, and from which model', async () => {
  const { desk, seat, good, store } = await atSeat();
  expect(await keepReply(desk, seat, { ...brought, text: good })).toMatchObject({ stands: true });
  const { review } = await store.findSeat('lantern', 'builder');
  expect(review?.byline).toMatchObject({
    provider: 'file',
    model: 'claude:claude-opus-5-5',
    family: 'anthropic',
    requestId: null,
    usage: null,
    costUsd: null,
    supplied: { by: 'Ada', on: '2026-11-23', older: false },
  });
});

test('over a standing review it waits for a person', async () => {
  const { desk, seat, good } = await atSeat();
  await keepReply(desk, seat, { ...brought, text: good });
  const other = JSON.stringify(opinionOf(seat.persona, { headline: 'It does more than it says' }));
  expect(await keepReply(desk, seat, { ...brought, text: other })).toMatchObject({ stands: false });
});

test('one that may not become a review leaves nothing behind', async () => {
  const { desk, seat, good, store } = await atSeat();
  expect(await keepReply(desk, seat, { ...brought, text: 'Ship it!' })).toBeNull();
  expect((await store.findSeat('lantern', 'builder')).review).toBeNull();
  expect(await keepReply(desk, seat, { ...brought, text: good })).toMatchObject({ stands: true });
});

test('a paid reply to the same prompt that waits to be settled is not lost to it', async () => {
  const { desk, seat, good, store } = await atSeat();
  const { prompt } = await readReply(desk, seat, { ...brought, text: good });
  await desk.ask(desk.lead)(prompt, { signal: desk.signal });
  const other = JSON.stringify(opinionOf(seat.persona, { headline: 'It does more than it says' }));
  await expect(keepReply(desk, seat, { ...brought, text: other })).rejects.toThrow(InvalidOrder);
  expect((await store.findSeat('lantern', 'builder')).review).toBeNull();
});
