import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { Comparison } from '../../src/core/comparison/comparison.ts';
import { serveTool, ternFacts, ternPages } from '../fixtures/tool-site.ts';
import type { WireReply, WireRequest } from '../wire/answer.ts';
import { startWire, type Wire } from '../wire/server.ts';
import { answerHonestly, questionOf } from './honest-juror.ts';
import { newcomer } from './program.ts';

// the program waits half a second between two requests to one host
vi.setConfig({ testTimeout: 60_000 });

let wire: Wire | undefined;
afterEach(async () => {
  await wire?.close();
  wire = undefined;
});

const readsFacts = ({ path, raw }: WireRequest) =>
  !path.includes('count_tokens') && raw.includes('State the facts about');

/** Claude, who reads facts as told and judges honestly. */
async function serveClaude(facts: (request: WireRequest) => WireReply | Promise<WireReply> = () => ternFacts) {
  wire = await startWire(
    async (request) => (readsFacts(request) ? facts(request) : answerHonestly(questionOf(request))),
    { models: [] as never },
  );
  return { wire, settings: { ANTHROPIC_API_KEY: 'sk-ant-test', ANTHROPIC_BASE_URL: wire.url } };
}

const allow = (...sites: { port: number }[]) => ({
  SHIP_OR_SKIP_ALLOW_HOSTS: sites.map(({ port }) => `127.0.0.1:${port}`).join(','),
});

/** The site with its prices alone: the program waits between requests to one host. */
function twoPages(): Map<string, string> {
  const pages = ternPages();
  const only = (pages.get('/') ?? '').replace(/<ul>.*<\/ul>/s, '<a href="/pricing">Pricing</a>');
  return new Map([
    ['/', only],
    ['/pricing', pages.get('/pricing') ?? ''],
  ]);
}

/** The same site of another product. */
function quillPages(): Map<string, string> {
  return new Map(
    [...ternPages()].map(([path, text]) => [
      path,
      text.replaceAll('Tern', 'Quill').replaceAll('tern', 'quill').replace('$29', '$49'),
    ]),
  );
}

test('without a key an address becomes a dossier, with sources, conflicts and what is missing; again it is unchanged', async () => {
  const site = await serveTool();
  const { start } = newcomer();
  const first = await start(['add', `${site.url}/`], allow(site)).finished;
  expect(first.code, first.stderr).toBe(0);
  expect(first.stderr.split('\n')[0]).toBe(`reading ${site.url}/pricing`);
  for (const said of [
    'kept as tern',
    'Sources disagree',
    '12900',
    '19 USD',
    'Not found',
    'maker',
    `${site.url}/pricing`,
    '/changelog',
    'compare tern',
  ])
    expect(first.stdout).toContain(said);
  const again = await start(['add', `${site.url}`, '--json'], allow(site)).finished;
  expect(JSON.parse(again.stdout)).toMatchObject({
    tool: 'tern',
    state: 'unchanged',
    conflicts: [{ field: 'pricing' }, { field: 'stars' }],
  });
  const asked = site.asked.length;
  const sources = await start(['sources', 'tern', '--text', 'S2']).finished;
  expect(sources.stdout).toContain('The Pro plan costs $29 per month');
  expect(site.asked, 'looking at what was read fetches nothing').toHaveLength(asked);
});

test('two addresses are compared: each is read once by the lead, and a second run fetches and asks nothing', async () => {
  const [tern, quill] = [await serveTool(), await serveTool(quillPages())];
  const { wire, settings } = await serveClaude((request) =>
    request.raw.includes('State the facts about Quill')
      ? ternFacts.replaceAll('Tern', 'Quill').replaceAll('$29', '$49')
      : ternFacts,
  );
  const { folder, start } = newcomer();
  const command = ['compare', `${tern.url}/`, `${quill.url}/`];
  const environment = { ...settings, ...allow(tern, quill) };
  const plan = JSON.parse((await start([...command, '--dry-run', '--json'], environment).finished).stdout);
  expect(plan.lines).toContainEqual(expect.objectContaining({ kind: 'facts', calls: 2 }));
  expect(tern.asked.toSorted(), 'a dry run reads a site once').toEqual([...new Set(tern.asked)].sort());
  const looked = tern.asked.length;
  const { code, stderr } = await start(command, environment).finished;
  expect(code, stderr).toBe(0);
  expect(wire.requests.filter(readsFacts)).toHaveLength(2);
  expect(tern.asked, 'and a run too').toHaveLength(2 * looked);
  expect(stderr).toMatch(/^estimated \$0\.\d+, spent \$0\.\d+$/m);
  const comparison = Comparison.parse(
    JSON.parse(readFileSync(join(folder, 'output/quill-vs-tern/comparison.json'), 'utf8')),
  );
  expect(comparison.tools.map(({ slug, jobs, sources }) => [slug, jobs, sources.length])).toEqual([
    ['quill', ['search logs'], 4],
    ['tern', ['search logs'], 4],
  ]);
  const before = [wire.requests.length, tern.asked.length];
  expect((await start(command, environment).finished).code).toBe(0);
  expect([wire.requests.length, tern.asked.length]).toEqual(before);
});

