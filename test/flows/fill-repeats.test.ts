import { expect, test } from 'vitest';
import type { Prompt } from '../../src/core/call.ts';
import { parseModel } from '../../src/core/model.ts';
import { planRun } from '../../src/flows/ask/plan-run.ts';
import { compareTools } from '../../src/flows/compare/compare-tools.ts';
import { buildDesk, opinionOf, type TestDesk, toolFiles } from '../fixtures/desk.ts';

const targets = [toolFiles.lantern, toolFiles.quill];

/** A desk whose lead finds more or fewer points good each time it answers the same seat; of twelve, in turn. */
async function deskWith(yes: readonly number[], more: Parameters<typeof buildDesk>[1] = {}): Promise<TestDesk> {
  const personas: TestDesk['personas'] = [];
  const times = new Map<string, number>();
  const built = await buildDesk(({ seat, purpose }: Prompt) => {
    const persona = personas.find(({ id }) => id === seat.persona);
    if (persona === undefined) throw new Error('no such persona');
    const key = `${seat.tool} ${seat.persona}`;
    const run = times.get(key) ?? 0;
    times.set(key, run + 1);
    const good = yes[run % yes.length] ?? 0;
    const opinion = opinionOf(persona, { yes: seat.tool === 'quill' ? good - 6 : good });
    return JSON.stringify(purpose === 'ballot' ? { checks: opinion.checks } : opinion);
  }, more);
  personas.push(...built.personas);
  return built;
}

const orderOf = (out: string, repeat?: number | 'auto') => ({
  targets,
  personas: [],
  wishes: { fresh: false, note: null, leadNamed: false, ...(repeat === undefined ? {} : { repeat }) },
  choose: async () => null,
  out,
});
/** Duels, which are fought inside the noise, are another matter. */
const seatCalls = (asked: readonly Prompt[]) =>
  asked.filter(({ purpose }) => purpose === 'opinion' || purpose === 'ballot');
const purposes = (asked: readonly Prompt[]) => asked.map(({ purpose }) => purpose).sort();

test('without the wish nothing is repeated', async () => {
  const { desk, asked, out } = await deskWith([9]);
  const { published } = await compareTools(desk, orderOf(out));
  expect(purposes(asked)).toEqual(['opinion', 'opinion', 'opinion', 'opinion']);
  expect(published?.comparison.tools[0]?.reviews[0]?.repeats).toEqual([]);
  expect(published?.comparison.outcome.noiseBasis).toBe('panel-constant');
});

test('repeats are shown, make the noise, and have no vote', async () => {
  // own scores of a seat: 75, 50, 100 (and half less for quill): variance 625 in every seat
  const { desk, asked, out } = await deskWith([9, 6, 12]);
  const { published } = await compareTools(desk, orderOf(out, 3));
  expect(purposes(asked).filter((purpose) => purpose === 'ballot')).toHaveLength(8);
  expect(new Set(asked.filter(({ purpose }) => purpose === 'ballot').map(({ model }) => model))).toEqual(
    new Set([desk.lead.written]),
  );
  const [lantern] = published?.comparison.tools ?? [];
  expect(lantern?.reviews[0]).toMatchObject({ score: 75, spread: null, repeats: [75, 50, 100], ballots: [] });
  expect(lantern?.reviews[0]?.checks[0]?.jurors.map(({ juror }) => juror)).toEqual(['lead']);
  const outcome = published?.comparison.outcome;
  expect(outcome?.noiseBasis).toBe('repeats');
  expect(outcome?.noise).toBeCloseTo(2 * 25 * Math.sqrt(1 / 2 + 1 / 2));
  expect(outcome).toMatchObject({ margin: 50, kind: 'tie' });
});

test('the second run asks nothing more, and a higher number only what is missing', async () => {
  const { desk, asked, out } = await deskWith([9]);
  await compareTools(desk, orderOf(out, 2));
  expect(asked).toHaveLength(8);
  await compareTools(desk, orderOf(out, 2));
  await compareTools(desk, orderOf(out));
  expect(asked).toHaveLength(8);
  expect(await planRun(desk, orderOf(out, 4))).toHaveLength(8);
  await compareTools(desk, orderOf(out, 4));
  expect(asked).toHaveLength(16);
  const last = asked.filter(
    ({ seat, purpose }) => seat.tool === 'quill' && seat.persona === 'skeptic' && purpose === 'ballot',
  );
  expect(last.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
});

test('auto stops at three runs that agree, and at five that do not', async () => {
  const steady = await deskWith([9]);
  await compareTools(steady.desk, orderOf(steady.out, 'auto'));
  expect(steady.asked).toHaveLength(4 * 3);
  const restless = await deskWith([6, 12]);
  const { published } = await compareTools(restless.desk, orderOf(restless.out, 'auto'));
  expect(seatCalls(restless.asked)).toHaveLength(4 * 5);
  expect(published?.comparison.tools[0]?.reviews[0]?.repeats).toEqual([50, 100, 50, 100, 50]);
  await compareTools(restless.desk, orderOf(restless.out, 'auto'));
  expect(seatCalls(restless.asked)).toHaveLength(4 * 5);
});

test('a review by another model is not repeated by this lead; that is said', async () => {
  const { desk, asked, out } = await deskWith([9]);
  await compareTools(desk, orderOf(out));
  const other = { ...desk, lead: parseModel('endpoint:llama3') };
  const { tools } = await compareTools(other, orderOf(out, 3));
  expect(asked).toHaveLength(4);
  expect(tools[0]?.seats[0]?.missingBallots).toEqual([]);
  expect(tools[0]?.seats[0]?.missingRepeats).toEqual([
    {
      model: 'endpoint:llama3',
      reason: 'claude:claude-sonnet-5-5 wrote this review and is not asked in this run',
      failure: null,
    },
  ]);
});
