import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EvidenceFile } from '../../src/core/audit/evidence-file.ts';
import { type Prompt, ProviderFailed } from '../../src/core/call.ts';
import type { OutcomeRecord } from '../../src/core/comparison/comparison.ts';
import { parseModel } from '../../src/core/model.ts';
import { exitCodeOf } from '../../src/entries/exit-codes.ts';
import { planRun } from '../../src/flows/ask/plan-run.ts';
import { compareTools } from '../../src/flows/compare/compare-tools.ts';
import { verifyFile } from '../../src/flows/compare/verify-comparison.ts';
import { republishTool } from '../../src/flows/publish/republish.ts';
import { BudgetReached } from '../../src/providers/budget.ts';
import { type Answer, buildDesk, opinionOf, preferenceFor, type TestDesk, toolFiles } from '../fixtures/desk.ts';

const pair = [toolFiles.lantern, toolFiles.quill];
const asIs = { fresh: false, note: null, leadNamed: false };

type Judge = (prompt: Prompt, lanternIsFirst: boolean, asked: number) => string | Error | Promise<string>;

/** A desk whose seats answer so many yes by tool, and whose duels the given judge answers. */
async function deskWith(judge: Judge, yes: Record<string, number> = {}, more: Parameters<typeof buildDesk>[1] = {}) {
  const personas: TestDesk['personas'] = [];
  const answer: Answer = (prompt, asked) => {
    if (prompt.schema.name === 'duel') return judge(prompt, prompt.seat.tool === 'lantern', asked);
    const persona = personas.find(({ id }) => id === prompt.seat.persona);
    if (persona === undefined) throw new Error(`no persona ${prompt.seat.persona}`);
    return JSON.stringify(opinionOf(persona, { yes: yes[prompt.seat.tool] ?? 9 }));
  };
  const built = await buildDesk(answer, more);
  personas.push(...built.personas);
  const compare = (order: Partial<Parameters<typeof compareTools>[1]> = {}, desk = built.desk) =>
    compareTools(desk, {
      targets: pair,
      personas: [],
      wishes: asIs,
      choose: async () => null,
      out: built.out,
      ...order,
    });
  const duels = () => built.asked.filter(({ purpose }) => purpose === 'duel');
  return { ...built, compare, duels };
}

const forLantern: Judge = (_, lanternIsFirst) => preferenceFor(lanternIsFirst ? 'first' : 'second');
const alwaysFirst: Judge = () => preferenceFor('first');
const outcomeOf = ({ published }: Awaited<ReturnType<typeof compareTools>>): OutcomeRecord | undefined =>
  published?.comparison.outcome;
const named = (asked: readonly Prompt[]) => asked.map(({ seat }) => `${seat.tool} first, ${seat.persona}`).sort();
const down = () => new ProviderFailed('claude', 'network', 'the connection was reset');

test('inside the noise every persona judges both orders, and a judge who is consistent makes a winner', async () => {
  const { compare, duels } = await deskWith(forLantern);
  const outcome = outcomeOf(await compare());
  expect(named(duels())).toEqual([
    'lantern first, builder',
    'lantern first, skeptic',
    'quill first, builder',
    'quill first, skeptic',
  ]);
  expect(outcome).toMatchObject({
    kind: 'winner',
    winner: 'lantern',
    margin: 0,
    basis: 'duel',
    personas: [
      { persona: 'builder', prefers: 'lantern', orders: [{ first: 'lantern' }, { first: 'quill' }] },
      { persona: 'skeptic', prefers: 'lantern' },
    ],
    ranking: [
      { slug: 'lantern', rank: 1 },
      { slug: 'quill', rank: 2 },
    ],
  });
  expect(outcome?.reason).toMatch(/^2 of 2 reviewers would choose Lantern/);
});

test.each([
  ['inside the noise', { lantern: 9, quill: 9 }],
  ['far outside it', { lantern: 12, quill: 3 }],
])('a judge who always prefers the first gives ties only, %s', async (_, yes) => {
  const { compare, duels } = await deskWith(alwaysFirst, yes);
  const outcome = outcomeOf(await compare({ duel: true }));
  expect(duels()).toHaveLength(4);
  expect(outcome).toMatchObject({ kind: 'tie', winner: null, basis: 'duel' });
  expect(outcome?.personas.map(({ prefers }) => prefers)).toEqual([null, null]);
  expect(outcome?.reason).toMatch(/^The reviewers are split/);
});

