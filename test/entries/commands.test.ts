import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { Recording } from '../../src/core/asking/recording.ts';
import { publishedSchemas } from '../../src/core/audit/published-schema.ts';
import { journal } from '../../src/providers/journal.ts';
import { recorded } from '../../src/providers/recorded.ts';
import { readFactsFile } from '../../src/sources/facts-file.ts';
import { opinionOf, toolFiles, writtenOnTop } from '../fixtures/desk.ts';
import { buildHouse, type Furnishing, type TestHouse } from './house.ts';

const start = process.cwd();
afterEach(() => process.chdir(start));

/** A house whose builder says something new about Lantern each time it is asked. */
async function changeable(more: Furnishing = {}): Promise<TestHouse> {
  const house: TestHouse = await buildHouse({
    ...more,
    answer: ({ seat }, asked) => {
      const persona = house.personas.find(({ id }) => id === seat.persona);
      if (persona === undefined || seat.persona !== 'builder') return null;
      return JSON.stringify(opinionOf(persona, { yes: 6 + (asked % 6), headline: `It says thing ${asked}` }));
    },
  });
  return house;
}

test('review fills the seats of a tool and says how they stand', async () => {
  const house = await buildHouse();
  const { code, stdout } = await house.run('review', toolFiles.lantern);
  expect(code).toBe(0);
  expect(stdout).toContain('Lantern');
  expect(stdout).toContain('It does what it says');
  expect(house.asked).toHaveLength(2);
});

test('regenerating an empty seat fills it', async () => {
  const house = await buildHouse();
  expect(await house.run('regenerate', toolFiles.lantern, 'builder')).toMatchObject({
    code: 0,
    stdout: 'The new review stands.\n',
  });
});

test('in a script without --keep both are shown, the old review stands, the new one waits, and it is said how to decide', async () => {
  const house = await changeable();
  await house.run('review', toolFiles.lantern);
  const { code, stdout, stderr } = await house.run('regenerate', 'lantern', 'builder');
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  expect(stderr).toMatch(/OLD \(stands\)[\s\S]*Checks that flipped/);
  expect(stderr).toContain('ship-or-skip regenerate lantern builder --keep new|old');
  expect((await house.run('history', 'lantern', 'builder')).stdout).toMatch(/waits[\s\S]*stands/);
});

test('a candidate that waits is decided with --keep without another call; both stay in the history', async () => {
  const house = await changeable();
  await house.run('review', toolFiles.lantern);
  await house.run('regenerate', 'lantern', 'builder');
  const before = house.asked.length;
  expect((await house.run('regenerate', 'lantern', 'builder', '--keep', 'new')).stdout).toBe(
    'The new review stands.\n',
  );
  expect(house.asked).toHaveLength(before);
  expect((await house.run('history', 'lantern', 'builder')).stdout).toMatch(
    /stands[\s\S]*kept by ship-or-skip: --keep new, by a script[\s\S]*stood/,
  );
});

test.each([
  ['on a terminal is a person’s approval', ['nobody asks'], 'Ada'],
  ['in a script is nobody’s', [], undefined],
])('--keep new %s', async (_what, person, by) => {
  const house = await changeable({ person });
  await house.run('review', toolFiles.lantern);
  await house.run('regenerate', 'lantern', 'builder', '--keep', 'new');
  expect(house.questions).toEqual([]);
  const seat = await house.store.findSeat('lantern', 'builder');
  expect((await house.store.history('lantern', 'builder')).map(({ state }) => state)).toEqual(['stands', 'stood']);
  expect(seat.approved?.by).toBe(by);
});

test('--keep old in a script leaves what a person approved approved', async () => {
  const house = await changeable();
  await house.run('review', toolFiles.lantern);
  await house.run('approve', 'lantern', 'builder', '--as', 'Grace');
  await house.run('regenerate', 'lantern', 'builder', '--keep', 'old');
  expect((await house.store.findSeat('lantern', 'builder')).approved?.by).toBe('Grace');
});

