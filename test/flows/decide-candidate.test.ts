import { expect, test } from 'vitest';
import type { Answer, decideCandidate } from '../../src/flows/ask/decide-candidate.ts';
import { regenerateSeat } from '../../src/flows/ask/regenerate-seat.ts';
import { reviewTools } from '../../src/flows/ask/review-tools.ts';
import { sampleReview } from '../contracts/store-samples.ts';
import { buildDesk, opinionOf, type TestDesk, toolFiles } from '../fixtures/desk.ts';

const wishes = { fresh: false, note: null, leadNamed: false };
const order = { targets: [toolFiles.lantern], personas: ['builder'], wishes };

async function deskOf(more: Parameters<typeof buildDesk>[1] = {}, meanwhile?: (built: TestDesk) => Promise<void>) {
  const found: TestDesk[] = [];
  const built = await buildDesk(async (_prompt, count) => {
    const [own] = found;
    const [builder] = own?.personas ?? [];
    if (own === undefined || builder === undefined) throw new Error('the desk is not built yet');
    await meanwhile?.(own);
    return JSON.stringify({ ...opinionOf(builder), headline: `Opinion ${count}` });
  }, more);
  found.push(built);
  return built;
}

/** A seat with a standing review and a candidate, decided with this answer. */
async function decided(answer: Answer, editor = 'Ada') {
  const { desk, store } = await deskOf({ editor });
  await reviewTools(desk, { ...order, choose: async () => null });
  const choose = async () => answer;
  const { kept } = await regenerateSeat(desk, {
    target: 'lantern',
    persona: 'builder',
    note: null,
    decideWaiting: false,
    choose,
  });
  expect(kept).toBe(answer.keep);
  return store.findSeat('lantern', 'builder');
}

test.each(['new', 'old'] as const)('a person who keeps the %s one approves it; a script does not', async (keep) => {
  expect((await decided({ keep, by: 'person' })).approved?.by).toBe('Ada');
  expect((await decided({ keep, by: 'script' })).approved).toBeNull();
});

test.each(['ship-or-skip', 'Ship-or-Skip'])(
  'an editor whose user is called %s is not taken for the rule',
  async (editor) => {
    expect((await decided({ keep: 'new', by: 'person' }, editor)).approved?.by).toBe(`user ${editor}`);
  },
);

test('a seat another run filled meanwhile is decided between its review and the new one', async () => {
  const built = await deskOf({}, async ({ store }) => {
    const dossier = await store.findDossier('lantern');
    if (dossier === null) throw new Error('the dossier is kept before anybody is asked');
    const review = sampleReview(dossier, 'by another run');
    await store.keepReview({
      review,
      stand: true,
      over: null,
      by: 'ship-or-skip',
      why: 'empty',
      settles: [],
      at: '2026-11-23T10:00:00.000Z',
    });
  });
  const offered: (string | null)[] = [];
  const choose: Parameters<typeof decideCandidate>[2] = async ({ standing, candidate }) => {
    offered.push(standing.headline, candidate.headline);
    return null;
  };
  const [tool] = await reviewTools(built.desk, { ...order, choose });
  expect(tool?.seats.map(({ kind }) => kind)).toEqual(['candidate']);
  expect(offered).toEqual(['by another run', 'Opinion 1']);
});

test('a lead that refused is not asked again because another one refused since', async () => {
  const { desk, asked } = await buildDesk(() => 'no');
  const other = { ...desk, lead: { ...desk.lead, written: 'claude:claude-opus-5-5', model: 'claude-opus-5-5' } };
  for (const each of [desk, other]) await reviewTools(each, { ...order, choose: async () => null });
  const before = asked.length;
  const [again] = await reviewTools(desk, { ...order, choose: async () => null });
  expect(again?.seats).toMatchObject([{ kind: 'missing', reason: expect.stringContaining('rejected twice') }]);
  expect(asked).toHaveLength(before);
});
