import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { Comparison } from '../../src/core/comparison/comparison.ts';
import { addAnswer } from '../../src/flows/add-answer.ts';
import { InvalidOrder, reviewTools } from '../../src/flows/ask/review-tools.ts';
import { askMaker } from '../../src/flows/ask-maker.ts';
import { compareTools } from '../../src/flows/compare/compare-tools.ts';
import { verifyFile } from '../../src/flows/compare/verify-comparison.ts';
import { gatherDossier } from '../../src/flows/gather/gather-dossier.ts';
import { listCorrections } from '../../src/flows/list-corrections.ts';
import { approveReviews } from '../../src/flows/publish/approve-reviews.ts';
import { republishChanged } from '../../src/flows/publish/republish.ts';
import { buildDesk, opinionOf, type TestDesk, toolFiles } from '../fixtures/desk.ts';

/** Reviewers who say yes twice as often once the maker has answered. */
let built: TestDesk;
let reply: string;

beforeEach(async () => {
  const personas: TestDesk['personas'] = [];
  built = await buildDesk(({ seat, shared }) => {
    const persona = personas.find(({ id }) => id === seat.persona);
    if (persona === undefined) throw new Error('no such persona');
    return JSON.stringify(opinionOf(persona, { yes: shared.includes('We export everything') ? 12 : 6 }));
  });
  personas.push(...built.personas);
  reply = join(dirname(built.out), 'reply.txt');
  writeFileSync(reply, 'We export everything as plain files.\n');
  await compareTools(built.desk, orderOf());
});

const asIs = { fresh: false, note: null, leadNamed: false };
const orderOf = () => ({
  targets: [toolFiles.lantern, toolFiles.quill],
  personas: [],
  wishes: asIs,
  choose: async () => null,
  out: built.out,
});
const answerOf = (more: Partial<Parameters<typeof addAnswer>[1]> = {}) => ({
  target: 'quill',
  file: reply,
  title: undefined,
  url: undefined,
  on: undefined,
  ...more,
});
const published = () =>
  Comparison.parse(JSON.parse(readFileSync(join(built.out, 'lantern-vs-quill/comparison.json'), 'utf8')));

async function askAgain() {
  const tools = await reviewTools(built.desk, {
    targets: ['quill'],
    personas: [],
    wishes: asIs,
    choose: async () => null,
  });
  await republishChanged(built.desk, tools, null);
}

test('an answer is a source of its own kind under a new key, and says which seats are out of date', async () => {
  const before = await gatherDossier(built.desk, 'quill');
  const { dossier, isNew, source, stale } = await addAnswer(
    built.desk,
    answerOf({ title: 'Reply to your questions', on: '2026-11-20' }),
  );
  expect(isNew).toBe(true);
  expect(dossier.key).not.toBe(before.key);
  expect(dossier.sources.at(-1)).toMatchObject({
    id: source,
    kind: 'maker',
    title: 'Reply to your questions',
    retrieved: '2026-11-20',
    text: 'We export everything as plain files.',
  });
  expect(stale).toEqual([
    { persona: 'builder', approvedBy: null },
    { persona: 'skeptic', approvedBy: null },
  ]);
});

test('after the seats are asked again the page shows before and after, and still follows from its evidence', async () => {
  await addAnswer(built.desk, answerOf());
  expect(await listCorrections(built.desk, 'quill')).toMatchObject([
    { on: '2026-11-23', scoreBefore: 50, scoreAfter: null },
  ]);
  expect(published().corrections).toEqual([]);
  await askAgain();
  const { corrections } = published();
  expect(corrections).toMatchObject([{ on: '2026-11-23', tool: 'quill' }]);
  expect(corrections[0]?.what).toContain('Panel score before: 50; after the reviewers were asked again: 100.');
  expect(await listCorrections(built.desk, undefined)).toMatchObject([
    { tool: 'quill', scoreBefore: 50, scoreAfter: 100 },
  ]);
  expect(await listCorrections(built.desk, 'lantern')).toEqual([]);
  expect((await verifyFile(join(built.out, 'lantern-vs-quill'), undefined)).faults).toEqual([]);
});

