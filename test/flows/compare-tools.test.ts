import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Prompt, ProviderFailed } from '../../src/core/call.ts';
import { Comparison } from '../../src/core/comparison/comparison.ts';
import { parseModel } from '../../src/core/model.ts';
import { InvalidOrder, NoModel } from '../../src/flows/ask/review-tools.ts';
import { compareTools } from '../../src/flows/compare/compare-tools.ts';
import { UnknownTool } from '../../src/flows/gather/gather-dossier.ts';
import { type Answer, answersWell, buildDesk, opinionOf, type TestDesk, toolFiles } from '../fixtures/desk.ts';

const pair = [toolFiles.lantern, toolFiles.quill];
const asIs = { fresh: false, note: null, leadNamed: false };
const later = async () => null;

function orderOf(out: string, more: Partial<Parameters<typeof compareTools>[1]> = {}) {
  return { targets: pair, personas: [], wishes: asIs, choose: later, out, ...more };
}

/** A desk whose juror answers well except where the given answer says otherwise. */
async function deskWith(answer: Answer | null = null, more: Parameters<typeof buildDesk>[1] = {}): Promise<TestDesk> {
  const personas: TestDesk['personas'] = [];
  const well = answersWell(() => personas);
  const built = await buildDesk((prompt, asked) => answer?.(prompt, asked) ?? well(prompt, asked), more);
  personas.push(...built.personas);
  return built;
}

const seatsOf = (asked: readonly Prompt[]) =>
  asked.map(({ seat, purpose }) => `${seat.tool} ${seat.persona} ${purpose}`).sort();
const failed = () => new ProviderFailed('claude', 'network', 'the connection was reset');

test('two tools in, one comparison out: page, fragment, Markdown and JSON that keeps its schema', async () => {
  const { desk, asked, out } = await deskWith();
  const { published } = await compareTools(desk, orderOf(out));
  expect(seatsOf(asked)).toEqual([
    'lantern builder opinion',
    'lantern skeptic opinion',
    'quill builder opinion',
    'quill skeptic opinion',
  ]);
  const folder = join(out, 'lantern-vs-quill');
  expect(published?.folder).toBe(folder);
  for (const name of ['index.html', 'fragment.html', 'index.md'])
    expect(readFileSync(join(folder, name), 'utf8')).toContain('Lantern');
  const json = Comparison.parse(JSON.parse(readFileSync(join(folder, 'comparison.json'), 'utf8')));
  expect(json).toEqual(published?.comparison);
  expect(json.outcome).toMatchObject({ kind: 'winner', winner: 'lantern', basis: 'scores', personas: [] });
  expect(json.tools[0]?.reviews[0]).toMatchObject({
    persona: 'builder',
    status: 'scored',
    score: 75,
    verdict: 'ship',
    spread: null,
  });
});

test('the same comparison again asks nothing and changes nothing, tomorrow too', async () => {
  const { desk, asked, out } = await deskWith();
  const first = await compareTools(desk, orderOf(out));
  const tomorrow = { ...desk, now: () => new Date('2026-11-24T10:00:00Z') };
  const second = await compareTools(tomorrow, orderOf(out, { targets: ['quill', 'lantern'] }));
  expect(asked).toHaveLength(4);
  expect(second.published?.comparison).toEqual(first.published?.comparison);
});

test('tools without a common job are not a choice', async () => {
  const { desk, out } = await deskWith();
  const { published } = await compareTools(desk, orderOf(out, { targets: [toolFiles.lantern, toolFiles.anvil] }));
  expect(published?.comparison.outcome).toMatchObject({ kind: 'different-jobs', winner: null, margin: null });
});

test('asking one persona afresh makes exactly that seat’s calls, and the new review waits for a person', async () => {
  const { desk, asked, out } = await deskWith();
  await compareTools(desk, orderOf(out));
  const { tools } = await compareTools(desk, orderOf(out, { personas: ['skeptic'], wishes: { ...asIs, fresh: true } }));
  expect(seatsOf(asked.slice(4))).toEqual(['lantern skeptic opinion', 'quill skeptic opinion']);
  expect(tools.flatMap(({ seats }) => seats.map(({ kind }) => kind))).toEqual(['candidate', 'candidate']);
  expect(tools[0]?.decisions).toMatchObject([{ answer: null }]);
});

