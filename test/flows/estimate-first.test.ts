import { expect, test } from 'vitest';
import { parseModel } from '../../src/core/model.ts';
import { estimateFirst } from '../../src/flows/ask/estimate-first.ts';
import { planRun } from '../../src/flows/ask/plan-run.ts';
import { reviewTools } from '../../src/flows/ask/review-tools.ts';
import { samplePrices } from '../contracts/store-samples.ts';
import { buildBatchingDesk } from '../fixtures/batching.ts';
import { answersWell, buildDesk, type TestDesk, toolFiles } from '../fixtures/desk.ts';

const order = {
  targets: [toolFiles.lantern],
  personas: [],
  wishes: { fresh: false, note: null, leadNamed: false },
  choose: async () => null,
};

async function openDesk(more: Parameters<typeof buildDesk>[1] = {}): Promise<TestDesk> {
  const personas: TestDesk['personas'] = [];
  const built = await buildDesk(
    answersWell(() => personas),
    { priceOf: async () => samplePrices, mostPriceOf: async () => samplePrices, ...more },
  );
  personas.push(...built.personas);
  return built;
}

test('a run is planned once, before its first answer, and not at all when nothing is asked', async () => {
  const { desk, asked, store } = await openDesk();
  const plans: number[] = [];
  const plan: typeof planRun = async (at, of) => {
    plans.push(asked.length, (await store.ledger.read()).calls.length);
    return planRun(at, of);
  };
  const first = estimateFirst(desk, (at) => plan(at, order), {});
  await reviewTools(first.desk, order);
  expect(asked).toHaveLength(2);
  expect(plans).toEqual([0, 0]);
  expect(await first.estimated()).toBeGreaterThan(0);
  const again = estimateFirst(desk, (at) => plan(at, order), {});
  await reviewTools(again.desk, order);
  expect(plans).toHaveLength(2);
  expect(await again.estimated()).toBe(0);
});

test('what the journal answers is not in the estimate', async () => {
  const { desk, asked, store } = await openDesk();
  const [call] = await planRun(desk, order);
  if (call === undefined) throw new Error('nothing was planned');
  await desk.ask(desk.lead)({ ...call.prompt, attempt: 1 }, { signal: desk.signal });
  expect(asked).toHaveLength(1);
  expect((await store.ledger.read()).calls).toHaveLength(1);
  expect(await planRun(desk, order)).toHaveLength(1);
});

test('with a limit and a model of unknown price nothing is sent, whoever it would have been for', async () => {
  const ballots = [parseModel('endpoint:a')];
  const priceOf: TestDesk['desk']['priceOf'] = async ({ service }) => (service === 'claude' ? samplePrices : null);
  const { desk, asked } = await openDesk({ ballots, priceOf });
  const { desk: limited, estimated } = estimateFirst(desk, (at) => planRun(at, order), { maxCost: 5 });
  const [tool] = await reviewTools(limited, order);
  expect(asked).toEqual([]);
  expect(tool?.seats.map(({ kind, failure }) => [kind, failure?.name])).toEqual([
    ['missing', 'BudgetReached'],
    ['missing', 'BudgetReached'],
  ]);
  expect(await estimated()).toBeNull();
});

test('so it is when the model that stands in for the lead has no known price', async () => {
  const priceOf: TestDesk['desk']['priceOf'] = async ({ service }) => (service === 'claude' ? samplePrices : null);
  const { desk, asked } = await openDesk({ fallback: parseModel('endpoint:a'), priceOf });
  await reviewTools(estimateFirst(desk, (at) => planRun(at, order), { maxCost: 5 }).desk, order);
  expect(asked).toEqual([]);
});

test('what nobody reads is not planned; a limit is kept all the same', async () => {
  const { desk, asked } = await openDesk();
  const refuse = () => Promise.reject(new Error('planned'));
  await reviewTools(estimateFirst(desk, refuse, { quiet: true }).desk, order);
  expect(asked).toHaveLength(2);
  const poor = await openDesk({ priceOf: async () => null });
  await reviewTools(estimateFirst(poor.desk, (at) => planRun(at, order), { quiet: true, maxCost: 5 }).desk, order);
  expect(poor.asked).toEqual([]);
});

test('a run in batches is planned before its first batch, and nothing is sent while a price is unknown', async () => {
  const it = await buildBatchingDesk({
    desk: { priceOf: async () => samplePrices, mostPriceOf: async () => samplePrices },
  });
  const plan = (at: TestDesk['desk']) => planRun(at, order);
  const first = estimateFirst(it.desk, plan, {});
  await reviewTools(first.desk, order);
  expect(it.sent()).not.toEqual([]);
  expect(await first.estimated()).toBeGreaterThan(0);
  const juror = { ballots: [parseModel('endpoint:a')], priceOf: async () => null };
  const poor = await buildBatchingDesk({ desk: juror });
  const [tool] = await reviewTools(estimateFirst(poor.desk, plan, { maxCost: 5 }).desk, order);
  expect(poor.sent()).toEqual([]);
  expect(tool?.seats.map(({ failure }) => failure?.name)).toEqual(['BudgetReached', 'BudgetReached']);
});

test('what a batch of an earlier run brings is in the estimate of the run that pays for it', async () => {
  const stopped = new AbortController();
  const wishes = { habits: { looks: 2 }, onPause: () => stopped.abort(new Error('stopped')) };
  const it = await buildBatchingDesk(wishes);
  await expect(reviewTools({ ...it.desk, signal: stopped.signal }, order)).rejects.toThrow('stopped');
  const again = estimateFirst(it.desk, (at) => planRun(at, order), {});
  await reviewTools(again.desk, order);
  expect(await again.estimated()).toBeGreaterThan(0);
});

test('questions about facts count when they are asked, and make no plan', async () => {
  const { desk } = await openDesk();
  const [lead] = await planRun(desk, order);
  if (lead === undefined) throw new Error('nothing was planned');
  const facts = { ...lead.prompt, purpose: 'facts' as const, attempt: 1 };
  const { desk: estimating, estimated } = estimateFirst(desk, () => Promise.reject(new Error('planned')), {});
  await estimating.ask(desk.lead)(facts, { signal: desk.signal });
  expect(await estimated()).toBeGreaterThan(0);
});