test('the same answer again changes nothing', async () => {
  const first = await addAnswer(built.desk, answerOf());
  const second = await addAnswer(built.desk, answerOf({ title: 'Once more' }));
  expect(second).toEqual({ ...first, isNew: false });
  expect(await listCorrections(built.desk, 'quill')).toHaveLength(1);
});

test.each([
  ['plain', 'We export everything as plain files.\n'],
  ['pasted with characters nobody sees', 'We export\u200B everything as plain files.\uFEFF\n'],
])('giving the facts file again keeps an answer, %s, and the same answer again is known', async (_, text) => {
  writeFileSync(reply, text);
  const { dossier } = await addAnswer(built.desk, answerOf());
  expect(dossier.sources.at(-1)?.text).toBe('We export everything as plain files.');
  expect(await gatherDossier(built.desk, toolFiles.quill)).toEqual(dossier);
  expect(await addAnswer(built.desk, answerOf())).toMatchObject({ isNew: false, dossier });
  expect(await listCorrections(built.desk, 'quill')).toHaveLength(1);
});

test('an answer that is in the facts file, hidden characters and all, is not added a second time', async () => {
  await addAnswer(built.desk, answerOf());
  const file = join(dirname(reply), 'quill.yaml');
  const facts = parse(readFileSync(toolFiles.quill, 'utf8'));
  const pasted = {
    kind: 'maker',
    title: 'Reply',
    retrieved: '2026-11-20',
    text: 'We export\u200B everything as plain files.',
  };
  writeFileSync(file, stringify({ ...facts, sources: [...facts.sources, pasted] }));
  const { sources } = await gatherDossier(built.desk, file);
  expect(sources.filter(({ text }) => text === 'We export everything as plain files.')).toHaveLength(1);
});

test('an answer of hidden characters only is refused', async () => {
  writeFileSync(reply, '\u200B\u200B\n');
  await expect(addAnswer(built.desk, answerOf())).rejects.toThrow(/reply\.txt/);
  expect(await listCorrections(built.desk, 'quill')).toEqual([]);
});

test('a review a person approved stays until a person decides', async () => {
  await approveReviews(built.desk, { target: 'quill', persona: 'skeptic', by: 'Ada' });
  const { stale } = await addAnswer(built.desk, answerOf());
  expect(stale).toContainEqual({ persona: 'skeptic', approvedBy: 'Ada' });
  await askAgain();
  const quill = published().tools.find(({ slug }) => slug === 'quill');
  expect(quill?.reviews.map(({ status }) => status)).toEqual(['scored', 'missing']);
});

test.each([
  ['a day that has not come', { on: '2026-11-24' }, /--on: 2026-11-24 has not come yet/],
  ['no day at all', { on: 'tomorrow' }, /--on: expected a day written YYYY-MM-DD/],
  ['an address that is none', { url: 'javascript:alert(1)' }, /--url: expected an http or https address/],
  ['an empty title', { title: ' ' }, /--title: expected/],
])('an answer with %s is refused, and nothing is changed', async (_, more, problem) => {
  const before = await gatherDossier(built.desk, 'quill');
  await expect(addAnswer(built.desk, answerOf(more))).rejects.toThrow(problem);
  await expect(addAnswer(built.desk, answerOf(more))).rejects.toThrow(InvalidOrder);
  expect(await gatherDossier(built.desk, 'quill')).toEqual(before);
});

test('an answer file that is empty or not there is refused by name', async () => {
  writeFileSync(reply, ' \n');
  await expect(addAnswer(built.desk, answerOf())).rejects.toThrow(reply);
  await expect(addAnswer(built.desk, answerOf({ file: `${reply}.gone` }))).rejects.toThrow(
    /reply\.txt\.gone.*no such file/,
  );
});

test('a tool whose reviewers found everything has no questions for its maker', async () => {
  expect((await askMaker(built.desk, 'quill')).questions).toEqual([]);
});
