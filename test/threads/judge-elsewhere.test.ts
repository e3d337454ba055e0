import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { Recording } from '../../src/core/asking/recording.ts';
import { judgeAnswer, type Subject } from '../../src/core/checking/judge-answer.ts';
import { nothingAround, type Surroundings } from '../../src/core/checking/voice.ts';
import { assembleDossier } from '../../src/core/facts/dossier.ts';
import { readFactsFile } from '../../src/sources/facts-file.ts';
import { readPanel } from '../../src/sources/panel-files.ts';
import { type Judges, judgeElsewhere } from '../../src/threads/judge-elsewhere.ts';

const root = resolve(import.meta.dirname, '../..');
const { panel, personas } = await readPanel(join(root, 'personas'));

let judges: Judges | undefined;
afterEach(() => judges?.close());

/** A judge whose thread runs this. */
function judgeBy(program: string): Judges {
  judges = judgeElsewhere(new URL(`data:text/javascript,${encodeURIComponent(program)}`), 0);
  return judges;
}

/** The answers that were recorded, each with what it is judged by and what the one before it says. */
async function readAnswers(): Promise<[text: string, subject: Subject, around: Surroundings][]> {
  const folder = join(root, 'examples/recorded');
  const recordings = readdirSync(folder).map((file) =>
    Recording.parse(JSON.parse(readFileSync(join(folder, file), 'utf8'))),
  );
  const dossiers = new Map<string, Subject['dossier']>();
  for (const { seat } of recordings) {
    const { tool, sources } = await readFactsFile(join(root, `examples/${seat.tool}.yaml`));
    dossiers.set(seat.tool, { ...assembleDossier(tool, sources), asOf: '2026-11-26' });
  }
  return recordings.map(({ seat, text }, index) => {
    const dossier = dossiers.get(seat.tool);
    const persona = personas.find(({ id }) => id === seat.persona);
    if (dossier === undefined || persona === undefined) throw new Error(`nothing is known of ${seat.tool}`);
    const prose = recordings[index - 1]?.text ?? '';
    return [text, { dossier, persona, panel }, { ...nothingAround, otherProse: [{ persona: 'other', prose }] }];
  });
}

const sayThere = `
  import { parentPort } from 'node:worker_threads';
  parentPort.on('message', ({ id }) =>
    parentPort.postMessage({ id, judgement: { issues: [{ path: 'there', problem: '', weight: 'flag' }], acceptable: null } }));
`;

const answers = await readAnswers();
const unreadable: (typeof answers)[number] = ['no object at all', answers[0]?.[1] as Subject, nothingAround];

test('another thread finds what this one does, answer by answer', async () => {
  judges = judgeElsewhere(undefined, 0);
  const judge = judges.judge;
  const all = [...answers, unreadable, ...answers];
  const found = await Promise.all(all.map((answer) => judge(...answer)));
  expect(found).toEqual(all.map((answer) => judgeAnswer(...answer)));
});

test('what the thread says is what counts', async () => {
  const { judge } = judgeBy(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ id, text }) =>
      parentPort.postMessage({ id, judgement: { issues: [{ path: text, problem: 'said there', weight: 'flag' }], acceptable: null } }));
  `);
  const [, subject] = unreadable;
  const found = await Promise.all(['one', 'two'].map((text) => judge(text, subject, nothingAround)));
  expect(found.map(({ issues }) => issues.map(({ path, problem }) => `${path}: ${problem}`))).toEqual([
    ['one: said there'],
    ['two: said there'],
  ]);
});

test.each([
  ['as few as these are judged here', 2, 'here here'],
  ['one more than a few is judged there, and all that follow', 1, 'here there'],
  ['where more than a few are expected all are judged there', 0, 'there there'],
])('%s', async (_what, few, where) => {
  judges = judgeElsewhere(new URL(`data:text/javascript,${encodeURIComponent(sayThere)}`), few);
  if (few === 0) judges.expect();
  const [, subject] = unreadable;
  const found: string[] = [];
  for (const text of ['one', 'two'])
    found.push((await judges.judge(text, subject, nothingAround)).issues[0]?.path === 'there' ? 'there' : 'here');
  expect(found.join(' ')).toBe(where);
});

test('each part is sent once, and all of them again after so many', async () => {
  const { judge } = judgeBy(`
    import { parentPort } from 'node:worker_threads';
    const known = new Set();
    parentPort.on('message', ({ id, about, news, anew }) => {
      if (anew) known.clear();
      const problem = \`\${news.length} new, \${about.every((number) => known.has(number) || news.some(([one]) => one === number))}\`;
      for (const [number] of news) known.add(number);
      parentPort.postMessage({ id, judgement: { issues: [{ path: '', problem, weight: 'flag' }], acceptable: null } });
    });
  `);
  const [, subject] = unreadable;
  const { dossier } = subject;
  const tools = Array.from({ length: 600 }, () => ({ ...dossier }));
  const twice = tools.flatMap((one) => [one, one]);
  const found = await Promise.all(twice.map((one) => judge('', { ...subject, dossier: one }, nothingAround)));
  const counts = Map.groupBy(
    found.map(({ issues }) => issues[0]?.problem),
    (problem) => problem,
  );
  expect(Object.fromEntries([...counts].map(([problem, all]) => [problem, all.length]))).toEqual({
    '3 new, true': 2,
    '1 new, true': 599,
    '0 new, true': 599,
  });
});

test.each([
  ['cannot start', 'throw new Error("no thread")'],
  [
    'ends with the first answer',
    'import { parentPort } from "node:worker_threads"; parentPort.once("message", () => process.exit(1))',
  ],
  [
    'breaks at the first answer',
    'import { parentPort } from "node:worker_threads"; parentPort.once("message", () => { throw new Error("broken") })',
  ],
])('a thread that %s takes no answer with it', async (_how, program) => {
  const { judge } = judgeBy(program);
  const here = answers.map((answer) => judgeAnswer(...answer));
  expect(await Promise.all(answers.map((answer) => judge(...answer)))).toEqual(here);
  expect(await Promise.all(answers.map((answer) => judge(...answer)))).toEqual(here);
});
