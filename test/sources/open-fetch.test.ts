import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type Fetched, FetchFailed, type FetchOptions, FetchRefused } from '../../src/sources/fetch-source.ts';
import { type FetchSettings, openFetch } from '../../src/sources/open-fetch.ts';
import { serveSocket, serveWeb } from '../fixtures/web-server.ts';

const never = new AbortController().signal;
const quick = { deadlineMs: 5000, idleMs: 2000 };

/** Fetches once; pauses between requests are left out. */
function fetchWith(settings: FetchSettings, url: string, options: Partial<FetchOptions> = {}): Promise<Fetched> {
  const fetchSource = openFetch({ pauseMs: 0, ...settings, limits: { ...quick, ...settings.limits } });
  return fetchSource(url, { signal: never, ...options });
}

async function documentOf(fetched: Promise<Fetched>): Promise<Extract<Fetched, { kind: 'document' }>> {
  const result = await fetched;
  if (result.kind !== 'document') throw new Error('no document');
  return result;
}

const textOf = async (fetched: Promise<Fetched>): Promise<string> =>
  new TextDecoder().decode((await documentOf(fetched)).body);

/** The error a fetch ends with. */
async function failureOf(fetched: Promise<unknown>): Promise<FetchFailed | FetchRefused> {
  const error = await fetched.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof FetchFailed || error instanceof FetchRefused) return error;
  throw error ?? new Error('it did not fail');
}

test('a page comes with its type, charset, validators and the time it arrived', async () => {
  const web = await serveWeb((_, response) => {
    response.writeHead(200, {
      'content-type': 'Text/HTML; Charset="ISO-8859-1"',
      etag: '"v1"',
      'last-modified': 'Mon, 02 Mar 2026 10:00:00 GMT',
    });
    response.end('<p>Hello</p>');
  });
  const now = (): Date => new Date('2026-11-23T10:00:00Z');
  const { body, ...rest } = await documentOf(fetchWith({ opened: [web.opened], now }, `${web.url}/page#part`));
  expect(rest).toEqual({
    kind: 'document',
    asked: `${web.url}/page#part`,
    url: `${web.url}/page`,
    contentType: 'text/html',
    charset: 'iso-8859-1',
    retrievedAt: '2026-11-23T10:00:00.000Z',
    etag: '"v1"',
    lastModified: 'Mon, 02 Mar 2026 10:00:00 GMT',
  });
  expect(new TextDecoder().decode(body)).toBe('<p>Hello</p>');
});

