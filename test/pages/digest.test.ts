import { join } from 'node:path';
import { parseFeed } from 'feedsmith';
import { expect, test } from 'vitest';
import { type Digest, digestEntryOf } from '../../src/core/comparison/digest.ts';
import { renderDigest } from '../../src/pages/digest.ts';
import { composeMail } from '../../src/pages/digest-mail.ts';
import { renderFeeds } from '../../src/pages/verdict-feeds.ts';
import { differentJobs, hostile, tie, winner } from '../fixtures/comparison.ts';
import { readTemplates } from './read-templates.ts';

const site = 'https://reviews.example.org/tools/';
const entries = [winner(), tie(), differentJobs()].map((one, index) =>
  digestEntryOf(one, `2026-11-${20 - index}T08:00:00Z`),
);
const digest: Digest = { from: '2026-11-16', to: '2026-11-22', entries };
const addresses = { from: 'Reviews <reviews@example.org>', to: 'readers@example.org' };
const snapshot = (name: string) => join(import.meta.dirname, `__snapshots__/${name}`);

test.each(['digest.html', 'digest.txt', 'digest.md'] as const)('%s, whole', async (name) => {
  await expect(renderDigest(digest, site, readTemplates())[name]).toMatchFileSnapshot(snapshot(name));
});

test('the plain text has no line a mail program would break', () => {
  const lines = renderDigest(digest, site, readTemplates())['digest.txt'].split('\n');
  expect(lines.filter((line) => line.length > 72 && !line.startsWith('https://'))).toEqual([]);
});

test('without a site nothing links to a page', () => {
  const documents = renderDigest(digest, null, readTemplates());
  for (const text of Object.values(documents)) expect(text).not.toMatch(/https?:\/\//);
});

test('the message is complete, holds both forms, and is the same each time', async () => {
  const documents = renderDigest(digest, site, readTemplates());
  const message = await composeMail(digest, documents, addresses);
  expect(message).toMatch(/^From: Reviews <reviews@example\.org>\r\nTo: readers@example\.org\r\n/);
  expect(message).toContain('Subject: ship-or-skip, 2026-11-16 to 2026-11-22: 3 verdicts\r\n');
  expect(message).toContain('Date: Sun, 22 Nov 2026 12:00:00 +0000\r\n');
  expect(message).toMatch(/Content-Type: multipart\/alternative;[\s\S]*text\/plain[\s\S]*text\/html/);
  expect(message.split('\r\n').filter((line) => line.length > 998)).toEqual([]);
  expect(await composeMail(digest, documents, addresses)).toBe(message);
});

test('an address with a line break cannot add a header', async () => {
  const documents = renderDigest(digest, site, readTemplates());
  const message = await composeMail(digest, documents, { ...addresses, to: 'a@example.org\r\nBcc: b@example.org' });
  expect(message).not.toMatch(/^Bcc:/m);
});

test('both feeds are read back by a feed reader, with a link and an identity for each entry', async () => {
  const feeds = await renderFeeds(entries, site);
  const rss = parseFeed(feeds['feed.xml']);
  const json = parseFeed(feeds['feed.json']);
  if (rss.format !== 'rss' || json.format !== 'json') throw new Error('the feeds are not what they say');
  expect(rss.feed.items?.map(({ link }) => link)).toEqual(entries.map(({ slug }) => `${site}${slug}/`));
  expect(json.feed.items?.map(({ id }) => id)).toEqual(
    entries.map(({ slug }) => `urn:ship-or-skip:comparison:${slug}`),
  );
  expect(rss.feed.items?.[0]?.title).toContain(' leads');
});

const attack = '</p>]]><script>alert(1)</script>[x](javascript:alert(1)) | "\u202Eevil\u0007';

test('whatever a model or a source says, it stays text in every form', async () => {
  const entry = digestEntryOf(hostile(attack), '2026-11-20T08:00:00Z');
  const one: Digest = { ...digest, entries: [entry] };
  const documents = renderDigest(one, site, readTemplates());
  const feeds = await renderFeeds([entry], site);
  expect(documents['digest.html']).not.toMatch(/<script|href="javascript/i);
  expect(documents['digest.md']).not.toMatch(/<script|(?<!\\)\]\(javascript/i);
  for (const text of Object.values(documents)) expect(text).not.toContain('\u202E');
  for (const text of Object.values(documents)) expect(text).not.toContain('\u0007');
  const parsed = parseFeed(feeds['feed.xml']);
  if (parsed.format !== 'rss') throw new Error('not RSS');
  expect(parsed.feed.items).toHaveLength(1);
  expect(parsed.feed.items?.[0]?.description).not.toMatch(/<script/i);
  expect(JSON.parse(feeds['feed.json']).items[0].content_html).not.toMatch(/<script/i);
});
