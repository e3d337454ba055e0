import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { FetchFailed, FetchRefused, type FetchSource } from '../../src/sources/fetch-source.ts';
import { openFetch } from '../../src/sources/open-fetch.ts';
import { serveWeb, type WebServer } from '../fixtures/web-server.ts';

const never = new AbortController().signal;

/** A site that answers for its robots.txt with this, and for everything else with a word. */
function serveSite(robots: { status: number; text?: string; location?: string }): Promise<WebServer> {
  return serveWeb(
    (request, response) => {
      if (request.url !== '/robots.txt') response.writeHead(200, { 'content-type': 'text/plain' }).end('word');
      else if (robots.location === undefined) response.writeHead(robots.status).end(robots.text);
      else response.writeHead(robots.status, { location: robots.location }).end();
    },
    { robots: true },
  );
}

const open = (...sites: WebServer[]): FetchSource =>
  openFetch({ opened: sites.map(({ opened }) => opened), pauseMs: 0 });

test('what robots.txt forbids to us or to everybody is not asked for', async () => {
  const site = await serveSite({
    status: 200,
    text: 'User-agent: *\nDisallow: /all\n\nUser-agent: Ship-or-Skip\nDisallow: /private\nAllow: /private/press\n',
  });
  const fetchSource = open(site);
  const refused = fetchSource(`${site.url}/private/x`, { signal: never });
  await expect(refused).rejects.toThrow(FetchRefused);
  await expect(refused).rejects.toThrow(
    /private\/x is not fetched: the site’s robots\.txt asks automated readers not to/,
  );
  await fetchSource(`${site.url}/private/press`, { signal: never });
  await fetchSource(`${site.url}/all`, { signal: never });
  expect(site.asked).toEqual(['GET /robots.txt', 'GET /private/press', 'GET /all']);
});

test('robots.txt of everybody holds where we are not named', async () => {
  const site = await serveSite({ status: 200, text: 'User-agent: *\nDisallow: /' });
  await expect(open(site)(site.url, { signal: never })).rejects.toThrow(FetchRefused);
  expect(site.asked).toEqual(['GET /robots.txt']);
});

test('a redirect to what the other site forbids is not followed', async () => {
  const strict = await serveSite({ status: 200, text: 'User-agent: *\nDisallow: /' });
  const site = await serveWeb((_, response) => response.writeHead(302, { location: `${strict.url}/page` }).end());
  await expect(open(site, strict)(site.url, { signal: never })).rejects.toThrow(
    /it leads to .*\/page, and the site’s robots/,
  );
  expect(strict.asked).toEqual(['GET /robots.txt']);
});

test.each([404, 403, 410])('a site without robots.txt (%i) may be read', async (status) => {
  const site = await serveSite({ status });
  expect((await open(site)(site.url, { signal: never })).kind).toBe('document');
});

test('a robots.txt that leads where nothing may be fetched forbids nothing', async () => {
  const site = await serveSite({ status: 302, location: 'http://127.0.0.1:1/robots.txt' });
  expect((await open(site)(site.url, { signal: never })).kind).toBe('document');
});

test.each([429, 500, 503])('while robots.txt answers %i the site is left alone', async (status) => {
  const site = await serveSite({ status });
  const fetched = open(site)(`${site.url}/page`, { signal: never });
  await expect(fetched).rejects.toThrow(FetchFailed);
  await expect(fetched).rejects.toThrow(`robots.txt cannot be read for now (${status})`);
  expect(site.asked).toEqual(['GET /robots.txt']);
});

test('an endless robots.txt is read as far as its limit', async () => {
  const site = await serveWeb(
    (request, response) => {
      if (request.url !== '/robots.txt') return response.writeHead(200, { 'content-type': 'text/plain' }).end('word');
      response.write('User-agent: *\nDisallow: /private\n');
      const more = (): void => {
        while (response.write(`# ${'x'.repeat(60_000)}\n`));
      };
      response.on('drain', more);
      more();
    },
    { robots: true },
  );
  const fetchSource = open(site);
  await expect(fetchSource(`${site.url}/private`, { signal: never })).rejects.toThrow(FetchRefused);
  expect((await fetchSource(`${site.url}/open`, { signal: never })).kind).toBe('document');
});

