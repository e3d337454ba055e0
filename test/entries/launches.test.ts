import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { openFetch } from '../../src/sources/open-fetch.ts';
import { rss, story } from '../fixtures/launches/feeds.ts';
import { serveWeb } from '../fixtures/web-server.ts';
import { buildHouse, type TestHouse } from './house.ts';

const date = 'Sun, 22 Nov 2026 10:00:00 GMT';
let house: TestHouse;
let feeds: string;
let stories: ReturnType<typeof story>[];

beforeEach(async () => {
  const web = await serveWeb((request, response) => {
    if (request.url === '/hn') response.writeHead(200, { 'content-type': 'text/xml' }).end(rss(stories));
    else if (request.url === '/lumen') response.writeHead(200, { 'content-type': 'text/html' }).end('<p>A page.</p>');
    else response.writeHead(404).end();
  });
  stories = [
    story(1, 'Show HN: Lumen – search your notes', `${web.url}/lumen`, { date }),
    story(2, 'Ask HN: Which \u001b[31mnotes\u001b[0m app?', null, { date }),
    story(3, 'Show HN: Rumour – a database', null, { date }),
  ];
  feeds = join(mkdtempSync(join(tmpdir(), 'feeds-')), 'feeds.yaml');
  writeFileSync(feeds, `feeds:\n  - id: hn\n    url: ${web.url}/hn\n  - id: gone\n    url: ${web.url}/gone\n`);
  house = await buildHouse({ desk: { fetchSource: openFetch({ opened: [web.opened], pauseMs: 0 }) } });
});

const scan = (...more: string[]) => house.run('launches', 'scan', '--feeds', feeds, ...more);

describe('launches scan', () => {
  test('prints the launches, tells of each feed beside them, and ends with 3 where one failed', async () => {
    const { code, stdout, stderr } = await scan();
    expect(code).toBe(3);
    expect(stdout).toContain('  taken  Lumen: search your notes\n    hn, 1 day ago, http://127.0.0.1:');
    expect(stdout).toContain('    no evidence: no page of the product is linked\n');
    expect(stdout).not.toContain('\u001b');
    expect(stderr).toMatch(/^hn: hacker-news, 3 entries, 3 new: 1 taken, 1 held, 1 left\ngone: FAILED: .*answered 404/);
  });

  test('as JSON on stdout, with counts and reasons', async () => {
    const { feeds: reports, launches } = JSON.parse((await scan('--json')).stdout);
    expect(reports).toMatchObject([
      { feed: 'hn', fresh: 3 },
      { feed: 'gone', state: 'failed' },
    ]);
    expect(launches.map(({ state, reason, ageDays }: Record<string, unknown>) => [state, reason, ageDays])).toEqual([
      ['held', 'no-evidence', 1],
      ['left', 'not-a-tool', 1],
      ['taken', 'new-tool', 1],
    ]);
  });

  test('a second time finds nothing new', async () => {
    await scan();
    const { stdout, stderr } = await scan();
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^hn: hacker-news, 3 entries, 0 new\n/);
  });

  test('--quiet says only which feed failed', async () => {
    const { stdout, stderr } = await scan('--quiet');
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^gone: FAILED/);
  });

  test('a broken feeds file is named with line and column, and no desk is opened', async () => {
    writeFileSync(feeds, 'feeds:\n  - id: hn\n');
    expect(await scan()).toMatchObject({ code: 2, stderr: expect.stringContaining(`${feeds}:2:5: feeds[0].url`) });
    expect(house.overrides).toEqual([]);
  });

  test.each(['2026-11', 'yesterday', '2026-02-30'])('--since %s is no day', async (day) => {
    expect(await scan('--since', day)).toMatchObject({ code: 2, stderr: expect.stringContaining('YYYY-MM-DD') });
  });
});

describe('launches', () => {
  test('lists the newest first, of one state or feed', async () => {
    await scan();
    const { launches } = JSON.parse((await house.run('launches', '--json')).stdout);
    expect(launches.map(({ id }: { id: number }) => id)).toEqual([3, 2, 1]);
    expect((await house.run('launches', '--state', 'taken')).stdout).toMatch(/^\d+ {2}taken {2}Lumen/);
    expect(await house.run('launches', '--feed', 'nowhere')).toMatchObject({ code: 0, stdout: '' });
    expect(await house.run('launches', '--state', 'gone')).toMatchObject({ code: 2 });
  });

  test('an empty store says how to begin', async () => {
    expect((await house.run('launches')).stderr).toContain('ship-or-skip launches scan');
  });
});

describe('launches take and leave', () => {
  test('record who said so and why, and the list tells', async () => {
    await scan();
    const left = await house.run('launches', 'leave', '3', '--why', 'a course', '--as', 'Ada Lovelace');
    expect(left).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('a person decided, says Ada Lovelace: a course'),
    });
    const taken = JSON.parse((await house.run('launches', 'take', '2', '--json')).stdout).launches[0];
    expect(taken).toMatchObject({ state: 'taken', reason: 'person', by: 'Ada', because: 'somebody decided' });
  });

  test('a launch without a page may be taken, and it is said that nothing can be read', async () => {
    await scan();
    expect((await house.run('launches', 'take', '1')).stderr).toContain('names no page');
  });

  test('an unknown id names those near it, by number or by name', async () => {
    await scan();
    expect(await house.run('launches', 'take', '9')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Near it: 3 (Lumen), 2 ('),
    });
    expect((await house.run('launches', 'take', 'lumn')).stderr).toContain('Near it: 3 (Lumen).');
    expect((await house.run('launches', 'take', '-1')).code).toBe(2);
  });

  test('leaving needs a reason, and the rules’ own name is nobody’s', async () => {
    await scan();
    expect(await house.run('launches', 'leave', '3')).toMatchObject({ code: 2 });
    expect(await house.run('launches', 'leave', '3', '--why', ' ')).toMatchObject({ code: 2 });
    expect(await house.run('launches', 'leave', '3', '--why', 'x', '--as', 'ship-or-skip')).toMatchObject({ code: 2 });
    expect((await house.store.launches.find(3))?.decision.state).toBe('taken');
  });
});

test('launches init writes a commented file once', async () => {
  const file = `${feeds}.new.yaml`;
  expect(await house.run('launches', 'init', file)).toMatchObject({ code: 0, stdout: `${file}\n` });
  expect(await house.run('launches', 'init', file)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('already there'),
  });
});
