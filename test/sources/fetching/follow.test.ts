import { expect, test } from 'vitest';
import { FetchRefused } from '../../../src/sources/fetch-source.ts';
import { follow } from '../../../src/sources/fetching/follow.ts';
import type { Answer } from '../../../src/sources/fetching/request.ts';

/** Follows redirects from one address to the next; the last answers. Returns where it ended. */
async function go(...way: string[]): Promise<string> {
  const sent: string[] = [];
  return follow(way[0] ?? '', {
    opened: [],
    limits: { deadlineMs: 60_000, mostRedirects: 5 },
    signal: new AbortController().signal,
    turn: (_, run) => run(),
    send: async (url): Promise<Answer> => {
      sent.push(url.href);
      const next = way[sent.length] ?? null;
      return {
        status: next === null ? 200 : 301,
        header: () => next,
        read: async () => new Uint8Array(),
        readStart: async () => new Uint8Array(),
        leave: () => {},
      };
    },
    use: async (_, url) => url.href,
  });
}

test('a redirect may lead from http to https, and to another site', async () => {
  expect(await go('http://example.com/', 'https://example.com/', 'https://www.example.net/x')).toBe(
    'https://www.example.net/x',
  );
});

test('a redirect from https to http is refused', async () => {
  const gone = go('https://example.com/', 'http://example.com/');
  await expect(gone).rejects.toThrow(FetchRefused);
  await expect(gone).rejects.toThrow(
    'https://example.com/ is not fetched: it leads to http://example.com/, and it leaves https for http, where anybody on the way can change it',
  );
});