test('a candidate that is kept stands, and the page shows it', async () => {
  const personasHeadline = { now: 'It does what it says' };
  const personas: TestDesk['personas'] = [];
  const built = await buildDesk(({ seat }) => {
    const persona = personas.find(({ id }) => id === seat.persona);
    if (persona === undefined) throw new Error('no such persona');
    return JSON.stringify(opinionOf(persona, { headline: personasHeadline.now }));
  });
  personas.push(...built.personas);
  await compareTools(built.desk, orderOf(built.out));
  personasHeadline.now = 'It does more than it says';
  const fresh = { personas: ['builder'], wishes: { ...asIs, fresh: true } };
  const { published } = await compareTools(
    built.desk,
    orderOf(built.out, { ...fresh, choose: async () => ({ keep: 'new', by: 'person' }) }),
  );
  expect(published?.comparison.tools[0]?.reviews.map(({ headline }) => headline)).toEqual([
    'It does more than it says',
    'It does what it says',
  ]);
});

test('an answer that cannot be read gets one correction round that shows the model its text and the issues', async () => {
  const { desk, asked, out } = await deskWith(({ seat, purpose }) =>
    seat.persona === 'builder' && seat.tool === 'quill' && purpose === 'opinion' ? 'I would say: ship!' : null,
  );
  const { published } = await compareTools(desk, orderOf(out));
  const repair = asked.find(({ purpose }) => purpose === 'repair');
  expect(repair?.turns.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
  expect(repair?.turns[1]?.text).toBe('I would say: ship!');
  expect(repair?.turns[2]?.text).toContain('JSON object');
  const quill = published?.comparison.tools.find(({ slug }) => slug === 'quill');
  expect(quill?.reviews[0]).toMatchObject({
    status: 'scored',
    byline: { costUsd: 0.02, usage: { input: 200, output: 100 } },
  });
});

test('a seat rejected twice is missing with its reason, is not asked again by the next run, and is by --fresh', async () => {
  const { desk, asked, out } = await deskWith(({ seat }) =>
    seat.persona === 'builder' && seat.tool === 'quill' ? 'no' : null,
  );
  const { published, tools } = await compareTools(desk, orderOf(out));
  const quill = published?.comparison.tools.find(({ slug }) => slug === 'quill');
  expect(quill?.reviews[0]).toMatchObject({ status: 'missing', score: null, byline: null });
  expect(quill?.reviews[0]?.reason).toMatch(/^rejected twice: /);
  expect(tools[1]?.seats[0]).toMatchObject({ kind: 'missing', failure: null });
  const before = asked.length;
  await compareTools(desk, orderOf(out));
  expect(asked).toHaveLength(before);
  await compareTools(desk, orderOf(out, { personas: ['builder'], targets: pair, wishes: { ...asIs, fresh: true } }));
  expect(seatsOf(asked.slice(before)).filter((seat) => seat.startsWith('quill'))).toEqual([
    'quill builder opinion',
    'quill builder repair',
  ]);
});

test('a seat whose provider failed is missing with the reason, and only it is asked by the next run', async () => {
  let down = true;
  const { desk, asked, out } = await deskWith(({ seat }) =>
    down && seat.persona === 'skeptic' && seat.tool === 'lantern' ? failed() : null,
  );
  const { published } = await compareTools(desk, orderOf(out));
  expect(published?.comparison.tools[0]?.reviews[1]).toMatchObject({
    status: 'missing',
    reason: 'the connection was reset',
  });
  down = false;
  const before = asked.length;
  const again = await compareTools(desk, orderOf(out));
  expect(seatsOf(asked.slice(before))).toEqual(['lantern skeptic opinion']);
  expect(again.published?.comparison.tools[0]?.reviews[1]).toMatchObject({ status: 'scored' });
});

test('when nobody answers nothing is written', async () => {
  const { desk, out } = await deskWith(failed);
  const { published } = await compareTools(desk, orderOf(out));
  expect(published).toBeNull();
  expect(existsSync(out)).toBe(false);
});

test('an ended run keeps what was answered; the next one asks only the rest', async () => {
  const controller = new AbortController();
  const { desk, asked, out } = await deskWith(
    (_, count) => {
      if (count === 2) controller.abort(new Error('stopped'));
      return null;
    },
    { signal: controller.signal },
  );
  await expect(compareTools(desk, orderOf(out))).rejects.toThrow('stopped');
  const answered = asked.length;
  await compareTools({ ...desk, signal: new AbortController().signal }, orderOf(out));
  expect(new Set(seatsOf(asked)).size).toBe(4);
  expect(asked).toHaveLength(4);
  expect(answered).toBeLessThan(4);
});

test('ballots vote on every check; a split is contested, and two families are named', async () => {
  const ballot = parseModel('hugging-face:openai/gpt-oss-120b:cheapest');
  const { desk, out, personas } = await deskWith(
    ({ seat, purpose }) => {
      const persona = personas.find(({ id }) => id === seat.persona);
      return purpose === 'ballot' && persona ? JSON.stringify({ checks: opinionOf(persona, { yes: 6 }).checks }) : null;
    },
    { ballots: [ballot] },
  );
  const { published } = await compareTools(desk, orderOf(out));
  const review = published?.comparison.tools[0]?.reviews[0];
  expect(review).toMatchObject({
    score: (100 * 6) / 9,
    spread: 25,
    ballots: [{ model: ballot.written, status: 'counted', score: 50 }],
  });
  expect(review?.checks[6]).toMatchObject({
    answer: 'unknown',
    contested: true,
    votes: { yes: 1, no: 1, unknown: 0 },
    counts: 'out',
  });
  expect(review?.checks[6]?.jurors.map(({ juror }) => juror)).toEqual(['lead', ballot.written]);
});

test('another spelling of a juror that has voted is not asked again, and has no second vote', async () => {
  const cheapest = parseModel('hugging-face:openai/gpt-oss-120b:cheapest');
  const { desk, personas, asked, out } = await deskWith(
    ({ purpose, seat }) => {
      const persona = personas.find(({ id }) => id === seat.persona);
      return purpose === 'ballot' && persona ? JSON.stringify({ checks: opinionOf(persona, { yes: 6 }).checks }) : null;
    },
    { ballots: [cheapest] },
  );
  await compareTools(desk, orderOf(out));
  const calls = asked.length;
  await compareTools({ ...desk, ballots: [parseModel('hugging-face:openai/gpt-oss-120b')] }, orderOf(out));
  expect(asked).toHaveLength(calls);
});

test('of two ballots of one juror in the store only the newest counts', async () => {
  const { desk, personas, store, out } = await deskWith(
    ({ purpose, seat }) => {
      const persona = personas.find(({ id }) => id === seat.persona);
      return purpose === 'ballot' && persona ? JSON.stringify({ checks: opinionOf(persona, { yes: 6 }).checks }) : null;
    },
    { ballots: [parseModel('hugging-face:openai/gpt-oss-120b:cheapest')] },
  );
  await compareTools(desk, orderOf(out));
  const { review: standing } = await store.findSeat('lantern', 'builder');
  const [ballot] = await store.listBallots(standing?.id ?? 0);
  if (ballot === undefined) throw new Error('the juror has voted');
  await store.keepBallot({ ...ballot, written: 'hugging-face:openai/gpt-oss-120b' }, []);
  const { published } = await compareTools(desk, orderOf(out));
  const review = published?.comparison.tools[0]?.reviews[0];
  expect(review?.checks[0]?.jurors.map(({ juror }) => juror)).toEqual(['lead', 'hugging-face:openai/gpt-oss-120b']);
  expect(review?.ballots).toMatchObject([
    { status: 'missing', reason: 'the same model votes as hugging-face:openai/gpt-oss-120b', score: null },
    { status: 'counted' },
  ]);
});

test('a ballot of the model that wrote the review does not count', async () => {
  const { desk, personas, store, out } = await deskWith(() => null);
  await compareTools(desk, orderOf(out));
  const { review: standing } = await store.findSeat('lantern', 'builder');
  const persona = personas[0];
  if (standing === null || persona === undefined) throw new Error('the seat is filled');
  const { checks } = standing.opinion;
  const written = `${standing.byline.provider}:${standing.byline.model}`;
  await store.keepBallot({ reviewId: standing.id, written, checks, reason: null, byline: standing.byline }, []);
  const { published } = await compareTools(desk, orderOf(out));
  const review = published?.comparison.tools[0]?.reviews[0];
  expect(review?.checks[0]?.jurors.map(({ juror }) => juror)).toEqual(['lead']);
  expect(review?.ballots).toMatchObject([{ status: 'missing', reason: expect.stringContaining('has had its vote') }]);
});

test('a ballot that cannot be had is listed, blocks nothing, and alone is asked by the next run', async () => {
  let down = true;
  const ballot = parseModel('hugging-face:openai/gpt-oss-120b:cheapest');
  const { desk, asked, out } = await deskWith(({ purpose }) => (down && purpose === 'ballot' ? failed() : null), {
    ballots: [ballot],
  });
  const { published } = await compareTools(desk, orderOf(out));
  const review = published?.comparison.tools[0]?.reviews[0];
  expect(review).toMatchObject({
    status: 'scored',
    ballots: [{ status: 'missing', reason: 'the connection was reset' }],
  });
  expect(published?.comparison.families).toEqual(['anthropic']);
  down = false;
  const before = asked.length;
  await compareTools(desk, orderOf(out));
  expect(asked.slice(before).map(({ purpose }) => purpose)).toEqual(['ballot', 'ballot', 'ballot', 'ballot']);
});

test('one persona goes first; the others are sent when its answer begins', async () => {
  const first = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  const personas: TestDesk['personas'] = [];
  const well = answersWell(() => personas);
  const built = await buildDesk(async (prompt, count) => {
    if (count === 1) {
      reached.resolve();
      await first.promise;
    }
    return well(prompt, count) as string;
  });
  personas.push(...built.personas);
  const run = compareTools(
    built.desk,
    orderOf(built.out, { targets: [toolFiles.lantern, toolFiles.quill], personas: [] }),
  );
  await reached.promise;
  expect(built.asked.filter(({ seat }) => seat.tool === built.asked[0]?.seat.tool)).toHaveLength(1);
  first.resolve();
  await run;
  expect(built.asked).toHaveLength(4);
});

test('a stale review is replaced at once, unless a person kept it', async () => {
  const { desk, personas, out, store } = await deskWith();
  await compareTools(desk, orderOf(out));
  const kept = await store.findSeat('lantern', 'builder');
  await store.decide(kept.review?.id ?? 0, {
    decision: 'kept',
    by: 'Ada',
    why: 'good',
    at: '2026-11-23T11:00:00.000Z',
  });
  const [builder, skeptic] = personas;
  if (builder === undefined || skeptic === undefined) throw new Error('two personas are needed');
  const changed = [builder, skeptic].map((persona) => ({ ...persona, motto: 'Look twice.' }));
  const { tools } = await compareTools({ ...desk, panel: { ...desk.panel, personas: changed } }, orderOf(out));
  expect(tools[0]?.seats.map(({ kind }) => kind)).toEqual(['candidate', 'kept']);
});

test('changing weights and thresholds changes scores without a call', async () => {
  const { desk, asked, out } = await deskWith();
  await compareTools(desk, orderOf(out));
  const strict = { ...desk, panel: { ...desk.panel, panel: { ...desk.panel.panel, shipThreshold: 80 } } };
  const { published } = await compareTools(strict, orderOf(out));
  expect(asked).toHaveLength(4);
  expect(published?.comparison.tools[0]?.panel).toMatchObject({ verdict: 'skip', label: 'Skip · 0 ship / 2 skip' });
});

test('a wrong order is refused before anything is asked, with what was meant', async () => {
  const { desk, asked, out } = await deskWith();
  await compareTools(desk, orderOf(out));
  await expect(compareTools(desk, orderOf(out, { targets: ['lantern', 'lantern'] }))).rejects.toThrow(InvalidOrder);
  await expect(compareTools(desk, orderOf(out, { targets: ['lantern', 'quil'] }))).rejects.toThrow(
    /Did you mean quill/,
  );
  await expect(compareTools(desk, orderOf(out, { targets: ['lantern', 'nothing-like-it'] }))).rejects.toThrow(
    UnknownTool,
  );
  await expect(compareTools(desk, orderOf(out, { personas: ['sceptic'] }))).rejects.toThrow(/Did you mean skeptic/);
  await expect(
    compareTools({ ...desk, onlyRecordings: true }, orderOf(out, { targets: [toolFiles.anvil, 'quill'] })),
  ).rejects.toThrow(NoModel);
  expect(asked).toHaveLength(4);
});

test('recordings cannot read a note, so an order with one is refused and changes nothing', async () => {
  const { desk, asked, out, store } = await deskWith();
  const recorded = { ...desk, onlyRecordings: true, recordedOn: () => '2026-11-20' };
  const wishes = { fresh: false, note: 'look at exits', leadNamed: false };
  await expect(compareTools(recorded, orderOf(out, { wishes }))).rejects.toThrow(
    /cannot take a note.*ANTHROPIC_API_KEY/,
  );
  expect(asked).toEqual([]);
  expect(await store.listTools()).toEqual([]);
});