test('one of two personas is not more than half', async () => {
  const { compare } = await deskWith((prompt, first, asked) =>
    prompt.seat.persona === 'builder' ? forLantern(prompt, first, asked) : preferenceFor('neither'),
  );
  expect(outcomeOf(await compare())).toMatchObject({ kind: 'tie', basis: 'duel' });
});

test('a preference whose quote stands in neither dossier counts as none', async () => {
  const { compare } = await deskWith((_, first) =>
    preferenceFor(first ? 'first' : 'second', 'it is simply much better'),
  );
  expect(outcomeOf(await compare())).toMatchObject({ kind: 'tie', personas: [{ prefers: null }, { prefers: null }] });
});

test('the second run asks nothing, and rendering again keeps the outcome', async () => {
  const { compare, asked, desk } = await deskWith(forLantern);
  const first = await compare();
  const calls = asked.length;
  const second = await compare({ targets: ['quill', 'lantern'] });
  const [again] = await republishTool(desk, 'quill');
  expect(asked).toHaveLength(calls);
  expect(second.published?.comparison).toEqual(first.published?.comparison);
  expect(again?.comparison).toEqual(first.published?.comparison);
});

test('outside the noise no duel is held unless it is asked for; once it is, it counts in later runs too', async () => {
  const { compare, duels } = await deskWith((_, lanternIsFirst) => preferenceFor(lanternIsFirst ? 'second' : 'first'), {
    lantern: 12,
    quill: 3,
  });
  expect(outcomeOf(await compare())).toMatchObject({ winner: 'lantern', basis: 'scores', personas: [] });
  expect(duels()).toEqual([]);
  expect(outcomeOf(await compare({ duel: true }))).toMatchObject({ winner: 'quill', basis: 'duel' });
  expect(outcomeOf(await compare())).toMatchObject({ winner: 'quill', basis: 'duel' });
  expect(duels()).toHaveLength(4);
});

test('a duel held inside the noise does not count once the scores are apart, unless it is wanted', async () => {
  const { compare, duels, desk } = await deskWith(alwaysFirst, { lantern: 9, quill: 8 });
  const wide = { ...desk, panel: { ...desk.panel, panel: { ...desk.panel.panel, noise: 20 } } };
  expect(outcomeOf(await compare({}, wide))).toMatchObject({ kind: 'tie', basis: 'duel' });
  expect(outcomeOf(await compare())).toMatchObject({ winner: 'lantern', basis: 'scores', personas: [] });
  expect(outcomeOf(await compare({ duel: true }))).toMatchObject({ kind: 'tie', basis: 'duel' });
  expect(duels()).toHaveLength(4);
});

test('--fresh asks all duels again, for one persona only with --duel; another lead that is named asks all', async () => {
  const { compare, duels, desk } = await deskWith(forLantern);
  await compare();
  await compare({ personas: ['skeptic'], wishes: { ...asIs, fresh: true } });
  expect(duels()).toHaveLength(4);
  await compare({ personas: ['skeptic'], wishes: { ...asIs, fresh: true }, duel: true });
  expect(named(duels().slice(4))).toEqual(['lantern first, skeptic', 'quill first, skeptic']);
  expect(
    duels()
      .slice(4)
      .map(({ attempt }) => attempt),
  ).toEqual([2, 2]);
  const other = { ...desk, lead: parseModel('claude:claude-opus-5') };
  await compare({}, other);
  expect(duels()).toHaveLength(6);
  await compare({ wishes: { ...asIs, leadNamed: true } }, other);
  expect(duels()).toHaveLength(10);
  await compare({ wishes: { ...asIs, fresh: true } });
  expect(duels()).toHaveLength(14);
});