test('killed while the lead reads, it stores nothing; run again, it is whole', async () => {
  const site = await serveTool(twoPages());
  let calls = 0;
  const { wire, settings } = await serveClaude(() => {
    calls += 1;
    return calls === 1 ? { fault: 'stall' } : ternFacts;
  });
  const { start } = newcomer();
  const environment = { ...settings, ...allow(site) };
  const first = start(['add', site.url], environment);
  await wire.arrived(1);
  first.kill('SIGKILL');
  await first.finished;
  expect((await start(['tools']).finished).stdout).toContain('The store is empty');
  expect((await start(['add', site.url, '--json'], environment).finished).stdout).toContain('"reader": "claude:');
  expect(calls).toBe(2);
});

test('a changed page makes reviews out of date, which the refresh says and the next review mends', async () => {
  const site = await serveTool(twoPages());
  const { wire, settings } = await serveClaude();
  const { start } = newcomer();
  const environment = { ...settings, ...allow(site) };
  expect((await start(['review', site.url, '--persona', 'builder'], environment).finished).code).toBe(0);
  site.pages.set('/pricing', (site.pages.get('/pricing') ?? '').replace('$29', '$39'));
  const asked = wire.requests.length;
  const { code, stdout, stderr } = await start(['refresh', site.url, '--no-model'], environment).finished;
  expect(code, stderr).toBe(0);
  for (const said of ['tern changed', 'S2 is changed', '$39 per month', 'pricing:', 'out of date', 'builder'])
    expect(stdout).toContain(said);
  expect(wire.requests).toHaveLength(asked);
  const again = await start(['refresh', 'tern', '--no-model', '--json'], environment).finished;
  expect(JSON.parse(again.stdout)).toMatchObject({ changed: false, sources: [], stale: [{ persona: 'builder' }] });
});

test.each([
  ['a page without a product', '/parked', 3, 'is held'],
  ['a page that is not there', '/nowhere', 3, '404'],
])('%s: exit code, a plain line, nothing stored', async (_, path, expected, said) => {
  const site = await serveTool(ternPages().set('/parked', '<title>x</title><p>This domain is for sale.</p>'));
  const { start } = newcomer();
  const { code, stdout, stderr } = await start(['add', `${site.url}${path}`], allow(site)).finished;
  expect({ code, stdout }, stderr).toEqual({ code: expected, stdout: '' });
  expect(stderr).toContain(said);
  expect((await start(['tools']).finished).stdout).toContain('The store is empty');
});

test.each([
  ['http://127.0.0.1:8099/', 'http://127.0.0.1:8099/ is not fetched: 127.0.0.1 is a loopback address\n'],
  ['ftp://tern.example/', '"ftp://tern.example/": expected an http or https address.\n'],
])('an address that is refused is said in one line: %s', async (address, said) => {
  const { start } = newcomer();
  expect(await start(['add', address]).finished).toMatchObject({ code: 2, stdout: '', stderr: said });
});

test('a dry run fetches the page alone, names what it would read, prices the call and stores nothing', async () => {
  const site = await serveTool();
  const { start } = newcomer();
  const { stdout, code } = await start(['add', site.url, '--dry-run', '--json'], {
    ANTHROPIC_API_KEY: 'sk-ant-test',
    ...allow(site),
  }).finished;
  const plan = JSON.parse(stdout);
  expect([code, site.asked]).toEqual([0, ['GET /']]);
  expect(plan.documents.map(({ role }: { role: string }) => role)).toEqual([
    'home',
    'pricing',
    'docs',
    'changelog',
    'about',
  ]);
  expect(plan.lines).toEqual([expect.objectContaining({ kind: 'facts', calls: 1, costUsd: expect.any(Number) })]);
  expect((await start(['tools']).finished).stdout).toContain('The store is empty');
});

test('a list is taken, its bad rows are told with their place, and the same list again changes nothing', async () => {
  const { folder, start } = newcomer();
  writeFileSync(join(folder, 'tools.csv'), 'name,facts,mood\nTern,It keeps logs for a week.,good\n,Nameless.,bad\n');
  const first = await start(['import', 'tools.csv']).finished;
  expect(first.code).toBe(3);
  expect(first.stderr).toContain('tools.csv:3:1: name: found an empty text');
  expect(first.stderr).toContain('passed over: mood');
  expect(first.stdout).toContain('1 new');
  const again = await start(['import', 'tools.csv', '--json']).finished;
  expect(JSON.parse(again.stdout).tools).toEqual([expect.objectContaining({ slug: 'tern', state: 'unchanged' })]);
});
