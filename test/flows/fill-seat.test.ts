import { expect, test } from 'vitest';
import { type Ask, type Prompt, ProviderFailed } from '../../src/core/call.ts';
import { parseModel } from '../../src/core/model.ts';
import { exitCodeOf } from '../../src/entries/exit-codes.ts';
import { reviewTools } from '../../src/flows/ask/review-tools.ts';
import { compareTools } from '../../src/flows/compare/compare-tools.ts';
import { republishChanged } from '../../src/flows/publish/republish.ts';
import { type Answer, answersWell, buildDesk, opinionOf, type TestDesk, toolFiles } from '../fixtures/desk.ts';

const asIs = { fresh: false, note: null, leadNamed: false };
const pair = [toolFiles.lantern, toolFiles.quill];
const orderOf = (out: string, wishes = asIs) => ({
  targets: pair,
  personas: [],
  wishes,
  choose: async () => null,
  out,
});
const failed = (kind: ProviderFailed['kind'] = 'network') => new ProviderFailed('claude', kind, `no answer: ${kind}`);

async function deskWith(answer: Answer, more: Parameters<typeof buildDesk>[1] = {}): Promise<TestDesk> {
  const personas: TestDesk['personas'] = [];
  const well = answersWell(() => personas);
  const built = await buildDesk((prompt, asked) => answer(prompt, asked) ?? well(prompt, asked), more);
  personas.push(...built.personas);
  return built;
}

/** An opinion that may stand as it is, though one of its quotes is not in its source, so that a correction is asked for. */
function mendable({ seat }: Prompt, { personas }: TestDesk): string {
  const persona = personas.find(({ id }) => id === seat.persona);
  if (persona === undefined) throw new Error(`no persona ${seat.persona}`);
  const opinion = opinionOf(persona);
  const [first, ...others] = opinion.checks;
  if (first === undefined) throw new Error('a persona has checks');
  const checks = [{ ...first, quotes: [{ source: 'S1', text: 'words that stand in no source at all' }] }, ...others];
  return JSON.stringify({ ...opinion, checks });
}

/** A desk on which every first opinion is mendable, and the correction round goes as told. */
async function mendableDesk(repair: string | Error): Promise<TestDesk> {
  const built: TestDesk = await deskWith((prompt) => (prompt.purpose === 'opinion' ? mendable(prompt, built) : repair));
  return built;
}

test('a seat that cannot be asked afresh keeps its review: it is produced, published and ends with 3', async () => {
  let down = false;
  const { desk, out } = await deskWith(() => (down ? failed() : null));
  await compareTools(desk, orderOf(out));
  down = true;
  const { tools, published } = await compareTools(desk, orderOf(out, { ...asIs, fresh: true }));
  expect(tools[0]?.seats[0]).toMatchObject({ kind: 'kept-old', reason: 'no answer: network', review: { id: 1 } });
  expect(published?.comparison.tools[0]?.reviews.map(({ status }) => status)).toEqual(['scored', 'scored']);
  expect(exitCodeOf(tools)).toBe(3);
});

test('a refusal over a standing review leaves it standing and ends with 3', async () => {
  let refuses = false;
  const { desk, out } = await deskWith(() => (refuses ? 'no' : null));
  await compareTools(desk, orderOf(out));
  refuses = true;
  const { tools, published } = await compareTools(desk, orderOf(out, { ...asIs, fresh: true }));
  expect(tools[0]?.seats[0]).toMatchObject({ kind: 'kept-old', failure: null });
  expect(published).not.toBeNull();
  expect(exitCodeOf(tools)).toBe(3);
});

test('one persona that gives no answer does not hide what the others wrote in an earlier run', async () => {
  let down = true;
  const { desk, out } = await deskWith(({ seat }) => (down && seat.persona === 'builder' ? failed() : null));
  await compareTools(desk, orderOf(out));
  const { tools, published } = await compareTools(desk, { ...orderOf(out), personas: ['builder'] });
  expect(published?.comparison.tools[0]?.reviews.map(({ status }) => status)).toEqual(['missing', 'scored']);
  expect(exitCodeOf(tools)).toBe(5);
  down = false;
  expect(exitCodeOf((await compareTools(desk, orderOf(out))).tools)).toBe(0);
});

test('when the correction is rejected, the byline names the reply whose opinion is kept, and counts the cost of both', async () => {
  const built = await mendableDesk('nothing to add');
  const ask = built.desk.ask(built.desk.lead);
  const witness: Ask = async (prompt, options) => {
    const reply = await ask(prompt, options);
    return prompt.purpose === 'opinion'
      ? { ...reply, model: 'first', servedBy: 'one' }
      : { ...reply, model: 'second', servedBy: 'two', receivedAt: '2026-11-23T10:05:00.000Z' };
  };
  await reviewTools({ ...built.desk, ask: () => witness }, { ...orderOf(''), targets: [toolFiles.lantern] });
  const { review } = await built.store.findSeat('lantern', 'builder');
  expect(review?.byline).toMatchObject({
    model: 'first',
    servedBy: 'one',
    requestId: 'req_1',
    writtenAt: '2026-11-23T10:00:00.000Z',
    costUsd: 0.02,
  });
});

test.each([
  ['network', 0],
  ['spend', 4],
  ['credentials', 2],
] as const)(
  'a correction round that ends with a %s failure keeps the first opinion and ends with %i',
  async (kind, code) => {
    const { desk } = await mendableDesk(failed(kind));
    const tools = await reviewTools(desk, { ...orderOf(''), targets: [toolFiles.lantern] });
    expect(tools[0]?.seats[0]).toMatchObject({ kind: 'kept', failure: { kind } });
    expect(exitCodeOf(tools)).toBe(code);
  },
);

test('a fault of the program in the correction round is not taken for a provider’s failure', async () => {
  const { desk, store } = await mendableDesk(new TypeError('a fault of the program'));
  const order = { ...orderOf(''), targets: [toolFiles.lantern] };
  await expect(reviewTools(desk, order)).rejects.toThrow('a fault of the program');
  expect((await store.findSeat('lantern', 'builder')).review).toBeNull();
});

test('a ballot or a repeat that was added renders the other comparisons again', async () => {
  const built = await deskWith(() => null);
  const { desk, out } = built;
  await compareTools(desk, orderOf(out));
  const order = { ...orderOf(out), targets: ['lantern'] };
  expect(await republishChanged(desk, await reviewTools(desk, order), null)).toEqual([]);
  const voting = { ...desk, ballots: [parseModel('hugging-face:openai/gpt-oss-120b:cheapest')] };
  expect(await republishChanged(voting, await reviewTools(voting, order), null)).toHaveLength(1);
  expect(await republishChanged(voting, await reviewTools(voting, order), null)).toEqual([]);
  const repeating = { ...order, wishes: { ...asIs, repeat: 2 } };
  expect(await republishChanged(voting, await reviewTools(voting, repeating), null)).toHaveLength(1);
});