test('a million wildcards in robots.txt take no time', async () => {
  const text = `User-agent: *\nDisallow: ${'*a'.repeat(200_000)}b\n${`Disallow: ${'*/'.repeat(900)}z\n`.repeat(200)}`;
  const site = await serveSite({ status: 200, text });
  const fetched = await open(site)(`${site.url}/${'a'.repeat(1900)}`, { signal: never });
  expect(fetched.kind).toBe('document');
});

test('robots.txt is asked for once however many pages are read', async () => {
  const site = await serveSite({ status: 200, text: 'User-agent: *\nAllow: /' });
  const fetchSource = open(site);
  await Promise.all(['/a', '/b', '/c'].map((path) => fetchSource(site.url + path, { signal: never })));
  expect(site.asked.filter((path) => path === 'GET /robots.txt')).toHaveLength(1);
});

test.each([
  ['', 500],
  ['Crawl-delay: 2', 2000],
  ['Crawl-delay: 600', 5000],
  ['Crawl-delay: 0.1', 500],
  ['Crawl-delay: soon', 500],
])('between two requests there is a pause, the site’s own within reason: "%s"', async (line, pause) => {
  const site = await serveSite({ status: 200, text: `User-agent: *\nAllow: /\n${line}` });
  const waits: number[] = [];
  const fetchSource = openFetch({
    opened: [site.opened],
    pauseMs: 500,
    wait: async (ms) => {
      waits.push(ms);
    },
  });
  await fetchSource(`${site.url}/a`, { signal: never });
  expect(waits).toEqual([]);
  await fetchSource(`${site.url}/b`, { signal: never });
  expect(waits).toHaveLength(1);
  expect(waits[0]).toBeGreaterThan(pause - 400);
  expect(waits[0]).toBeLessThanOrEqual(pause);
});

test('a host a person opened is asked without a pause, unless it asks for one', async () => {
  const waits: number[] = [];
  for (const text of ['', 'User-agent: *\nCrawl-delay: 2']) {
    const site = await serveSite({ status: 200, text });
    const wait = async (ms: number) => void waits.push(ms);
    const fetchSource = openFetch({ opened: [site.opened], wait });
    await fetchSource(`${site.url}/a`, { signal: never });
    await fetchSource(`${site.url}/b`, { signal: never });
  }
  expect(waits).toHaveLength(1);
  expect(waits[0]).toBeGreaterThan(1600);
});

test('a host gets two requests at once, and other hosts do not wait for it', async () => {
  const held: (() => void)[] = [];
  const slow = await serveWeb((_, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    held.push(() => response.end('word'));
  });
  const quick = await serveSite({ status: 404 });
  const fetchSource = open(slow, quick);
  const pages = ['/a', '/b', '/c', '/d'].map((path) => fetchSource(slow.url + path, { signal: never }));
  await fetchSource(quick.url, { signal: never });
  while (held.length < 2) await nextTurn();
  await fetchSource(`${quick.url}/again`, { signal: never });
  expect(slow.asked).toHaveLength(2);
  for (let answered = 0; answered < 4; answered += 1) {
    while (held.length === 0) await nextTurn();
    held.shift()?.();
  }
  expect(await Promise.all(pages)).toHaveLength(4);
});

test('whoever waits for a turn can give up', async () => {
  const site = await serveSite({ status: 404 });
  const abort = new AbortController();
  const fetchSource = openFetch({ opened: [site.opened], pauseMs: 60_000 });
  await fetchSource(`${site.url}/a`, { signal: abort.signal });
  const waiting = fetchSource(`${site.url}/b`, { signal: abort.signal });
  abort.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  expect(site.asked).toEqual(['GET /robots.txt', 'GET /a']);
});