test.each([['--fresh'], ['--note', 'look again'], ['--lead', 'claude:claude-opus-5-5']])(
  'with %s a waiting candidate does not keep a new question from being asked',
  async (...more) => {
    const house = await changeable();
    await house.run('review', toolFiles.lantern);
    await house.run('regenerate', 'lantern', 'builder');
    const before = house.asked.length;
    await house.run('regenerate', 'lantern', 'builder', '--keep', 'new', ...more);
    expect(house.asked.length).toBeGreaterThan(before);
  },
);

test('on a terminal the person is asked, until the answer is one of the three', async () => {
  const house = await changeable({ person: ['n', 'New '] });
  await house.run('review', toolFiles.lantern);
  const { stdout, stderr } = await house.run('regenerate', 'lantern', 'builder');
  expect(house.questions).toEqual(Array(2).fill('builder: keep the new review, or the old one? [new/old/later] '));
  expect(stderr).toContain('Please type the whole word');
  expect(stdout).toBe('The new review stands.\n');
});

test.each([['later'], [''], [null]])(
  'answering %j leaves the old review standing and the new one waiting; it is shown again without a call',
  async (answer) => {
    const house = await changeable({ person: [answer, 'old'] });
    await house.run('review', toolFiles.lantern);
    expect((await house.run('regenerate', 'lantern', 'builder')).stderr).toContain('the new one waits');
    const before = house.asked.length;
    expect((await house.run('regenerate', 'lantern', 'builder')).stdout).toContain('The old review stands');
    expect(house.asked).toHaveLength(before);
  },
);

test('a person who is asked sees both reviews, also with --quiet', async () => {
  const house = await changeable({ person: ['old'] });
  await house.run('review', toolFiles.lantern);
  expect((await house.run('regenerate', 'lantern', 'builder', '--quiet')).stderr).toContain('Checks that flipped');
});

test('a recorded reply asked again is the review that stands: nothing changed, and that is said', async () => {
  const house = await buildHouse();
  const [builder] = house.personas;
  if (builder === undefined) throw new Error('a persona is needed');
  const { stdout } = await house.run('prompt', toolFiles.lantern, '--persona', 'builder', '--json');
  const { key: promptKey, dossierKey, seat } = JSON.parse(stdout);
  const recording = Recording.parse({
    seat,
    purpose: 'opinion',
    promptKey,
    dossierKey,
    model: 'a model',
    family: 'a family',
    suppliedBy: 'an editor',
    suppliedOn: '2026-11-20',
    text: JSON.stringify(opinionOf(builder)),
  });
  house.desk.ask = () => journal(recorded([recording]), house.store.calls);
  expect((await house.run('review', toolFiles.lantern, '--persona', 'builder')).stderr).toMatch(
    /done, 75 ship, recorded\n/,
  );
  expect(await house.run('regenerate', 'lantern', 'builder')).toMatchObject({
    code: 0,
    stdout: 'The answer is the review that stands already; nothing changed.\n',
  });
});

test('a kept review is rendered into every comparison it is in', async () => {
  const house = await changeable();
  await house.run('compare', toolFiles.lantern, toolFiles.quill, '--out', house.out);
  const { stdout } = await house.run('regenerate', 'lantern', 'builder', '--keep', 'new', '--json');
  expect(JSON.parse(stdout)).toEqual({
    tool: 'lantern',
    persona: 'builder',
    kept: 'new',
    rendered: [join(house.out, 'lantern-vs-quill')],
  });
  expect(readFileSync(join(house.out, 'lantern-vs-quill/index.html'), 'utf8')).toContain('It says thing');
});

test.each([
  ['compare', toolFiles.lantern, toolFiles.quill],
  ['review', toolFiles.lantern],
  ['regenerate', toolFiles.lantern, 'builder'],
])('a dry run of %s asks nobody, needs no key, and names the calls by kind', async (...argv) => {
  const house = await buildHouse();
  const { code, stdout } = await house.run(...argv, '--dry-run');
  expect(code).toBe(0);
  expect(stdout.replaceAll('\n  ', ' ')).toMatch(
    /^\d leads? by claude:claude-sonnet-5-5: about [\d,]+ tokens in.*, [\d,]+ out, cost unknown$/m,
  );
  expect(stdout).toContain('Nothing was asked');
  expect(house.asked).toEqual([]);
  expect(house.overrides[0]).toMatchObject({ asksNobody: true });
});