test('whoever cannot be asked is missing with the reason, counts among all, and alone is asked by the next run', async () => {
  let broken = true;
  const { compare, duels } = await deskWith((prompt, first, asked) =>
    broken && prompt.seat.persona === 'skeptic' && first ? down() : forLantern(prompt, first, asked),
  );
  const run = await compare();
  expect(run.missingDuels).toEqual([
    { persona: 'skeptic', reason: 'the connection was reset', failure: expect.any(ProviderFailed) },
  ]);
  expect(exitCodeOf(run.tools, run.missingDuels)).toBe(0);
  expect(outcomeOf(run)).toMatchObject({
    kind: 'tie',
    personas: [
      { persona: 'builder', prefers: 'lantern' },
      {
        persona: 'skeptic',
        prefers: null,
        orders: [{ because: 'no answer: the connection was reset' }, { prefers: 'lantern' }],
      },
    ],
  });
  broken = false;
  const before = duels().length;
  expect(outcomeOf(await compare())).toMatchObject({ kind: 'winner', winner: 'lantern' });
  expect(named(duels().slice(before))).toEqual(['lantern first, skeptic']);
});

test.each([
  [
    'the own budget',
    () => new BudgetReached('claude:x', { maxUsd: 1, spent: 1, reserved: 0, worstCase: 1 }),
    4,
    'the budget of the run was reached',
  ],
  ['the service’s spend', () => new ProviderFailed('claude', 'spend', 'no credit'), 4, 'the budget of the run was'],
  [
    'the credentials',
    () => new ProviderFailed('claude', 'credentials', 'bad key'),
    2,
    'the model that was asked gave no answer',
  ],
  ['the network', down, 0, 'the model that was asked gave no answer'],
])('when %s stops the duels alone, status and page say so', async (_, failure, code, why) => {
  const run = await (await deskWith(failure)).compare();
  expect(run.missingDuels).toHaveLength(2);
  expect(exitCodeOf(run.tools, run.missingDuels)).toBe(code);
  expect(outcomeOf(run)).toMatchObject({ kind: 'tie', basis: 'scores', personas: [] });
  expect(outcomeOf(run)?.reason).toContain(`did not judge them head to head: ${why}`);
  const evidence = readFileSync(join(run.published?.folder ?? '', 'evidence.json'), 'utf8');
  expect(EvidenceFile.parse(JSON.parse(evidence)).supplements.noDuel).toContain(why);
});

test('a reply that cannot be used gets one correction round; twice unusable is an answer until --fresh', async () => {
  const { compare, asked } = await deskWith((prompt, first, count) =>
    prompt.seat.persona === 'skeptic' ? 'The first one, clearly!' : forLantern(prompt, first, count),
  );
  const outcome = outcomeOf(await compare());
  expect(asked.filter(({ purpose, schema }) => purpose === 'repair' && schema.name === 'duel')).toHaveLength(2);
  expect(outcome?.personas[1]?.orders[0]).toMatchObject({
    prefers: null,
    because: expect.stringMatching(/^no usable answer: /),
  });
  const calls = asked.length;
  await compare();
  expect(asked).toHaveLength(calls);
});

test('with recorded replies alone an answer that stands still counts', async () => {
  const { compare, desk, duels } = await deskWith(forLantern);
  await compare();
  const outcome = outcomeOf(await compare({}, { ...desk, onlyRecordings: true }));
  expect(outcome).toMatchObject({ winner: 'lantern', basis: 'duel' });
  expect(duels()).toHaveLength(4);
});

test('a desk without a model says that no duel was held', async () => {
  const { compare, desk, duels } = await deskWith(forLantern, { lantern: 9, quill: 8 });
  await compare();
  const recordings = {
    ...desk,
    onlyRecordings: true,
    panel: { ...desk.panel, panel: { ...desk.panel.panel, noise: 20 } },
  };
  const run = await compare({}, recordings);
  expect(duels()).toEqual([]);
  expect(outcomeOf(run)).toMatchObject({ kind: 'tie', basis: 'scores', personas: [] });
  expect(outcomeOf(run)?.reason).toContain(
    'did not judge them head to head: only recorded replies could answer, and they hold none.',
  );
  expect(run.missingDuels).toHaveLength(2);
});

