import { expect, test } from 'vitest';
import { ProviderFailed } from '../../src/core/call.ts';
import { gatherTool, InvalidAddress, NothingToReview } from '../../src/flows/gather/gather-tool.ts';
import { refreshTool } from '../../src/flows/gather/refresh-tool.ts';
import { FetchFailed, FetchRefused } from '../../src/sources/fetch-source.ts';
import { openFetch } from '../../src/sources/open-fetch.ts';
import { type Answer, buildDesk, opinionOf, toolFiles } from '../fixtures/desk.ts';
import { drawText, makePdf } from '../fixtures/pdf.ts';
import { serveTool, ternFacts, ternPages } from '../fixtures/tool-site.ts';
import { serveWeb } from '../fixtures/web-server.ts';
import { keepTool } from './identities.ts';

/** A desk that reads one site; its lead answers with facts unless told otherwise. */
async function atSite(answer: Answer = () => ternFacts, pages = ternPages()) {
  const site = await serveTool(pages);
  const built = await buildDesk(answer, { fetchSource: site.fetchSource });
  return { ...built, site, home: `${site.url}/` };
}

const noModel = { model: false };

test('the page is read first, then what it links to by what it is; each source has address, time and hash', async () => {
  const { desk, site, home, asked } = await atSite();
  const { dossier, gathering } = await gatherTool(desk, home, noModel);
  expect(site.asked).toEqual(['GET /', 'GET /pricing', 'GET /docs', 'GET /changelog', 'GET /about']);
  expect(dossier.sources.map(({ id, kind, url }) => [id, kind, url])).toEqual([
    ['S1', 'page', home],
    ['S2', 'page', `${site.url}/pricing`],
    ['S3', 'page', `${site.url}/docs`],
    ['S4', 'page', `${site.url}/about`],
  ]);
  expect(gathering.missed).toEqual([{ url: `${site.url}/changelog`, reason: expect.stringContaining('404') }]);
  for (const snapshot of gathering.snapshots) {
    expect(snapshot).toMatchObject({
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      rawHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      retrievedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(snapshot.hash).toBe(dossier.sources.find(({ id }) => id === snapshot.source)?.hash);
  }
  expect(asked).toEqual([]);
  expect((await desk.store.findDossier('tern'))?.key).toBe(dossier.key);
});

test('without a model facts come from structured data, head and cues; what disagrees is shown with both sources', async () => {
  const { desk, home } = await atSite();
  const { dossier, conflicts, missing } = await gatherTool(desk, home, noModel);
  expect(dossier.tool).toMatchObject({
    slug: 'tern',
    name: 'Tern',
    jobs: ['search logs'],
    category: 'Developer Application',
    licence: 'Apache-2.0',
    launched: '2024-03',
    maker: null,
  });
  expect(dossier.tool.pricing.text).toContain('$29 per month');
  expect(conflicts.map(({ field, sides }) => [field, sides.map(({ source }) => source)])).toEqual([
    ['pricing', ['S1', 'S2']],
    ['stars', ['S1', 'S4']],
  ]);
  expect(missing).toContain('maker');
});

test('a model is asked once, what it proves is bound to its quote, and what it invents is dropped', async () => {
  const { desk, home, asked } = await atSite();
  const { gathering, dropped, dossier } = await gatherTool(desk, home);
  expect(asked.map(({ purpose, seat, dossierKey }) => [purpose, seat, dossierKey])).toEqual([
    ['facts', { tool: 'tern', persona: 'facts' }, gathering.textsKey],
  ]);
  expect(gathering.reader).toBe('claude:claude-sonnet-5-5');
  expect(gathering.facts.filter(({ by }) => by === 'model').map(({ value, quote }) => [value, quote])).toEqual([
    ['search logs', 'searches a billion of them in under two seconds'],
    ['Pro: $29 per month', 'The Pro plan costs $29 per month'],
  ]);
  expect(dropped).toEqual([expect.objectContaining({ field: 'maker', value: 'Acme Incorporated' })]);
  expect(dossier.tool.maker).toBeNull();
});

test('the same page again is the same dossier, sends nothing a second time and asks no model', async () => {
  const { desk, home, site, asked } = await atSite();
  const first = await gatherTool(desk, home);
  const again = await gatherTool(desk, home);
  expect(again.dossier).toEqual(first.dossier);
  expect(asked).toHaveLength(1);
  expect(site.heads.slice(5).filter((head) => head['if-none-match'] !== undefined)).toHaveLength(4);
  expect(await desk.store.snapshots.list('tern', 10)).toHaveLength(2);
  expect(again.gathering.facts).toEqual(first.gathering.facts);
});

test('a program that dies after the answer and before the dossier is stored pays once', async () => {
  const { desk, home, store, asked } = await atSite();
  const { keep } = store.snapshots;
  store.snapshots.keep = async () => {
    throw new Error('killed');
  };
  await expect(gatherTool(desk, home)).rejects.toThrow('killed');
  expect(await store.listTools()).toEqual([]);
  store.snapshots.keep = keep;
  const { gathering } = await gatherTool(desk, home);
  expect(asked).toHaveLength(1);
  expect(gathering.reader).not.toBeNull();
});

test('a model that cannot be asked, or answers with nothing of use, leaves the facts that need none, and it is said', async () => {
  const down = await atSite(() => new ProviderFailed('claude', 'server', 'overloaded'));
  const { unread, dossier, gathering } = await gatherTool(down.desk, down.home);
  expect([unread, dossier.tool.name, gathering.reader]).toEqual(['overloaded', 'Tern', null]);
  const silent = await atSite(() => 'I would rather not.');
  expect((await gatherTool(silent.desk, silent.home)).unread).toContain('holds no facts');
  await gatherTool(silent.desk, silent.home);
  expect(silent.asked, 'the same texts are not read twice').toHaveLength(1);
});

test('a refused key is for a person to mend: nothing is stored', async () => {
  const { desk, home, store } = await atSite(() => new ProviderFailed('claude', 'credentials', 'no such key'));
  await expect(gatherTool(desk, home)).rejects.toThrow('no such key');
  expect(await store.listTools()).toEqual([]);
});

test('a page without a sign of a product is held, and a page that is not there is none; nothing is stored or asked', async () => {
  const pages = ternPages().set('/parked', '<title>tern.example</title><p>This domain is for sale.</p>');
  const { desk, site, store, asked } = await atSite(undefined, pages);
  await expect(gatherTool(desk, `${site.url}/parked`)).rejects.toThrow(NothingToReview);
  await expect(gatherTool(desk, `${site.url}/nowhere`)).rejects.toThrow(FetchFailed);
  expect([await store.listTools(), asked]).toEqual([[], []]);
});

test('a link that leads to another host or a private one is not followed there', async () => {
  const elsewhere = await serveWeb((_, response) => void response.end('<p>rival</p>'));
  const pages = ternPages();
  const site = await serveTool(pages, elsewhere);
  const closed = await serveWeb((_, response) => void response.end('secret'));
  pages.set(
    '/',
    (pages.get('/') ?? '').replace('/docs', `${elsewhere.url}/docs`).replace('/about', `${closed.url}/about`),
  );
  const { desk } = await buildDesk(() => null, { fetchSource: site.fetchSource });
  const { dossier } = await gatherTool(desk, `${site.url}/`, noModel);
  expect(dossier.sources.map(({ url }) => url)).toEqual([`${site.url}/`, `${site.url}/pricing`]);
  expect([elsewhere.accepted(), closed.accepted()]).toEqual([0, 0]);
  await expect(gatherTool(desk, closed.url, noModel)).rejects.toThrow(FetchRefused);
});

test('two addresses with one text are one source', async () => {
  const pages = ternPages();
  pages.set('/about', pages.get('/docs') ?? '');
  const { desk, home, site } = await atSite(undefined, pages);
  const { gathering, dossier } = await gatherTool(desk, home, noModel);
  expect(dossier.sources).toHaveLength(3);
  expect(gathering.missed).toContainEqual({
    url: `${site.url}/about`,
    reason: `it is the same document as ${site.url}/docs`,
  });
});

test('a page that calls another its original is that page, save where it calls the home page so', async () => {
  const pages = ternPages();
  const { desk, home, site } = await atSite(undefined, pages);
  const original = (path: string) => `<link rel="canonical" href="${site.url}${path}">`;
  pages.set('/about', (pages.get('/about') ?? '').replace('<head>', `<head>${original('/docs')}`));
  pages.set('/pricing', (pages.get('/pricing') ?? '').replace('<head>', `<head>${original('/')}`));
  const { dossier } = await gatherTool(desk, home, noModel);
  expect(dossier.sources.map(({ url }) => url)).toEqual([home, `${site.url}/pricing`, `${site.url}/docs`]);
});

test('who makes it is read from the copyright line in the foot of the page, however it is written', async () => {
  for (const [foot, maker] of [
    [
      '<footer><p>&copy; 2019&ndash;2026 <a href="/x">Tern &amp; Sons GmbH</a>. All rights reserved.</p></footer>',
      'Tern & Sons GmbH',
    ],
    ['<footer>© 2026 Tern Labs<br>Bremen</footer>', 'Tern Labs'],
    ['<footer>© 2026</footer>', null],
  ] as const) {
    const pages = ternPages();
    pages.set('/', (pages.get('/') ?? '').replace('</body>', `${foot}</body>`));
    const { desk, home } = await atSite(undefined, pages);
    expect((await gatherTool(desk, home, noModel)).dossier.tool.maker).toBe(maker);
  }
});

test('a PDF is a document among the sources, and its prices are found', async () => {
  const pages = ternPages();
  pages.delete('/pricing');
  const pdf = makePdf([drawText('The Pro plan costs $31 per month for a team of five people.', 60, 700)], {
    title: 'Prices',
  });
  const paper = await serveWeb((request, response) => {
    const page = pages.get(request.url ?? '');
    if (request.url === '/files/prices.pdf') response.writeHead(200, { 'content-type': 'application/pdf' }).end(pdf);
    else if (page === undefined) response.writeHead(404).end();
    else
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(page.replaceAll('"/pricing"', '"/files/prices.pdf"'));
  });
  const { desk } = await buildDesk(() => null, { fetchSource: openFetch({ opened: [paper.opened], pauseMs: 0 }) });
  const { dossier } = await gatherTool(desk, `${paper.url}/`, noModel);
  expect(dossier.sources.find(({ url }) => url?.endsWith('.pdf'))).toMatchObject({ id: 'S2', kind: 'document' });
  expect(dossier.tool.pricing.text).toContain('$31 per month');
});

test('of a site without end eight documents are read, and prices that only the documentation leads to', async () => {
  const pages = ternPages();
  const links = Array.from({ length: 40 }, (_, index) => `<a href="/docs/${index}">Docs ${index}</a>`).join(' ');
  pages.set('/', (pages.get('/') ?? '').replace('<li><a href="/pricing">Pricing</a></li>', links));
  pages.set('/docs', (pages.get('/docs') ?? '').replace('</main>', `<a href="/pricing">What it costs</a></main>`));
  const { desk, home, site } = await atSite(undefined, pages);
  const { dossier } = await gatherTool(desk, home, noModel);
  expect(site.asked.length).toBeLessThanOrEqual(8);
  expect(dossier.sources.map(({ url }) => url)).toContain(`${site.url}/pricing`);
});

test('what a person says holds, now and when the page is read again', async () => {
  const { desk, home } = await atSite();
  await gatherTool(desk, home, { ...noModel, as: 'tern-logs', said: { jobs: ['keep logs'], category: 'Logs' } });
  const { dossier } = await gatherTool(desk, home, noModel);
  expect(dossier.tool).toMatchObject({ slug: 'tern-logs', jobs: ['keep logs'], category: 'Logs' });
});

test('facts an editor wrote are not replaced by what a page says', async () => {
  const { desk, home, store } = await atSite();
  const { gatherDossier } = await import('../../src/flows/gather/gather-dossier.ts');
  const { key } = await gatherDossier(desk, toolFiles.lantern);
  await expect(gatherTool(desk, home, { ...noModel, as: 'lantern' })).rejects.toThrow(InvalidAddress);
  expect((await store.findDossier('lantern'))?.key).toBe(key);
});

test('a changed page is a new dossier: lines, facts and out-of-date reviews are told, and the old review stays', async () => {
  const built = await atSite((prompt) =>
    prompt.purpose === 'facts'
      ? ternFacts
      : JSON.stringify(
          opinionOf(built.personas.find(({ id }) => id === prompt.seat.persona) ?? (built.personas[0] as never)),
        ),
  );
  const { desk, home, site, store, asked } = built;
  const { dossier } = await gatherTool(desk, home);
  const review = await import('../contracts/store-samples.ts').then(({ sampleReview }) => ({
    ...sampleReview(dossier),
    tool: 'tern',
  }));
  await store.keepReview({
    review,
    stand: true,
    over: null,
    by: 'ship-or-skip',
    why: 'empty',
    settles: [],
    at: '2026-11-23T10:00:00.000Z',
  });
  site.pages.set('/pricing', (site.pages.get('/pricing') ?? '').replace('$29', '$39'));
  const before = asked.length;
  const refreshed = await refreshTool(desk, 'tern', { model: true });
  expect(refreshed.dossier.key).not.toBe(dossier.key);
  expect(refreshed.sources.map(({ source, kind }) => [source, kind])).toEqual([['S2', 'changed']]);
  expect(refreshed.sources[0]?.lines.added.join()).toContain('$39 per month');
  expect(refreshed.sources[0]?.lines.removed.join()).toContain('$29 per month');
  expect(refreshed.facts.map(({ field }) => field)).toEqual(['pricing']);
  expect(refreshed.stale).toEqual([{ persona: 'builder', approvedBy: null }]);
  expect((await store.findSeat('tern', 'builder')).review?.byline.dossierKey).toBe(dossier.key);
  expect(asked).toHaveLength(before + 1);
  const again = await refreshTool(desk, 'tern', { model: true });
  expect([again.dossier.key, again.sources, again.facts]).toEqual([refreshed.dossier.key, [], []]);
  expect(asked).toHaveLength(before + 1);
});

test('a page that fails for a while is kept as it was; one that is gone is gone; a new one is found', async () => {
  const { desk, home, site } = await atSite();
  await gatherTool(desk, home, noModel);
  const pricing = `${site.url}/pricing`;
  const fails: typeof site.fetchSource = async (url, options) => {
    if (url === pricing) throw new FetchFailed(url, 'the server answered 503', 503);
    return site.fetchSource(url, options);
  };
  site.pages.delete('/about');
  site.pages.set(
    '/changelog',
    `<title>Changelog</title><p>v2.4.1 fixes a crash in the indexer when a log line is longer than a megabyte, and starts faster.</p>`,
  );
  const { sources, missed, dossier } = await refreshTool({ ...desk, fetchSource: fails }, 'tern', noModel);
  expect(sources.map(({ url, kind }) => [url, kind])).toEqual([
    [`${site.url}/changelog`, 'new'],
    [`${site.url}/about`, 'gone'],
  ]);
  expect(dossier.sources.map(({ url }) => url)).toContain(pricing);
  expect(missed.find(({ url }) => url === pricing)?.reason).toContain('is kept');
});

test('a tool of notes has no page to read again', async () => {
  const { desk } = await atSite();
  const { gatherDossier } = await import('../../src/flows/gather/gather-dossier.ts');
  await gatherDossier(desk, toolFiles.lantern);
  await expect(refreshTool(desk, 'lantern', noModel)).rejects.toThrow('no page to read again');
});

test('a job of a tool that is known is found by its words; a page that was read keeps to the jobs it had', async () => {
  const { desk, store, home } = await atSite();
  const withJobs = (jobs: string[]) => keepTool(store, 'lantern', { jobs });
  await withJobs(['keep log lines', 'sell stamps']);
  const first = await gatherTool(desk, home, noModel);
  expect(first.dossier.tool.jobs).toEqual(['keep log lines', 'search logs']);
  expect(first.chosen).toContainEqual(
    expect.objectContaining({
      field: 'job',
      value: 'keep log lines',
      by: 'cue',
      quote: expect.stringContaining('keeps log lines'),
    }),
  );
  await withJobs(['keep log lines', 'sell stamps', 'search a billion lines']);
  expect((await gatherTool(desk, home, noModel)).dossier.key).toBe(first.dossier.key);
});
