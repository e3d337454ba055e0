import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { callFailureHook } from '../../src/entries/failure-hook.ts';

const forever = new AbortController().signal;
const news = { what: 'the night', exitCode: 5, note: "'; touch owned #" };

test('a command reads the news on its standard input, and nothing of it reaches the shell', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hook-'));
  expect(await callFailureHook(`cd '${folder}' && cat > news.json`, news, forever)).toBeNull();
  expect(JSON.parse(readFileSync(join(folder, 'news.json'), 'utf8'))).toEqual(news);
  expect(existsSync(join(folder, 'owned'))).toBe(false);
});

test('a command that fails, or is not there, is told', async () => {
  expect(await callFailureHook('exit 7', news, forever)).toBe('it ended with status 7');
  expect(await callFailureHook('no-such-command-anywhere', news, forever)).toBe('it ended with status 127');
});

test('a command that never ends is ended with the run', async () => {
  const stop = new AbortController();
  const calling = callFailureHook('sleep 600', news, stop.signal);
  stop.abort();
  expect(await calling).toBe('the run was ended');
});

test.each([
  [204, null],
  [500, 'it answered with status 500'],
])('an address gets the news as JSON; status %s is %s', async (status, problem) => {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      bodies.push(`${request.headers['content-type']} ${body}`);
      response.writeHead(status).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  expect(await callFailureHook(`http://127.0.0.1:${port}/hook`, news, forever)).toBe(problem);
  expect(bodies).toEqual([`application/json ${JSON.stringify(news)}\n`]);
  server.closeAllConnections();
  server.close();
});
