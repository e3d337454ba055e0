import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { findLocalServers } from '../../src/entries/local-servers.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
});

/** A server on loopback; returns its port. */
async function listen(answer: (response: ServerResponse, path: string) => void): Promise<number> {
  const server = createServer((request, response) => answer(response, request.url ?? ''));
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return (server.address() as AddressInfo).port;
}

const json =
  (body: unknown, status = 200) =>
  (response: ServerResponse) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

test('a server that lists its models is found, with its address and first model', async () => {
  const port = await listen((response, path) =>
    json(path === '/v1/models' ? { data: [{ id: 'llama3.3' }, { id: 'other' }] } : {})(response),
  );
  expect(await findLocalServers([{ server: 'Ollama', port }])).toEqual([
    { server: 'Ollama', url: `http://127.0.0.1:${port}/v1`, model: 'llama3.3' },
  ]);
});

test.each([
  ['lists no model', json({ data: [] })],
  ['lists something else', json({ data: [{ name: 'x' }] })],
  ['is no model server', (response: ServerResponse) => response.end('<h1>It works</h1>')],
  ['refuses', json({ data: [{ id: 'x' }] }, 401)],
  ['leads elsewhere', (response: ServerResponse) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
  ['hangs up', (response: ServerResponse) => response.destroy()],
  ['says nothing', () => {}],
])('a server that %s is none, and nothing fails', async (_what, answer) => {
  const port = await listen(answer);
  const silent = await listen(json({ data: [{ id: 'found' }] }));
  const found = await findLocalServers([
    { server: 'odd', port },
    { server: 'good', port: silent },
  ]);
  expect(found.map(({ server }) => server)).toEqual(['good']);
});

test('a closed port is no server', async () => {
  const port = await listen(() => {});
  await new Promise((closed) => servers.pop()?.close(closed));
  expect(await findLocalServers([{ server: 'gone', port }])).toEqual([]);
});
