import { mkdtempSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { assembleDossier } from '../../src/core/facts/dossier.ts';
import { hashText } from '../../src/core/key.ts';
import { Feed } from '../../src/core/launches/feed.ts';
import type { Desk } from '../../src/desk.ts';
import { decideLaunch } from '../../src/flows/night/decide-launch.ts';
import { type ScanOptions, scanLaunches } from '../../src/flows/night/scan-launches.ts';
import { FetchFailed } from '../../src/sources/fetch-source.ts';
import { openFetch } from '../../src/sources/open-fetch.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { sampleDossier } from '../contracts/store-samples.ts';
import { buildDesk } from '../fixtures/desk.ts';
import { atom, hunted, release, rss, story } from '../fixtures/launches/feeds.ts';
import { serveWeb, type WebServer } from '../fixtures/web-server.ts';

/** What the server has at a path: a text (HTML, or XML where it begins so), a status, or an answer of its own. */
type Page = string | number | ((request: IncomingMessage, response: ServerResponse) => void);

let pages: Map<string, Page>;
let web: WebServer;
let desk: Desk;
let now: Date;
const aDayAgo = 'Sun, 22 Nov 2026 10:00:00 GMT';

beforeEach(async () => {
  pages = new Map();
  now = new Date('2026-11-23T10:00:00Z');
  web = await serveWeb((request, response) => {
    const page = pages.get(request.url?.replace(/\/?(?:\?.*)?$/, '') ?? '') ?? 404;
    if (typeof page === 'function') return page(request, response);
    if (typeof page === 'number') return void response.writeHead(page).end();
    const tag = `"${hashText(page)}"`;
    if (request.headers['if-none-match'] === tag) return void response.writeHead(304, { etag: tag }).end();
    const type = page.startsWith('<?xml') ? 'application/xml' : page.startsWith('<') ? 'text/html' : 'text/plain';
    response.writeHead(200, { 'content-type': type, etag: tag }).end(page);
  });
  const fetchSource = openFetch({ opened: [web.opened], pauseMs: 0 });
  ({ desk } = await buildDesk(() => null, { fetchSource, now: () => now }));
  onTestFinished(() => desk.store.close());
});

/** A feed on the server. */
const feed = (id: string, more: object = {}): Feed => Feed.parse({ id, url: `${web.url}/${id}`, ...more });
const here = (path: string): string => `${web.url}/${path}`;
const scan = (feeds: Feed[], options: ScanOptions = {}) => scanLaunches(desk, feeds, options);

/** Each launch as `name state reason`, in the order they came. */
async function listed(): Promise<string[]> {
  const launches = await desk.store.launches.list();
  return launches.reverse().map(({ name, decision: { state, reason } }) => `${name} ${state} ${reason}`);
}

function serve(path: string, page: Page): void {
  pages.set(`/${path}`, page);
}

describe('one scan', () => {
  test('makes a launch of every entry, with the reason', async () => {
    for (const path of ['lumen', 'quill']) serve(path, '<p>A page.</p>');
    serve(
      'hn',
      rss([
        story(1, 'Show HN: Lumen – search your notes', here('lumen'), { date: aDayAgo }),
        story(2, 'Ask HN: Which notes app?', null, { date: aDayAgo }),
        story(3, 'Show HN: Yore – a tool of old', here('yore'), { date: 'Sat, 01 Aug 2026 10:00:00 GMT' }),
        story(4, 'Show HN: Vapour – an editor', here('vapour'), { date: aDayAgo }),
        story(5, 'Show HN: Rumour – a database', null, { date: aDayAgo }),
        story(6, 'Show HN: Lumen again – an app', `${here('lumen')}?utm_source=x`, { date: aDayAgo }),
      ]),
    );
    const { feeds, launches } = await scan([feed('hn')]);
    expect(await listed()).toEqual(
      [
        'Yore left too-old',
        'Lumen again taken new-tool',
        'Rumour held no-evidence',
        'Vapour held no-evidence',
        'Which notes app? left not-a-tool',
        'Lumen left seen-before',
      ].map((line) => line.replace('Which notes app?', 'Ask HN')),
    );
    expect(feeds).toEqual([
      {
        feed: 'hn',
        kind: 'hacker-news',
        state: 'read',
        reason: null,
        entries: 6,
        fresh: 6,
        decided: { taken: 1, waiting: 0, held: 2, left: 3 },
        problems: [],
      },
    ]);
    expect(launches.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('one product on three feeds is taken once, from the first', async () => {
    serve('lumen', '<p>A page.</p>');
    serve('r/p/9', (_, response) => response.writeHead(302, { location: '/lumen?ref=producthunt' }).end());
    serve('hn', rss([story(1, 'Show HN: Lumen – search your notes', here('lumen'), { date: aDayAgo })]));
    serve('ph', atom([hunted(9, 'Lumen: Notes', 'Search', here('r/p/9'), { date: '2026-11-22T00:00:00Z' })]));
    serve('list', `${here('lumen')}/ # ours\n`);
    await scan([feed('hn'), feed('ph'), feed('list')]);
    const [ours, ph, hn] = await desk.store.launches.list();
    expect(hn?.decision.state).toBe('taken');
    expect([ph, ours].map((launch) => launch?.decision)).toMatchObject([
      {
        state: 'left',
        reason: 'seen-before',
        because: expect.stringContaining('it is launch 1, Lumen, taken from hn'),
      },
      { state: 'left', reason: 'seen-before' },
    ]);
  });

  test('one name in another spelling is one product too', async () => {
    for (const path of ['lumen', 'ada']) serve(path, '<p>A page.</p>');
    serve('hn', rss([story(1, 'Show HN: Lümen Notes – search', here('lumen'), { date: aDayAgo })]));
    serve('ph', atom([hunted(9, 'LUMEN  NOTES', 'Search', here('ada'), { date: '2026-11-22T00:00:00Z' })]));
    await scan([feed('hn'), feed('ph')]);
    expect(await listed()).toEqual(['Lümen Notes taken new-tool', 'LUMEN NOTES left seen-before']);
  });

  test('a product that is a tool already is left, and the tool named', async () => {
    const { tool, sources } = sampleDossier('clock');
    serve('clock', '<p>A page.</p>');
    await desk.store.keepDossier(assembleDossier({ ...tool, url: here('clock') }, sources), '2026-11-20');
    serve('hn', rss([story(1, 'Show HN: Ticker – a new clock app', `${here('clock')}/`, { date: aDayAgo })]));
    await scan([feed('hn')]);
    expect(await desk.store.launches.list()).toMatchObject([
      {
        tool: 'clock',
        decision: { state: 'left', reason: 'seen-before', because: 'it is clock: its link leads there' },
      },
    ]);
  });

  test('a launch that may be a known tool is held for a person', async () => {
    const { tool, sources } = sampleDossier('clock');
    serve('other', '<p>A page.</p>');
    const known = {
      ...tool,
      name: 'Lumen',
      url: 'https://github.com/ada/lumen',
      description: 'Bakes bread.',
      tagline: 'Bakes bread in an oven every morning.',
    };
    await desk.store.keepDossier(assembleDossier(known, sources), '2026-11-20');
    serve('hn', rss([story(1, 'Show HN: Lumen – a search engine for notes', here('other'), { date: aDayAgo })]));
    await scan([feed('hn')]);
    const [launch] = await desk.store.launches.list();
    expect(launch?.decision).toMatchObject({ state: 'held', reason: 'seen-before' });
    expect(launch?.decision.because).toMatch(/^it may be clock: .*; a person decides$/);
  });

  test('two products of one name keep slugs of their own', async () => {
    const repositories = ['https://github.com/ada/atlas', 'https://github.com/bob/atlas'];
    const taglines = ['maps for hikers in the mountains', 'migrations of database schemas in teams'];
    const items = repositories.map((url, index) =>
      story(index, `Show HN: Atlas – ${taglines[index]}`, url, { date: aDayAgo }),
    );
    serve('hn', rss(items));
    const guarded = desk.fetchSource;
    const fetchSource: Desk['fetchSource'] = async (url, options) => {
      if (repositories.includes(url)) throw new FetchFailed(url, 'the network is down');
      return guarded(url, options);
    };
    await scanLaunches({ ...desk, fetchSource }, [feed('hn')]);
    const launches = await desk.store.launches.list();
    expect(launches.map(({ decision }) => decision.state)).toEqual(['taken', 'taken']);
    expect(launches.map(({ tool }) => tool)).toEqual([expect.stringMatching(/^atlas-[0-9a-f]{8}$/), 'atlas']);
  });

  test('a release is a version; the first one is a launch of its repository', async () => {
    const ours = (version: string) => ({
      ...release('ada/lumen', version, { date: '2026-11-22T00:00:00Z' }),
      link: here(`ada/lumen/releases/tag/${version}`),
    });
    serve('ada/lumen', '<p>A repository.</p>');
    serve('releases', atom([ours('v0.2'), ours('v0.1')]));
    await scan([feed('releases')]);
    expect(await desk.store.launches.list()).toMatchObject([
      { title: 'lumen v0.2', decision: { state: 'left', reason: 'seen-before' } },
      { title: 'lumen v0.1', url: here('ada/lumen'), decision: { state: 'taken' } },
    ]);
  });

  test('names in other scripts make launches of their own', async () => {
    for (const path of ['a', 'b']) serve(path, '<p>A page.</p>');
    serve(
      'hn',
      rss([
        story(1, 'Show HN: 索引灯 – 全文检索工具', here('a'), { date: aDayAgo }),
        story(2, 'Show HN: Пульс – мониторинг', here('b'), { date: aDayAgo }),
      ]),
    );
    await scan([feed('hn')]);
    expect(await listed()).toEqual(['Пульс taken new-tool', '索引灯 taken new-tool']);
  });
});

describe('a feed that cannot be read stops no other', () => {
  test.each<[string, Page, RegExp]>([
    ['an error of the server', 500, /answered 500/],
    ['nothing there', 404, /answered 404/],
    ['a web page', '<!doctype html><html><body>Log in</body></html>', /a web page came instead of a feed/],
    ['half a feed', rss([story(1, 'Show HN: Lumen', null)]).slice(0, -40), /broken, cut short/],
    ['redirects in a circle', (_, response) => response.writeHead(302, { location: '/broken' }).end(), /redirect/],
    ['a connection that breaks', (_, response) => response.socket?.destroy(), /could not be read/],
    ['an image', (_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end('x'), /image\/png/],
    ['a server that never answers', () => {}, /did not come within 2 seconds/],
    [
      'a body that never ends',
      (_, response) => response.writeHead(200, { 'content-type': 'text/xml' }).write('<?xml version="1.0"?><rss'),
      /did not come within 2 seconds/,
    ],
  ])('%s', async (_, page, reason) => {
    serve('lumen', '<p>A page.</p>');
    serve('broken', page);
    serve('good', rss([story(1, 'Show HN: Lumen – search', here('lumen'), { date: aDayAgo })]));
    const { feeds } = await scan([feed('broken'), feed('good')], { patience: 2_000 });
    expect(feeds).toMatchObject([
      { feed: 'broken', state: 'failed' },
      { feed: 'good', state: 'read', fresh: 1 },
    ]);
    expect(feeds[0]?.reason).toMatch(reason);
    expect(await listed()).toEqual(['Lumen taken new-tool']);
    expect(await desk.store.launches.findPosition('broken')).toMatchObject({
      readAt: null,
      failure: { reason: feeds[0]?.reason },
    });
  });

  test('an address the guard refuses, and a list that is not there', async () => {
    const lost = Feed.parse({ id: 'lost', file: '/nowhere/tools.txt' });
    const { feeds } = await scan([Feed.parse({ id: 'inside', url: 'http://127.0.0.1:1/feed' }), lost]);
    expect(feeds).toMatchObject([
      { state: 'failed' },
      { state: 'failed', reason: 'found no such file, expected a readable text file' },
    ]);
    expect(feeds[0]?.reason).toContain('is not fetched');
  });

  test('what failed once is read again from where it was', async () => {
    serve('hn', rss([story(1, 'Ask HN: One?', null)]));
    await scan([feed('hn')]);
    const before = await desk.store.launches.findPosition('hn');
    serve('hn', 500);
    await scan([feed('hn')]);
    expect(await desk.store.launches.findPosition('hn')).toMatchObject({ etag: before?.etag, readAt: before?.readAt });
    serve('hn', rss([story(1, 'Ask HN: One?', null), story(2, 'Ask HN: Two?', null)]));
    const { feeds } = await scan([feed('hn')]);
    expect(feeds).toMatchObject([{ entries: 2, fresh: 1 }]);
    expect(await desk.store.launches.findPosition('hn')).toMatchObject({ failure: null });
  });
});

describe('remembered positions', () => {
  test('an unchanged feed is not sent again, and nothing is new', async () => {
    serve('lumen', '<p>A page.</p>');
    serve('hn', rss([story(1, 'Show HN: Lumen – search', here('lumen'), { date: aDayAgo })]));
    await scan([feed('hn')]);
    const asked = web.asked.length;
    const { feeds, launches } = await scan([feed('hn')]);
    expect(feeds).toMatchObject([{ state: 'unchanged', fresh: 0 }]);
    expect(launches).toEqual([]);
    expect(web.asked.slice(asked)).toEqual(['GET /hn']);
    expect(web.heads.at(-1)).toHaveProperty('if-none-match');
  });

  test('a feed under another address is read whole', async () => {
    serve('hn', rss([story(1, 'Ask HN: One?', null)]));
    serve('moved', rss([story(1, 'Ask HN: One?', null)]));
    await scan([feed('hn')]);
    await scan([feed('hn', { url: here('moved') })]);
    expect(web.heads.at(-1)).not.toHaveProperty('if-none-match');
  });

  test('of a server without validators only new entries become launches', async () => {
    const send =
      (ids: number[]): Page =>
      (_, response) =>
        response
          .writeHead(200, { 'content-type': 'text/xml' })
          .end(rss(ids.map((id) => story(id, `Ask HN: ${id}?`, null))));
    serve('hn', send([1, 2]));
    await scan([feed('hn')]);
    serve('hn', send([2, 3]));
    expect((await scan([feed('hn')])).feeds).toMatchObject([{ entries: 2, fresh: 1 }]);
    expect(await desk.store.launches.list()).toHaveLength(3);
  });
});

describe('killed and started again, or twice at once', () => {
  const stories = () =>
    rss(
      Array.from({ length: 10 }, (_, index) =>
        story(index, `Show HN: Tool${index} – a CLI`, here(`p${index}`), { date: aDayAgo }),
      ),
    );

  test('what waited when a run was killed is decided by the next, though its feed is unchanged', async () => {
    serve('hn', stories());
    for (let index = 0; index < 10; index += 1) serve(`p${index}`, '<p>A page.</p>');
    const killed = new AbortController();
    serve('p4', () => killed.abort(new Error('killed')));
    await expect(scanLaunches({ ...desk, signal: killed.signal }, [feed('hn')])).rejects.toThrow('killed');
    expect((await desk.store.launches.list()).map(({ decision }) => decision.state)).toContain('waiting');
    serve('p4', '<p>A page.</p>');
    const { feeds, launches } = await scan([feed('hn')]);
    expect(feeds).toMatchObject([{ state: 'unchanged' }]);
    expect(launches.length).toBeGreaterThan(0);
    expect((await desk.store.launches.list()).map(({ decision }) => decision.state)).toEqual(Array(10).fill('taken'));
  });

  test('killed between fetching and keeping, nothing is lost', async () => {
    serve('hn', stories());
    const broken = { ...desk.store.launches, keepReading: () => Promise.reject(new Error('killed')) };
    await expect(scanLaunches({ ...desk, store: { ...desk.store, launches: broken } }, [feed('hn')])).rejects.toThrow(
      'killed',
    );
    expect(await desk.store.launches.findPosition('hn')).toBeNull();
    expect((await scan([feed('hn')])).feeds).toMatchObject([{ state: 'read', fresh: 10 }]);
  });

  test('two scans at once keep each entry once and take each product once', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'twice-')), 'test.sqlite');
    const stores = [await openSqliteStore(file), await openSqliteStore(file)];
    serve('hn', stories());
    serve(
      'twin',
      rss(
        Array.from({ length: 10 }, (_, index) =>
          story(index + 50, `Show HN: Tool${index} – an app`, here(`p${index}`), { date: aDayAgo }),
        ),
      ),
    );
    for (let index = 0; index < 10; index += 1) serve(`p${index}`, '<p>A page.</p>');
    const feeds = [feed('hn'), feed('twin')];
    await Promise.all(
      stores.map((store, index) => scanLaunches({ ...desk, store }, index === 0 ? feeds : feeds.toReversed())),
    );
    const launches = await stores[0]?.launches.list();
    expect(launches).toHaveLength(20);
    expect(launches?.filter(({ decision }) => decision.state === 'taken')).toHaveLength(10);
    expect(launches?.filter(({ decision }) => decision.reason === 'seen-before')).toHaveLength(10);
    const words = await Promise.all((launches ?? []).map(({ id }) => stores[0]?.launches.decisions(id)));
    expect(words.map((said) => said?.length)).toEqual(Array(20).fill(2));
    for (const store of stores) await store.close();
  });
});

describe('what the look at a page shows', () => {
  const scanOne = async (url: string) => {
    serve('hn', rss([story(1, 'Show HN: Lumen – search', url, { date: aDayAgo })]));
    await scan([feed('hn')], { patience: 2_000 });
    const [launch] = await desk.store.launches.list();
    return launch;
  };

  test.each([404, 410])('a page that answers %i is not there: the launch is held', async (status) => {
    serve('lumen', status);
    expect(await scanOne(here('lumen'))).toMatchObject({
      decision: { state: 'held', because: `its page answers ${status}` },
    });
  });

  test.each<[string, Page]>([
    ['answers 503', 503],
    ['does not answer', () => {}],
  ])('a page that %s may be there: it is read again when the tool is gathered', async (_, page) => {
    serve('lumen', page);
    expect(await scanOne(here('lumen'))).toMatchObject({ decision: { state: 'taken' } });
  });

  test('an address inside the house is no evidence', async () => {
    const launch = await scanOne('http://169.254.169.254/latest/meta-data/');
    expect(launch).toMatchObject({ decision: { state: 'held', reason: 'no-evidence' } });
  });

  test('a page that moved has its new address; one that asks to log in keeps its own', async () => {
    serve('old', (_, response) => response.writeHead(301, { location: '/new' }).end());
    serve('new', '<p>A page.</p>');
    expect(await scanOne(here('old'))).toMatchObject({ url: here('new') });
    serve('app', (_, response) => response.writeHead(302, { location: '/login?next=app' }).end());
    serve('login', '<p>Log in</p>');
    serve('hn', rss([story(2, 'Show HN: Other – an app', here('app'), { date: aDayAgo })]));
    await scan([feed('hn')]);
    expect((await desk.store.launches.list())[0]).toMatchObject({ url: here('app'), decision: { state: 'taken' } });
  });
});

describe('a person’s word', () => {
  test('beats the rule and stays on every later scan', async () => {
    serve('lumen', '<p>A page.</p>');
    serve('hn', rss([story(1, 'Ask HN: Lumen?', here('lumen'), { date: aDayAgo })]));
    await scan([feed('hn')]);
    await decideLaunch(desk, { id: '1', state: 'taken', why: 'it is a tool', by: 'Ada' });
    serve('hn', rss([story(1, 'Ask HN: Lumen?', here('lumen'), { date: aDayAgo }), story(2, 'Ask HN: More?', null)]));
    await scan([feed('hn')]);
    await scan([feed('hn')], { since: '2026-01-01' });
    const launch = await desk.store.launches.find(1);
    expect(launch?.decision).toMatchObject({ state: 'taken', reason: 'person', because: 'it is a tool', by: 'Ada' });
  });

  test('a product a person left is left from every other feed', async () => {
    for (const path of ['lumen']) serve(path, '<p>A page.</p>');
    serve('hn', rss([story(1, 'Show HN: Lumen – search', here('lumen'), { date: aDayAgo })]));
    await scan([feed('hn')]);
    await decideLaunch(desk, { id: '1', state: 'left', why: 'a course', by: 'Ada' });
    serve('list', here('lumen'));
    await scan([feed('list')]);
    expect((await desk.store.launches.list())[0]?.decision).toMatchObject({
      state: 'left',
      because: 'it is launch 1, Lumen, left by a person from hn',
    });
  });
});

test('an earlier day has what was too old judged again, and reads the feed whole', async () => {
  serve('yore', '<p>A page.</p>');
  serve('hn', rss([story(1, 'Show HN: Yore – a tool', here('yore'), { date: 'Sat, 01 Aug 2026 10:00:00 GMT' })]));
  await scan([feed('hn')]);
  expect(await listed()).toEqual(['Yore left too-old']);
  await scan([feed('hn')], { since: '2026-07-01' });
  expect(await listed()).toEqual(['Yore taken new-tool']);
});

test('a dry run says what would become of each entry, keeps nothing and looks at no page', async () => {
  serve(
    'hn',
    rss([story(1, 'Show HN: Lumen – search', here('lumen'), { date: aDayAgo }), story(2, 'Ask HN: One?', null)]),
  );
  const { feeds, launches } = await scan([feed('hn')], { dryRun: true });
  expect(feeds).toMatchObject([{ fresh: 2, decided: { waiting: 1, left: 1 } }]);
  expect(launches.map(({ id }) => id)).toEqual([null, null]);
  expect(await desk.store.launches.list()).toEqual([]);
  expect(await desk.store.launches.findPosition('hn')).toBeNull();
  expect(web.asked).toEqual(['GET /hn']);
});

test('a list in a file is read each time, and only new lines make launches', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'list-')), 'tools.txt');
  const ours = Feed.parse({ id: 'ours', file });
  for (const path of ['a', 'b', 'z']) serve(path, '<p>A page.</p>');
  writeFileSync(file, `${here('a')}\n${here('z')}\n`);
  await scan([ours]);
  expect(await listed()).toEqual(['a taken new-tool', 'z taken new-tool']);
  writeFileSync(file, `${here('a')}\n${here('b')}\nnot one\n`);
  const { feeds } = await scan([ours]);
  expect(feeds).toMatchObject([{ kind: 'list', entries: 2, fresh: 1, problems: [expect.stringContaining('line 3')] }]);
  expect(await listed()).toEqual(['a taken new-tool', 'z taken new-tool', 'b taken new-tool']);
});
