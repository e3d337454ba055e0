import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { prepareEvidence, verifyQuote } from '../../src/core/evidence/evidence.ts';
import { gatherDossier, readDossier } from '../../src/flows/gather/gather-dossier.ts';
import { importTools } from '../../src/flows/gather/import-tools.ts';
import { listTools } from '../../src/flows/gather/list-tools.ts';
import { listConflicts } from '../../src/flows/gather/look-at-tool.ts';
import { splitTools } from '../../src/flows/gather/split-tools.ts';
import { buildDesk, toolFiles } from '../fixtures/desk.ts';
import { serveTool } from '../fixtures/tool-site.ts';

function listOf(...rows: object[]): string {
  const file = join(mkdtempSync(join(tmpdir(), 'list-')), 'tools.jsonl');
  writeFileSync(file, rows.map((row) => JSON.stringify(row)).join('\n'));
  return file;
}

const tern = { name: 'Tern', facts: 'It keeps log lines for seven days.', pricing: 'Pro $29/mo', category: 'Logs' };
const quill = { name: 'Quill', facts: 'It keeps every document.' };
const order = (file: string, more: object = {}) => ({ file, fetch: false, dryRun: false, ...more });
const statesOf = ({ tools }: Awaited<ReturnType<typeof importTools>>) => tools.map(({ slug, state }) => [slug, state]);

test('each row becomes a tool with a source that can be quoted; the same list again changes nothing', async () => {
  const { desk, store } = await buildDesk(() => null);
  const file = listOf(tern, quill);
  expect(statesOf(await importTools(desk, order(file)))).toEqual([
    ['tern', 'new'],
    ['quill', 'new'],
  ]);
  const before = await store.findDossier('tern');
  expect(before?.sources).toEqual([
    expect.objectContaining({ kind: 'note', retrieved: '2026-11-23', text: expect.stringContaining('seven days') }),
  ]);
  expect(statesOf(await importTools({ ...desk, now: () => new Date('2026-12-24T00:00:00Z') }, order(file)))).toEqual([
    ['tern', 'unchanged'],
    ['quill', 'unchanged'],
  ]);
  expect(await store.findDossier('tern')).toEqual(before);
});

test('a changed row makes a new dossier, and the other stays', async () => {
  const { desk, store } = await buildDesk(() => null);
  await importTools(desk, order(listOf(tern, quill)));
  const key = (await store.findDossier('quill'))?.key;
  expect(
    statesOf(await importTools(desk, order(listOf({ ...tern, facts: 'It keeps them for a year.' }, quill)))),
  ).toEqual([
    ['tern', 'changed'],
    ['quill', 'unchanged'],
  ]);
  expect((await store.findDossier('quill'))?.key).toBe(key);
});

test('rows nobody could quote, rows that stand there already and rows with a problem stop no other row', async () => {
  const { desk, store } = await buildDesk(() => null);
  const imported = await importTools(
    desk,
    order(
      listOf(
        { name: 'Empty' },
        tern,
        { name: 'Quay', slug: 'tern', facts: 'It loads ships.' },
        { facts: 'Nameless.' },
        quill,
      ),
    ),
  );
  expect(statesOf(imported)).toEqual([
    ['Empty', 'refused'],
    ['tern', 'new'],
    ['tern', 'refused'],
    ['quill', 'new'],
  ]);
  expect(imported.problems.map(({ line }) => line)).toEqual([4]);
  expect((await store.listTools()).map(({ slug }) => slug)).toEqual(['quill', 'tern']);
});

test('rows that are one product become one tool with the sources of all; each merge is on record and can be undone', async () => {
  const { desk, store } = await buildDesk(() => null);
  const again = { name: 'Tern 2.0', slug: 'tern-2-launch', facts: 'Tern searches log lines in seconds.' };
  const same = { ...tern, facts: 'It forgets log lines after seven days.' };
  const file = listOf(tern, again, quill, same);
  expect(statesOf(await importTools(desk, order(file, { dryRun: true })))).toEqual(
    statesOf(await importTools(desk, order(file))),
  );
  expect((await listTools(desk)).map(({ slug, aliases, merged }) => [slug, aliases, merged])).toEqual([
    ['quill', [], []],
    ['tern', ['Tern 2.0'], ['tern-2-launch']],
  ]);
  const texts = (await store.findDossier('tern'))?.sources.map(({ text }) => text.split('.')[0]);
  expect(texts).toEqual([
    'It keeps log lines for seven days',
    'Tern searches log lines in seconds',
    'It forgets log lines after seven days',
  ]);
  expect((await readDossier(desk, 'tern-2-launch')).tool.slug).toBe('tern');
  expect(await store.names.list()).toMatchObject([
    {
      change: 'merged',
      slug: 'tern-2-launch',
      other: 'tern',
      by: 'ship-or-skip',
      why: expect.stringContaining('one name'),
    },
  ]);
  expect(statesOf(await importTools(desk, order(file)))).toEqual([
    ['tern', 'unchanged'],
    ['tern-2-launch', 'unchanged'],
    ['quill', 'unchanged'],
    ['tern', 'merged'],
  ]);
  await splitTools(desk, { slug: 'tern-2-launch', from: undefined, why: 'a rewrite', by: 'Ada' });
  await importTools(desk, order(file));
  expect((await listTools(desk)).map(({ slug }) => slug)).toEqual(['quill', 'tern', 'tern-2-launch']);
  expect((await store.findDossier('tern'))?.sources).toHaveLength(2);
});

