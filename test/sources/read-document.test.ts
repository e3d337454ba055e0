import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FetchFailed } from '../../src/sources/fetch-source.ts';
import { openFetch } from '../../src/sources/open-fetch.ts';
import { readDocument } from '../../src/sources/read-document.ts';
import { drawText, makePdf } from '../fixtures/pdf.ts';
import { serveWeb } from '../fixtures/web-server.ts';

const pages = join(import.meta.dirname, '../fixtures/pages');

/** A document as a fetch gives it. */
const fetched = (body: string | Uint8Array, contentType = 'text/html') => ({
  kind: 'document' as const,
  asked: 'https://site.example/page',
  url: 'https://site.example/page',
  contentType,
  charset: null,
  body: Buffer.from(body),
  retrievedAt: '2026-11-23T10:00:00.000Z',
  etag: null,
  lastModified: null,
});

test('a page is fetched and read', async () => {
  const web = await serveWeb((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(readFileSync(join(pages, 'pricing.html')));
  });
  const fetchSource = openFetch({ opened: [web.opened], pauseMs: 0 });
  const found = await fetchSource(`${web.url}/pricing`, { signal: new AbortController().signal });
  if (found.kind !== 'document') throw new Error('no document');
  const { text, title, canonical, links, meta } = await readDocument(found);
  expect(`${text}\n`).toBe(readFileSync(join(pages, 'pricing.txt'), 'utf8'));
  expect(title).toBe('Pricing – Lanternfish');
  expect(canonical).toBe(`${web.url}/pricing`);
  expect(links.map(({ url }) => url)).toContain(`${web.url}/docs`);
  expect(meta.get('description')).toBe('Plans for teams of every size.');
});

test('a PDF, Markdown, JSON and XML are read as what they are', async () => {
  expect((await readDocument(fetched(makePdf([drawText('A paper', 50, 740)]), 'application/pdf'))).text).toBe(
    'A paper',
  );
  const markdown = await readDocument(fetched('# A tool\r\n\r\n- `one` <b>two</b>\r\n', 'text/markdown'));
  expect([markdown.title, markdown.text]).toEqual(['A tool', '# A tool\n\n- `one` <b>two</b>']);
  const json = await readDocument(fetched('{"price": 5}', 'application/json'));
  expect([json.title, json.text]).toEqual(['page (site.example)', '{"price": 5}']);
  const bomb =
    '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]><rss><title><![CDATA[News & more]]></title><p>&b; &amp; seen</p></rss>';
  const xml = await readDocument(fetched(bomb, 'application/xml'));
  expect([xml.title, xml.text]).toEqual(['News & more', 'News & more\n&b; & seen']);
});

test.each([
  [
    'a picture',
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0, 0, 2, 0]),
    'text/html',
    'it is no text',
  ],
  ['an archive', Buffer.from('PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0'), 'text/plain', 'it is no text'],
  ['nothing but space', Buffer.from(' \n '), 'text/plain', 'there is no text in it'],
  ['no PDF', Buffer.from('<p>x'), 'application/pdf', 'it is no PDF'],
])('%s under a wrong name is a failure with its reason', async (_, body, type, reason) => {
  const reading = readDocument(fetched(body, type));
  await expect(reading).rejects.toThrow(FetchFailed);
  await expect(reading).rejects.toThrow(`https://site.example/page could not be read: ${reason}`);
});

test('a page made to take for ever costs its own time and no more, and nothing waits for it', async () => {
  const began = performance.now();
  let ticks = 0;
  const ticking = setInterval(() => {
    ticks += 1;
  }, 10);
  const reading = readDocument(fetched('<'.repeat(3_000_000)), 600);
  await expect(reading).rejects.toThrow('it took longer than 0.6 s');
  clearInterval(ticking);
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(ticks).toBeGreaterThan(10);
});

test('100,000 nested elements are read or said to be too much', async () => {
  const text = await readDocument(fetched(`${'<div>'.repeat(100_000)}deep`)).then(
    (document) => document.text,
    (error: unknown) => (error instanceof FetchFailed ? 'deep' : String(error)),
  );
  expect(text).toContain('deep');
}, 40_000);