test('of three tools only the two best are judged head to head', async () => {
  const { compare, duels, out } = await deskWith(forLantern, { lantern: 9, quill: 3, beacon: 9 });
  const beacon = `${out}-beacon.yaml`;
  writeFileSync(
    beacon,
    readFileSync(toolFiles.quill, 'utf8').replaceAll('Quill', 'Beacon').replaceAll('quill', 'beacon'),
  );
  const outcome = outcomeOf(await compare({ targets: [...pair, beacon] }));
  expect(new Set(duels().map(({ seat }) => seat.tool))).toEqual(new Set(['beacon', 'lantern']));
  expect(duels()).toHaveLength(4);
  expect(outcome).toMatchObject({ kind: 'winner', winner: 'lantern', basis: 'duel' });
  expect(outcome?.ranking.map(({ slug, rank }) => [slug, rank])).toEqual([
    ['lantern', 1],
    ['beacon', 2],
    ['quill', 3],
  ]);
});

test('tools for different jobs are never judged head to head', async () => {
  const { compare, duels } = await deskWith(forLantern);
  const run = await compare({ targets: [toolFiles.lantern, toolFiles.anvil], duel: true });
  expect(outcomeOf(run)).toMatchObject({ kind: 'different-jobs', personas: [] });
  expect(duels()).toEqual([]);
});

test('the two orders are two questions; within one, all personas share what comes first byte for byte', async () => {
  const { compare, duels } = await deskWith(forLantern);
  await compare();
  expect(new Set(duels().map(({ key }) => key)).size).toBe(4);
  const shared = Map.groupBy(duels(), ({ seat }) => seat.tool);
  const texts = [...shared.values()].map((prompts) => new Set(prompts.map((prompt) => prompt.shared)));
  expect(texts.map((text) => text.size)).toEqual([1, 1]);
  const [one, other] = texts.map((text) => [...text][0] ?? '');
  expect(one).not.toBe(other);
  expect(one?.indexOf('=== A.S1 begin')).toBeLessThan(one?.indexOf('=== B.S1 begin') ?? 0);
});

test('an ended run keeps what was answered; the next one asks only the rest', async () => {
  const controller = new AbortController();
  let judged = 0;
  const judge: Judge = (prompt, first, asked) => {
    judged += 1;
    if (judged === 2) controller.abort(new Error('stopped'));
    return forLantern(prompt, first, asked);
  };
  const { compare, desk, duels } = await deskWith(judge);
  await expect(compare({}, { ...desk, signal: controller.signal })).rejects.toThrow('stopped');
  expect(duels()).toHaveLength(2);
  await compare();
  expect(duels()).toHaveLength(4);
});

test('a dry run counts the duels that were asked for, and those only while they are open', async () => {
  const { compare, desk } = await deskWith(forLantern);
  const order = { targets: pair, personas: [], wishes: asIs };
  const purposes = async (duel: boolean) =>
    (await planRun(desk, { ...order, duel })).filter(({ certain }) => certain).map(({ kind }) => kind);
  expect((await purposes(false)).filter((purpose) => purpose === 'duel')).toEqual([]);
  expect((await purposes(true)).filter((purpose) => purpose === 'duel')).toHaveLength(4);
  await compare();
  expect(await purposes(true)).toEqual(['answer']);
});

test('the evidence holds the duels, and the outcome follows from it', async () => {
  const { compare, out } = await deskWith(forLantern);
  await compare();
  const file = join(out, 'lantern-vs-quill/comparison.json');
  expect((await verifyFile(file, undefined)).faults).toEqual([]);
  const evidence = JSON.parse(readFileSync(join(out, 'lantern-vs-quill/evidence.json'), 'utf8'));
  expect(evidence.supplements.duels).toHaveLength(4);
});

test('a dry run of a comparison marks the duels a tie would bring as uncertain; of reviews alone it has none', async () => {
  const { compare, desk } = await deskWith(forLantern);
  const order = { targets: pair, personas: [], wishes: asIs };
  const uncertain = async (more: { duel?: boolean }) =>
    (await planRun(desk, { ...order, ...more })).filter(({ certain }) => !certain).map(({ kind }) => kind);
  expect(await uncertain({ duel: false })).toEqual(['duel', 'duel', 'duel', 'duel']);
  expect(await uncertain({ duel: true })).toEqual([]);
  expect(await uncertain({})).toEqual([]);
  await compare();
  expect((await planRun(desk, { ...order, duel: false })).map(({ kind }) => kind)).toEqual(['answer']);
});