test('a row that is a tool of the store under another slug goes there, and stays there when the first list comes again', async () => {
  const { desk, store } = await buildDesk(() => null);
  const first = listOf(tern);
  await importTools(desk, order(first));
  const imported = await importTools(
    desk,
    order(listOf({ ...tern, slug: 'tern-beta', facts: 'Tern Beta keeps log lines.' })),
  );
  expect(imported.tools).toMatchObject([
    { state: 'merged', because: expect.stringContaining('it is tern, which the store knows') },
  ]);
  const { key, sources } = (await store.findDossier('tern')) ?? { sources: [] };
  expect(sources).toHaveLength(2);
  expect(statesOf(await importTools(desk, order(first)))).toEqual([['tern', 'unchanged']]);
  expect((await store.findDossier('tern'))?.key).toBe(key);
});

test('rows of one product that contradict each other are shown as a conflict, with both notes', async () => {
  const { desk, store } = await buildDesk(() => null);
  await importTools(
    desk,
    order(listOf(tern, { ...tern, slug: 'tern-2', facts: 'It keeps them.', pricing: 'Pro $39/mo' })),
  );
  const dossier = await readDossier(desk, 'tern');
  const conflicts = await listConflicts(desk, dossier);
  expect(conflicts.map(({ field, sides }) => [field, sides.map(({ value, source }) => `${source} ${value}`)])).toEqual([
    ['pricing', ['S1 Pro $29/mo', 'S2 Pro $39/mo']],
  ]);
  const evidence = prepareEvidence(dossier.sources);
  for (const { source, quote } of conflicts[0]?.sides ?? [])
    expect(verifyQuote({ source, text: quote ?? '' }, evidence).kind).toBe('exact');
  expect((await store.snapshots.list('tern', 1))[0]?.facts).toHaveLength(2);
});

test('a row that may be another is kept apart, and it is said', async () => {
  const { desk } = await buildDesk(() => null);
  const { tools } = await importTools(desk, order(listOf(tern, { ...tern, name: 'Tern Cloud' })));
  expect(tools.map(({ slug, state, because }) => [slug, state, because])).toEqual([
    ['tern', 'new', null],
    ['tern-cloud', 'new', expect.stringMatching(/^may be the same product as tern: /)],
  ]);
});

test('a row without jobs gets those its words speak of, and the same list again changes nothing', async () => {
  const { desk, store } = await buildDesk(() => null);
  const file = listOf(
    { name: 'Quay', facts: 'Quay is a feature flag service.' },
    { name: 'Buoy', facts: 'Buoy checks invoices for double entries.' },
    { name: 'Kite', facts: 'Kite flies.', jobs: ['check invoices'] },
    { name: 'Said', facts: 'Said is a feature flag service.', jobs: ['say things'] },
  );
  const { tools } = await importTools(desk, order(file));
  expect(tools.map(({ jobs }) => jobs.map(({ job }) => job))).toEqual([
    ['release features behind flags'],
    ['check invoices'],
    [],
    [],
  ]);
  const stored = await Promise.all(tools.map(({ slug }) => store.findDossier(slug)));
  expect(stored.map((dossier) => dossier?.tool.jobs[0])).toEqual([
    'release features behind flags',
    'check invoices',
    'check invoices',
    'say things',
  ]);
  expect((await importTools(desk, order(file))).tools.every(({ state }) => state === 'unchanged')).toBe(true);
});

test('what an editor wrote is left as it is', async () => {
  const { desk, store } = await buildDesk(() => null);
  const { key } = await gatherDossier(desk, toolFiles.lantern);
  const imported = await importTools(desk, order(listOf({ ...tern, name: 'Lantern', slug: 'lantern' })));
  expect(statesOf(imported)).toEqual([['lantern', 'left']]);
  expect((await store.findDossier('lantern'))?.key).toBe(key);
});

test('a dry run says what would be taken and changes nothing', async () => {
  const { desk, store } = await buildDesk(() => null);
  expect(statesOf(await importTools(desk, order(listOf(tern), { dryRun: true })))).toEqual([['tern', 'new']]);
  expect(await store.listTools()).toEqual([]);
});

test('with pages to read, a tool gets its page’s sources beside the note; a page that is not there leaves the row', async () => {
  const site = await serveTool();
  const { desk, store } = await buildDesk(() => null, { fetchSource: site.fetchSource, onlyRecordings: true });
  const rows = listOf({ ...tern, url: `${site.url}/` }, { ...quill, url: `${site.url}/quill` });
  const imported = await importTools(desk, order(rows, { fetch: true }));
  expect(imported.tools.map(({ page }) => page)).toEqual(['gathered', expect.stringContaining('404')]);
  const dossier = await store.findDossier('tern');
  expect(dossier?.sources.map(({ kind }) => kind)).toEqual(['page', 'page', 'page', 'page', 'note']);
  expect(dossier?.tool).toMatchObject({ category: 'Logs', licence: 'Apache-2.0' });
  expect((await store.findDossier('quill'))?.sources).toHaveLength(1);
  expect(statesOf(await importTools(desk, order(rows)))).toEqual([
    ['tern', 'left'],
    ['quill', 'unchanged'],
  ]);
});