test('a dry run as JSON is the plan with its cost', async () => {
  const flat = { input: 2, output: 10, cacheWrite5m: 2.5, cacheWrite1h: 4, cacheRead: 0.2 };
  const prices = { version: 'test', tiers: [{ upTo: null, price: flat }] };
  const house = await buildHouse({ desk: { priceOf: async () => prices, mostPriceOf: async () => prices } });
  const { calls, lines, costUsd } = JSON.parse(
    (await house.run('review', toolFiles.lantern, '--dry-run', '--json')).stdout,
  );
  expect(calls).toHaveLength(2);
  expect(lines.map(({ kind }: { kind: string }) => kind)).toEqual(['lead', 'repair']);
  expect(costUsd).toBeCloseTo(lines[0].costUsd + lines[1].costUsd, 12);
});

test('a dry run where nothing has to be asked says so', async () => {
  const house = await buildHouse();
  await house.run('review', toolFiles.lantern);
  expect((await house.run('review', 'lantern', '--dry-run')).stdout).toMatch(/^0 calls/);
});

test('with a key set, standing recorded replies are named once, with the way to ask the model', async () => {
  const house = await buildHouse();
  await house.run('review', toolFiles.lantern);
  const seat = await house.store.findSeat('lantern', 'builder');
  if (seat.review === null) throw new Error('the seat is empty');
  const { id: _id, ...review } = seat.review;
  const byline = {
    ...review.byline,
    provider: 'recorded',
    costUsd: null,
    supplied: { by: 'an editor', on: '2026-11-20', older: false },
  };
  await house.store.keepReview({
    review: { ...review, byline },
    stand: true,
    over: seat.review.id,
    by: 'Ada',
    why: 'a test',
    settles: [],
    at: '2026-11-23T12:00:00.000Z',
  });
  const { stderr } = await house.run('review', 'lantern');
  expect(stderr).toContain(
    'note: 1 of 2 reviews are recorded replies. To ask claude:claude-sonnet-5-5 instead, add: --fresh --keep new\n',
  );
  expect((await house.run('history', 'lantern', 'builder')).stdout).toContain('recorded reply');
});

test('the prompt is printed exactly as it would be sent, without a key', async () => {
  const house = await buildHouse();
  const { stdout } = await house.run('prompt', toolFiles.lantern, '--persona', 'skeptic', '--note', 'look at exits');
  const printed = JSON.parse(
    (await house.run('prompt', toolFiles.lantern, '--persona', 'skeptic', '--note', 'look at exits', '--json')).stdout,
  );
  for (const part of [
    printed.key,
    printed.shared,
    printed.own,
    ...printed.turns.map(({ text }: { text: string }) => text),
  ])
    expect(stdout).toContain(part);
  expect(stdout).toMatch(/cache breakpoint[\s\S]*part 2[\s\S]*the answer, as the schema that is sent: opinion/);
  expect(house.overrides[0]).toMatchObject({ asksNobody: true });
  await house.run('review', toolFiles.lantern, '--persona', 'skeptic', '--note', 'look at exits');
  expect(house.asked[0]).toMatchObject({
    key: printed.key,
    shared: printed.shared,
    own: printed.own,
    turns: printed.turns,
  });
});

test.each([
  ['the juror of the settings', ['--ballot'], 'hugging-face:openai/gpt-oss-120b:cheapest'],
  ['a named juror', ['--ballot', 'endpoint:llama3.3'], 'endpoint:llama3.3'],
])('prompt --ballot prints the question to %s', async (_who, argv, model) => {
  const { run } = await buildHouse();
  const { stdout } = await run('prompt', toolFiles.lantern, '--persona', 'skeptic', '--json', ...argv);
  expect(JSON.parse(stdout)).toMatchObject({ purpose: 'ballot', model });
});