test('a request says who asks and carries no cookie, credentials or referrer', async () => {
  const web = await serveWeb((_, response) => {
    response.setHeader('set-cookie', 'id=1; Path=/');
    response.setHeader('content-type', 'text/plain');
    response.end('x');
  });
  const fetchSource = openFetch({ opened: [web.opened], pauseMs: 0 });
  await fetchSource(`${web.url}/a`, { signal: never });
  await fetchSource(`${web.url}/b`, { signal: never });
  expect(Object.keys(web.heads[1] ?? {}).sort()).toEqual([
    'accept',
    'accept-encoding',
    'connection',
    'host',
    'user-agent',
  ]);
  expect(web.heads[1]?.['user-agent']).toMatch(/^ship-or-skip \(/);
});

test('what did not change since is not sent again', async () => {
  const web = await serveWeb((request, response) => {
    const known = request.headers['if-none-match'] === '"v1"';
    response.writeHead(known ? 304 : 200, { 'content-type': 'text/plain' }).end(known ? undefined : 'x');
  });
  const settings = { opened: [web.opened], now: () => new Date('2026-11-23T10:00:00Z') };
  expect(await fetchWith(settings, web.url, { etag: '"v1"', lastModified: 'never\r\nx: y' })).toEqual({
    kind: 'unchanged',
    asked: web.url,
    url: `${web.url}/`,
    retrievedAt: '2026-11-23T10:00:00.000Z',
  });
  expect(web.heads[0]).not.toHaveProperty('if-modified-since');
});

test('a 304 nobody asked for is no document', async () => {
  const web = await serveWeb((_, response) => response.writeHead(304).end());
  const failure = await failureOf(fetchWith({ opened: [web.opened] }, web.url));
  expect(failure).toBeInstanceOf(FetchFailed);
  expect(failure).toMatchObject({ status: 304 });
});

test.each([204, 206, 404, 410, 429, 500, 503])('status %i is a failure that names it', async (status) => {
  const web = await serveWeb((_, response) =>
    response.writeHead(status, { 'content-type': 'text/html' }).end('<p>no</p>'),
  );
  const failure = await failureOf(fetchWith({ opened: [web.opened] }, web.url));
  expect(failure).toBeInstanceOf(FetchFailed);
  expect(failure).toMatchObject({ status });
  expect(failure.message).toContain(`the server answered ${status}`);
});

test('an empty answer is a failure', async () => {
  const web = await serveWeb((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end());
  expect((await failureOf(fetchWith({ opened: [web.opened] }, web.url))).message).toContain('its answer is empty');
});

test('a host that is not opened gets no request, and no name server is asked about an address', async () => {
  const web = await serveWeb((_, response) => response.end('x'));
  const resolved: string[] = [];
  const resolve = async (host: string) => {
    resolved.push(host);
    return [{ address: '127.0.0.1', family: 4 }];
  };
  for (const host of ['127.0.0.1', '2130706433', '[::ffff:127.0.0.1]', 'localhost', 'x.localhost', 'box.local']) {
    const failure = await failureOf(fetchWith({ resolve }, `http://${host}:${web.port}/`));
    expect(failure, host).toBeInstanceOf(FetchRefused);
  }
  expect(web.asked).toEqual([]);
  expect(resolved).toEqual([]);
});

test.each([
  [[{ address: '127.0.0.1', family: 4 }]],
  [
    [
      { address: '8.8.8.8', family: 4 },
      { address: '10.0.0.1', family: 4 },
    ],
  ],
  [[{ address: '::ffff:127.0.0.1', family: 6 }]],
  [[{ address: '169.254.169.254', family: 4 }]],
])('a public name with a private address is refused: %j', async (addresses) => {
  const web = await serveWeb((_, response) => response.end('x'));
  const failure = await failureOf(
    fetchWith({ resolve: async () => addresses }, `http://site.example.com:${web.port}/`),
  );
  expect(failure).toBeInstanceOf(FetchRefused);
  expect(failure.message).toMatch(/site\.example\.com is at .* is a/);
  expect(web.asked).toEqual([]);
});

test('a name is resolved once for each connection, and what was checked is what is dialled', async () => {
  const web = await serveWeb((_, response) => response.writeHead(200, { 'content-type': 'text/plain' }).end('x'));
  let resolved = 0;
  const resolve = async (host: string) => {
    expect(host).toBe('site.example.com');
    resolved += 1;
    return [{ address: '127.0.0.1', family: 4 }];
  };
  const opened = [{ host: 'site.example.com', port: web.port }];
  expect(await textOf(fetchWith({ opened, resolve }, `http://site.example.com:${web.port}/`))).toBe('x');
  expect(web.heads[0]?.host).toBe(`site.example.com:${web.port}`);
  expect(resolved).toBe(web.accepted());
});

test('IPv6 can be opened', async () => {
  const web = await serveWeb((_, response) => response.writeHead(200, { 'content-type': 'text/plain' }).end('six'), {
    host: '::1',
  });
  expect(await textOf(fetchWith({ opened: [web.opened] }, web.url))).toBe('six');
});

test.each([
  ['http://169.254.169.254/latest/', '169.254.169.254 is a link-local address'],
  ['http://[::1]/', '::1 is a loopback address'],
  ['//10.0.0.1/x', '10.0.0.1 is a private address'],
  ['file:///etc/passwd', 'only http and https are, not file'],
  ['javascript:alert(1)', 'only http and https are, not javascript'],
  ['http://ada:secret@example.com/', 'it holds a user name or password'],
  ['http://x\u0000', 'it is no web address'],
])('a redirect to %s is refused', async (location, reason) => {
  const web = await serveSocket((socket) => {
    socket.end(`HTTP/1.1 302 Found\r\nlocation: ${location.replace('\0', '%00')}\r\ncontent-length: 0\r\n\r\n`);
  });
  const failure = await failureOf(fetchWith({ opened: [web.opened] }, web.url));
  expect(failure).toBeInstanceOf(FetchRefused);
  expect(failure.url).toBe(web.url);
  expect(failure.message).toContain('it leads to ');
  expect(failure.message).toContain(reason);
  expect(failure.message).not.toContain('secret');
});

test('an opened port does not open its neighbour to a redirect', async () => {
  const inside = await serveWeb((_, response) => response.end('secret'));
  const web = await serveWeb((_, response) => response.writeHead(302, { location: `${inside.url}/` }).end());
  const failure = await failureOf(fetchWith({ opened: [web.opened] }, web.url));
  expect(failure.message).toContain('127.0.0.1 is a loopback address');
  expect(inside.asked).toEqual([]);
});

test('redirects are followed, relative ones too, and the last address is told', async () => {
  const web = await serveWeb((request, response) => {
    if (request.url === '/a') response.writeHead(301, { location: '/b?x=1' }).end('moved');
    else if (request.url === '/b?x=1') response.writeHead(308, { location: 'c' }).end();
    else response.writeHead(200, { 'content-type': 'text/plain' }).end('here');
  });
  const found = await documentOf(fetchWith({ opened: [web.opened] }, `${web.url}/a`));
  expect([found.asked, found.url]).toEqual([`${web.url}/a`, `${web.url}/c`]);
});

test('a loop of redirects ends', async () => {
  const web = await serveWeb((request, response) => response.writeHead(302, { location: `${request.url}x` }).end());
  const failure = await failureOf(fetchWith({ opened: [web.opened] }, `${web.url}/a`));
  expect(failure).toBeInstanceOf(FetchFailed);
  expect(failure.message).toContain('it redirects more than 5 times');
  expect(web.asked).toHaveLength(6);
});

test('a redirect to nowhere is a failure', async () => {
  const web = await serveWeb((_, response) => response.writeHead(302).end());
  expect((await failureOf(fetchWith({ opened: [web.opened] }, web.url))).message).toContain('without saying where to');
});

test.each([
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['br', brotliCompressSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['zstd', zstdCompressSync],
])('%s is unpacked', async (encoding, compress) => {
  const web = await serveWeb((_, response) => {
    response.writeHead(200, { 'content-type': 'text/plain', 'content-encoding': encoding });
    response.end(compress('plain words'));
  });
  expect(await textOf(fetchWith({ opened: [web.opened] }, web.url))).toBe('plain words');
});

const million = Buffer.alloc(60_000_000);
test.each([
  ['gzip', () => gzipSync(million)],
  ['br', () => brotliCompressSync(million)],
  ['zstd', () => zstdCompressSync(million)],
  ['gzip, gzip', () => gzipSync(gzipSync(million))],
])('a small %s body that unpacks to 60 MB is stopped at the limit', async (encoding, make) => {
  const body = make();
  const web = await serveWeb((_, response) => {
    response.writeHead(200, { 'content-type': 'text/plain', 'content-encoding': encoding });
    response.end(body);
  });
  const failure = await failureOf(fetchWith({ opened: [web.opened] }, web.url, { mostBytes: 1_000_000 }));
  expect(failure).toBeInstanceOf(FetchFailed);
  expect(failure.message).toContain('unpacked it is larger than 1 MB');
});

test.each([
  ['gzip', 'no gzip at all', 'its gzip compression is damaged'],
  ['gzip', gzipSync('cut short'.repeat(1000)).subarray(0, 30), 'its gzip compression is damaged'],
  ['compress', 'x', 'its compression "compress" is not known'],
  ['gzip, gzip, gzip', 'x', 'it is compressed 3 times over'],
])('%s that is not what it says is a failure', async (encoding, body, reason) => {
  const web = await serveWeb((_, response) => {
    response.writeHead(200, { 'content-type': 'text/plain', 'content-encoding': encoding }).end(body);
  });
  expect((await failureOf(fetchWith({ opened: [web.opened] }, web.url))).message).toContain(reason);
});

test('a body whose head names more than the limit is not read', async () => {
  const web = await serveWeb((_, response) => {
    response.writeHead(200, { 'content-type': 'text/plain', 'content-length': '20000000' });
    response.write('x');
  });
  const failure = await failureOf(fetchWith({ opened: [web.opened] }, web.url));
  expect(failure.message).toContain('it is larger than 10 MB');
});

test('an endless body is cut at the limit, and the server sees the connection close', async () => {
  const { promise: hungUp, resolve: closed } = Promise.withResolvers<void>();
  const web = await serveWeb((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    const chunk = 'x'.repeat(65_536);
    const more = (): void => {
      while (response.write(chunk));
    };
    response.on('drain', more);
    response.on('close', closed);
    more();
  });
  const failure = await failureOf(fetchWith({ opened: [web.opened] }, web.url, { mostBytes: 1_000_000 }));
  expect(failure.message).toContain('it is larger than 1 MB');
  await hungUp;
});

test('a body of exactly the limit is read', async () => {
  const web = await serveWeb((_, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' }).end('x'.repeat(1000));
  });
  expect(await textOf(fetchWith({ opened: [web.opened] }, web.url, { mostBytes: 1000 }))).toHaveLength(1000);
  expect((await failureOf(fetchWith({ opened: [web.opened] }, web.url, { mostBytes: 999 }))).message).toContain(
    'larger',
  );
});

test('a body that drips is cut at the deadline', async () => {
  const web = await serveWeb((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    const timer = setInterval(() => response.write('x'), 20);
    response.on('close', () => clearInterval(timer));
  });
  const failure = await failureOf(fetchWith({ opened: [web.opened], limits: { deadlineMs: 300 } }, web.url));
  expect(failure.message).toContain('no whole answer came within 0.3 s');
});

test('slow redirects share one deadline', async () => {
  const web = await serveWeb((request, response) => {
    setTimeout(() => response.writeHead(302, { location: `${request.url}x` }).end(), 100);
  });
  const failure = await failureOf(fetchWith({ opened: [web.opened], limits: { deadlineMs: 250 } }, web.url));
  expect(failure.message).toContain('no whole answer came within 0.25 s');
  expect(web.asked.length).toBeLessThan(5);
});

test('a server that accepts and falls silent is left', async () => {
  const web = await serveWeb(() => {});
  const failure = await failureOf(fetchWith({ opened: [web.opened], limits: { idleMs: 100 } }, web.url));
  expect(failure).toBeInstanceOf(FetchFailed);
  expect(failure.message).toContain('silent');
});

test.each([
  ['a flood of header lines', `${'x: y\r\n'.repeat(20_000)}`, 'the head of the answer is too large'],
  ['one huge header line', `x: ${'y'.repeat(100_000)}\r\n`, 'the head of the answer is too large'],
])('%s is a failure', async (_, lines, reason) => {
  const web = await serveSocket((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${lines}content-type: text/plain\r\ncontent-length: 1\r\n\r\nx`);
  });
  expect((await failureOf(fetchWith({ opened: [web.opened] }, web.url))).message).toContain(reason);
});

test.each([
  ['nonsense', 'SSH-2.0-OpenSSH_9.6\r\n', 'the answer is not HTTP'],
  ['an early close', 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n', 'the server closed the connection'],
  [
    'a body shorter than its head says',
    'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 10\r\n\r\nhalf',
    'the server closed the connection',
  ],
  [
    'a chunked body without an end',
    'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n',
    'the server closed the connection',
  ],
])('%s is a failure', async (_, answer, reason) => {
  const web = await serveSocket((socket) => socket.end(answer));
  const failure = await failureOf(fetchWith({ opened: [web.opened] }, web.url));
  expect(failure).toBeInstanceOf(FetchFailed);
  expect(failure.message).toContain(reason);
});

test('HTTP/1.0 is read to its end', async () => {
  const web = await serveSocket((socket) => socket.end('HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nold words'));
  expect(await textOf(fetchWith({ opened: [web.opened] }, web.url))).toBe('old words');
});

test('a body longer than its head says ends where the head says', async () => {
  const web = await serveSocket((socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 4\r\n\r\nfourHTTP/1.1 200 OK\r\n');
  });
  expect(await textOf(fetchWith({ opened: [web.opened] }, web.url))).toBe('four');
});

test('nothing listening and no such host are failures in words', async () => {
  const gone = await serveWeb((_, response) => response.end());
  const port = 1024;
  const failure = await failureOf(fetchWith({ opened: [{ host: '127.0.0.1', port }] }, `http://127.0.0.1:${port}/`));
  expect(failure.message).toContain('nothing listens there');
  const resolve = async () => {
    throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
  };
  const unknown = await failureOf(fetchWith({ resolve, opened: [gone.opened] }, 'http://nowhere.example.com/'));
  expect(unknown.message).toContain('there is no such host');
});

test.each(['application/octet-stream', 'image/png', 'application/zip', 'video/mp4', 'text/javascript'])(
  'type %s is refused before its body is read',
  async (type) => {
    const web = await serveWeb((_, response) => {
      response.writeHead(200, { 'content-type': type });
      response.write('x');
    });
    const failure = await failureOf(fetchWith({ opened: [web.opened] }, web.url));
    expect(failure).toBeInstanceOf(FetchRefused);
    expect(failure.message).toContain(`its type ${type} is none that is read here`);
  },
);

test.each([
  ['<!doctype html><p>x', 'text/html'],
  ['%PDF-1.7 x', 'application/pdf'],
  ['<?xml version="1.0"?><rss/>', 'application/xml'],
  ['plain', 'text/plain'],
])('a body without a type is looked at: %s', async (body, type) => {
  const web = await serveSocket((socket) =>
    socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`),
  );
  expect((await documentOf(fetchWith({ opened: [web.opened] }, web.url))).contentType).toBe(type);
});

test('a caller names the types it can use', async () => {
  const web = await serveWeb((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>x'));
  const accept = ['application/rss+xml'];
  expect(await failureOf(fetchWith({ opened: [web.opened] }, web.url, { accept }))).toBeInstanceOf(FetchRefused);
  expect(web.heads[0]?.accept).toBe('application/rss+xml, */*;q=0.1');
});

test('an abort ends a fetch with its own reason', async () => {
  const abort = new AbortController();
  const web = await serveWeb((_, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.write('x', () => abort.abort(new Error('enough')));
  });
  const fetched = fetchWith({ opened: [web.opened] }, web.url, { signal: abort.signal });
  await expect(fetched).rejects.toThrow('enough');
});
