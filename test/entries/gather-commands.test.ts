import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { serveTool, ternPages } from '../fixtures/tool-site.ts';
import { buildHouse } from './house.ts';

/** A house whose desk reads one site and asks nobody. */
async function atSite(pages = ternPages()) {
  const site = await serveTool(pages);
  const house = await buildHouse({ desk: { fetchSource: site.fetchSource, onlyRecordings: true } });
  return { site, ...house };
}

test('what a page says reaches the terminal on one line and without control sequences', async () => {
  const pages = ternPages();
  const sly = '\u001b[31mRED\u001b[0m \u202eevil\u0007';
  pages.set(
    '/',
    (pages.get('/') ?? '').replaceAll('Tern keeps', `${sly} Tern keeps`).replace('<title>Tern', `<title>${sly} Tern`),
  );
  const { run, site } = await atSite(pages);
  for (const line of [
    ['add', `${site.url}/`],
    ['sources', 'tern'],
    ['refresh', 'tern'],
  ]) {
    const { stdout, stderr } = await run(...line);
    expect([...`${stdout}${stderr}`].filter((character) => /[^\n\P{C}]/u.test(character))).toEqual([]);
  }
});

test('conflicts are told by add, sources and tools', async () => {
  const { run, site } = await atSite();
  for (const line of [
    ['add', site.url],
    ['sources', 'tern'],
    ['refresh', 'tern'],
  ])
    expect((await run(...line)).stdout, line[0]).toMatch(
      /Sources disagree\n(?: {2}.*\n)*? {2}stars: S1.*12400.*S4.*12900/s,
    );
  expect((await run('tools')).stdout).toContain('2 conflicts');
  expect(JSON.parse((await run('tools', '--json')).stdout)).toEqual([
    expect.objectContaining({ slug: 'tern', conflicts: 2 }),
  ]);
});

test('a maker’s answer leaves the contradictions of the pages, and a later reading leaves the answer', async () => {
  const { run, site, out, store } = await atSite();
  await run('add', site.url);
  const reply = join(dirname(out), 'reply.txt');
  writeFileSync(reply, 'We keep logs for thirty days from January on.');
  expect((await run('answer', site.url, reply)).code).toBe(0);
  expect((await run('tools')).stdout).toContain('2 conflicts');
  expect((await run('sources', 'tern')).stdout).toContain('Sources disagree');
  site.pages.set('/pricing', (site.pages.get('/pricing') ?? '').replace('$29', '$39'));
  expect((await run('refresh', 'tern')).code).toBe(0);
  expect((await store.findDossier('tern'))?.sources.map(({ kind }) => kind)).toEqual([
    'page',
    'page',
    'page',
    'page',
    'maker',
  ]);
  const unknown = await run('answer', `${site.url}/elsewhere`, reply);
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('Add it first')]);
});

test('the sources of an earlier day are what was read by then', async () => {
  const { run, site } = await atSite();
  await run('add', site.url);
  site.pages.set('/pricing', (site.pages.get('/pricing') ?? '').replace('$29', '$39'));
  const later = await buildLater(site.fetchSource);
  await later.run('add', site.url);
  site.pages.set('/pricing', (site.pages.get('/pricing') ?? '').replace('$39', '$49'));
  later.desk.now = () => new Date('2026-12-24T10:00:00Z');
  await later.run('refresh', 'tern');
  expect((await later.run('sources', 'tern', '--text', 'S2')).stdout).toContain('$49');
  expect((await later.run('sources', 'tern', '--at', '2026-12-01', '--text', 'S2')).stdout).toContain('$39');
  const early = await later.run('sources', 'tern', '--at', '2026-11-01');
  expect([early.code, early.stderr]).toEqual([2, 'No page of tern had been read by 2026-11-01.\n']);
  const none = await later.run('sources', 'tern', '--text', 'S9');
  expect([none.code, none.stderr]).toEqual([2, 'tern has no source S9; it has S1, S2, S3, S4.\n']);
});

async function buildLater(fetchSource: Awaited<ReturnType<typeof serveTool>>['fetchSource']) {
  return buildHouse({ desk: { fetchSource, onlyRecordings: true } });
}

test('what goes with an address is refused for a facts file, and a facts file is kept and then unchanged', async () => {
  const { toolFiles } = await import('../fixtures/desk.ts');
  const { run } = await atSite();
  const refused = await run('add', toolFiles.lantern, '--name', 'Other');
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('--name goes with an address')]);
  const states = [];
  for (const more of [['--dry-run'], [], []])
    states.push(JSON.parse((await run('add', toolFiles.lantern, '--json', ...more)).stdout).state);
  expect(states).toEqual(['new', 'new', 'unchanged']);
});

test('a dry run of a comparison reads the page of a tool nobody knows, says so, and stores nothing', async () => {
  const { toolFiles } = await import('../fixtures/desk.ts');
  const { run, site, store } = await atSite();
  const { code, stderr } = await run('compare', site.url, toolFiles.lantern, '--dry-run');
  expect([code, stderr.includes('were fetched for this and not stored')]).toEqual([0, true]);
  expect(await store.listTools()).toEqual([]);
});

test.each([
  ['history'],
  ['sources'],
  ['approve', '--as', 'Ada'],
  ['questions'],
  ['predictions', '--tool'],
  ['lint', '--tool'],
  ['refresh'],
  ['regenerate', 'builder'],
])('%s of an address nobody knows fetches nothing and says how to make it known', async (command, ...more) => {
  const { run, site } = await atSite();
  const target = `${site.url}/`;
  const words = more[0] === '--tool' ? [command, '--tool', target] : [command, target, ...more];
  const { code, stderr } = await run(...words);
  expect([code, stderr]).toEqual([2, expect.stringContaining(`Read its page first: ship-or-skip add ${target}`)]);
  expect(site.asked).toEqual([]);
});

test.each([
  ['ftp://tern.example/', 'expected an http or https address'],
  ['http://user:secret@tern.example/', 'without a user name or password'],
])('%s is no address to gather', async (address, said) => {
  const { run } = await atSite();
  const { code, stderr } = await run('add', address);
  expect(code).toBe(2);
  expect(stderr).toContain(said);
});