test('prompt --lead prints the question to another lead, and --duel the one of a duel', async () => {
  const { run } = await buildHouse();
  const asLead = await run(
    'prompt',
    toolFiles.lantern,
    '--persona',
    'skeptic',
    '--lead',
    'claude:claude-opus-5-5',
    '--json',
  );
  expect(JSON.parse(asLead.stdout)).toMatchObject({ purpose: 'opinion', model: 'claude:claude-opus-5-5' });
  const duel = await run('prompt', toolFiles.lantern, '--persona', 'skeptic', '--duel', toolFiles.quill, '--json');
  expect(JSON.parse(duel.stdout)).toMatchObject({ purpose: 'duel' });
  expect(await run('prompt', toolFiles.lantern, '--persona', 'skeptic', '--ballot', '--note', 'x')).toMatchObject({
    code: 2,
  });
});

test('history lists reviews newest first with decisions, in words and as JSON', async () => {
  const house = await changeable();
  await house.run('review', toolFiles.lantern);
  await house.run('regenerate', 'lantern', 'builder', '--keep', 'old');
  const { stdout } = await house.run('history', 'lantern', 'builder');
  expect(stdout).toMatch(/^#\d+ {2}builder {2}declined {2}[\d.]+ (?:ship|skip) +written 2026-11-23 by /);
  expect(stdout).toContain('2026-11-23 10:00 UTC  declined by ship-or-skip: ');
  expect(JSON.parse((await house.run('history', 'lantern', '--json')).stdout)).toHaveLength(3);
  expect((await house.run('history', toolFiles.quill)).stdout).toBe('No review yet.\n');
});

test('tools lists the store in columns, and says how to begin when it is empty', async () => {
  const house = await buildHouse();
  expect((await house.run('tools')).stdout).toContain('The store is empty');
  await house.run('compare', toolFiles.lantern, toolFiles.quill, '--out', house.out);
  const { stdout } = await house.run('tools');
  expect(stdout).toBe(
    'lantern  Lantern  facts as of 2026-11-23  2 reviews\nquill    Quill    facts as of 2026-11-23  2 reviews\n',
  );
  expect(JSON.parse((await house.run('tools', '--json')).stdout)).toMatchObject([
    { slug: 'lantern' },
    { slug: 'quill' },
  ]);
});

test('personas shows every check with its weight, within the width of the terminal', async () => {
  const house = await buildHouse({ terminal: { columns: 60 } });
  const { stdout } = await house.run('personas');
  expect(stdout).toMatch(/^builder \(builder\): “Look closely.”\nFor: people like the builder\n/);
  expect(stdout.match(/^ +10 {2}(?:stated|judged) /gm)).toHaveLength(24);
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
  expect(JSON.parse((await house.run('personas', '--json')).stdout).personas).toHaveLength(2);
});

test('schema prints each published format, and their names without one', async () => {
  const { run } = await buildHouse();
  expect((await run('schema')).stdout).toBe(publishedSchemas.map((name) => `${name}\n`).join(''));
  for (const name of publishedSchemas) expect(JSON.parse((await run('schema', name)).stdout)).toHaveProperty('$schema');
});

test('new writes a facts file to fill in and never writes over one', async () => {
  const { run } = await buildHouse();
  process.chdir(mkdtempSync(join(tmpdir(), 'new-')));
  expect(await run('new', 'Log Search')).toMatchObject({
    code: 0,
    stdout: 'log-search.yaml\n',
    stderr: expect.stringContaining('compare log-search.yaml'),
  });
  await expect(readFactsFile('log-search.yaml')).rejects.toMatchObject({ name: 'InvalidFile' });
  expect(await run('new', 'log-search')).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('already there'),
  });
  expect(existsSync('log-search.yaml')).toBe(true);
});

