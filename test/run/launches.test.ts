import { writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rss, story } from '../fixtures/launches/feeds.ts';
import { serveWeb } from '../fixtures/web-server.ts';
import { newcomer } from './program.ts';

const tools = 6;
const date = new Date().toUTCString();

/** A web with one feed and a page for each of its products; the page of the last one can be kept waiting. */
async function launchedWeb() {
  const waiting: ServerResponse[] = [];
  const state = { slow: false };
  const { promise: stuck, resolve: getStuck } = Promise.withResolvers<void>();
  const web = await serveWeb((request, response) => {
    if (request.url !== '/hn') {
      if (state.slow && request.url === '/p5') {
        waiting.push(response);
        getStuck();
      } else response.writeHead(200, { 'content-type': 'text/html' }).end('<p>A page.</p>');
      return;
    }
    const isKnown = request.headers['if-none-match'] === '"1"';
    const stories = Array.from({ length: tools }, (_, index) =>
      story(index, `Show HN: Tool${index} – a CLI`, `${web.url}/p${index}`, { date }),
    );
    response.writeHead(isKnown ? 304 : 200, { 'content-type': 'application/rss+xml', etag: '"1"' });
    response.end(isKnown ? undefined : rss(stories));
  });
  const user = newcomer();
  writeFileSync(join(user.folder, 'feeds.yaml'), `feeds:\n  - id: hn\n    url: ${web.url}/hn\n`);
  const settings = { SHIP_OR_SKIP_ALLOW_HOSTS: `127.0.0.1:${web.port}` };
  const start = (...args: string[]) => user.start(['launches', ...args], settings);
  return { web, state, stuck, start };
}

test('a scan, and another: conditional requests are sent, and nothing is done twice', { timeout: 60_000 }, async () => {
  const { web, start } = await launchedWeb();
  const first = await start('scan').finished;
  expect(first.stderr).toBe('hn: hacker-news, 6 entries, 6 new: 6 taken\n');
  expect(first.code).toBe(0);
  const asked = web.asked.length;
  const second = await start('scan').finished;
  expect(second).toEqual({ code: 0, stdout: '', stderr: 'hn: unchanged, nothing new\n' });
  expect(web.asked.slice(asked)).toEqual(['GET /hn']);
  expect(web.heads.at(-1)).toMatchObject({ 'if-none-match': '"1"' });
});

test('killed while it looks at pages, the next scan goes on, and every launch is decided once', {
  timeout: 60_000,
}, async () => {
  const { state, stuck, start } = await launchedWeb();
  state.slow = true;
  const killed = start('scan');
  await stuck;
  killed.kill('SIGKILL');
  expect((await killed.finished).code).toBeNull();
  state.slow = false;
  const next = await start('scan').finished;
  expect(next).toMatchObject({ code: 0, stderr: 'hn: unchanged, nothing new\n' });
  const { launches } = JSON.parse((await start('--json').finished).stdout);
  expect(launches).toHaveLength(tools);
  expect(new Set(launches.map(({ tool }: { tool: string }) => tool)).size).toBe(tools);
  expect(launches.every((launch: { state: string }) => launch.state === 'taken')).toBe(true);
});

test('two scans at once keep and take everything once', { timeout: 60_000 }, async () => {
  const { start } = await launchedWeb();
  const both = await Promise.all([start('scan', '--json').finished, start('scan', '--json').finished]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  const fresh = both.map(({ stdout }) => JSON.parse(stdout).feeds[0].decided.taken);
  expect(Math.max(...fresh)).toBeLessThanOrEqual(tools);
  const { launches } = JSON.parse((await start('--json').finished).stdout);
  expect(launches).toHaveLength(tools);
  expect(launches.every((launch: { state: string }) => launch.state === 'taken')).toBe(true);
});