test('eject names the folders written and the options that use them', async () => {
  const { run } = await buildHouse();
  const { stdout, stderr } = await run('eject', 'mine');
  expect(stdout).toBe('mine/personas\nmine/prompts\nmine/templates\n');
  expect(stderr).toContain('--personas mine/personas --prompts mine/prompts --templates mine/templates');
});

test('doctor says each finding with what to do, counts the problems, and ends with 3 when there are some', async () => {
  const ok = { state: 'ok' as const, what: 'Node 24', todo: null };
  const bad = { state: 'problem' as const, what: 'lead: no answer', todo: 'Try again.\nOr do not.' };
  const well = await buildHouse({ findings: [ok] });
  expect(await well.run('doctor')).toEqual({ code: 0, stdout: 'ok       Node 24\n\nNo problems.\n', stderr: '' });
  const ill = await buildHouse({ findings: [ok, bad] });
  expect(await ill.run('doctor')).toMatchObject({
    code: 3,
    stdout: 'ok       Node 24\nPROBLEM  lead: no answer\n         Try again.\n         Or do not.\n\n1 problem.\n',
  });
  expect(await ill.run('doctor', '--quiet')).toMatchObject({ code: 3, stdout: expect.not.stringContaining('Node') });
  expect(JSON.parse((await ill.run('doctor', '--json')).stdout)).toEqual([ok, bad]);
});

test.each([['new', 'x y'], ['schema', 'tool'], ['eject'], ['doctor'], ['tools']])(
  '%s takes --database',
  async (...argv) => {
    const { run } = await buildHouse();
    process.chdir(mkdtempSync(join(tmpdir(), 'database-')));
    expect((await run(...argv, '--database', 'x.sqlite')).code).toBe(0);
  },
);

describe('regenerate of the answer on top', () => {
  const texts = [
    'Choose Lantern: it keeps what it was given.',
    'Choose Lantern: papers stay until somebody deletes them.',
  ];
  const houseWith = async (person?: string[]) => {
    let asked = 0;
    const writeOnTop = () => {
      asked += 1;
      return writtenOnTop('A', texts[asked - 1]);
    };
    const house = await buildHouse({ desk: { writeOnTop }, ...(person && { person }) });
    await house.run('compare', toolFiles.lantern, toolFiles.quill, '--out', house.out);
    const page = () => readFileSync(join(house.out, 'lantern-vs-quill/index.md'), 'utf8');
    return { ...house, page };
  };

  test('shows both, and the one a person keeps stands on the page', async () => {
    const house = await houseWith(['maybe', 'n']);
    const { code, stdout, stderr } = await house.run('regenerate', 'lantern-vs-quill', 'answer');
    expect({ code, stdout: stdout.split('\n')[0] }, stderr).toEqual({ code: 0, stdout: 'The new answer stands.' });
    for (const text of texts) expect(stderr.replaceAll('\n', ' ')).toContain(text);
    expect(stderr).toContain('Please answer new or old');
    expect(house.page()).toContain(texts[1]);
  });

  test('in a script the old one stands unless --keep says otherwise, and what was declined is found no more', async () => {
    const house = await houseWith();
    expect((await house.run('regenerate', 'lantern-vs-quill', 'answer')).stdout).toContain('The old answer stands.');
    expect(house.page()).toContain(texts[0]);
    await house.run('compare', 'lantern', 'quill', '--out', house.out);
    expect(house.page()).toContain(texts[0]);
  });

  test('--dry-run names the one call and asks nobody; a comparison nobody knows is refused', async () => {
    const house = await houseWith();
    const before = house.asked.length;
    const plan = await house.run('regenerate', 'lantern-vs-quill', 'answer', '--dry-run', '--json');
    expect(JSON.parse(plan.stdout).calls).toMatchObject([{ kind: 'answer', tool: 'lantern' }]);
    expect(house.asked).toHaveLength(before);
    const { code, stderr } = await house.run('regenerate', 'lantern-vs-quil', 'answer');
    expect({ code, meant: stderr.includes('Did you mean lantern-vs-quill?') }).toEqual({ code: 2, meant: true });
  });
});
