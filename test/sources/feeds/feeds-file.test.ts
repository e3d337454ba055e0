import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { FileExists } from '../../../src/sources/facts-template.ts';
import { readFeedsFile, writeFeedsTemplate } from '../../../src/sources/feeds/feeds-file.ts';

const shipped = resolve(import.meta.dirname, '../../../examples/feeds.yaml');

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'feeds-'));
  file = join(folder, 'feeds.yaml');
});

async function complaint(text: string): Promise<string> {
  writeFileSync(file, text);
  return readFeedsFile(file).then(
    () => 'none',
    (error: Error) => error.message.replaceAll(`${folder}/`, ''),
  );
}

test('the shipped example is read, and is what `launches init` writes', async () => {
  const feeds = await readFeedsFile(shipped);
  expect(feeds.map(({ kind }) => kind)).toEqual([
    'hacker-news',
    'product-hunt',
    'github-releases',
    'github-releases',
    undefined,
  ]);
  await writeFeedsTemplate(file);
  expect(readFileSync(file, 'utf8')).toBe(readFileSync(shipped, 'utf8'));
  await expect(writeFeedsTemplate(file)).rejects.toThrow(FileExists);
});

test('a feed has its limits by default, and a file is found beside feeds.yaml', async () => {
  writeFileSync(file, 'feeds:\n  - id: ours\n    file: tools.txt\n');
  expect(await readFeedsFile(file)).toEqual([
    { id: 'ours', file: join(folder, 'tools.txt'), maxAgeDays: 14, include: [], exclude: [] },
  ]);
});

test('without a file it says how to get one', async () => {
  await expect(readFeedsFile(file)).rejects.toThrow('launches init');
});

describe('a mistake is named with its place, all of them at once', () => {
  test.each([
    [
      'feeds:\n  - id: hn\n',
      'feeds.yaml:2:5: feeds[0].url: found nothing, expected either url or file, not both and not neither',
    ],
    [
      'feeds:\n  - id: HN\n    url: https://x.dev/\n',
      'feeds.yaml:2:9: feeds[0].id: found "HN", expected lower-case words joined by hyphens',
    ],
    [
      'feeds:\n  - id: a\n    url: https://x.dev/\n    kind: rrs\n',
      'feeds.yaml:4:11: feeds[0].kind: found "rrs", expected rss, atom, json-feed',
    ],
    [
      'feeds:\n  - id: a\n    url: https://x.dev/\n    maxAgeDay: 3\n',
      'feeds[0].maxAgeDay: found the unknown key "maxAgeDay", expected a known key; did you mean "maxAgeDays"?',
    ],
    [
      'feeds:\n  - {id: a, url: "https://x.dev/"}\n  - {id: a, url: "https://y.dev/"}\n',
      'feeds.yaml:3:10: feeds[1].id: found "a", expected each id once',
    ],
    ['feeds:\n  - {id: a, url: "file:///etc/passwd"}\n', 'expected an http or https address'],
    ['feeds:\n  - {id: a, file: x.txt, kind: rss}\n', 'expected list: a file holds one address a line'],
    ['feeds: []\n', 'expected at least one feed'],
    ['feeds:\n  - {id: a, url: "https://x.dev/", maxAgeDays: 0}\n  - {id: B, url: x}\n', 'feeds[1].id'],
  ])('%j', async (text, expected) => {
    expect(await complaint(text)).toContain(expected);
  });

  test.each([
    'https://ada:hunter2@x.dev/feed',
    'https://x.dev/feed?access_token=hunter2',
    'https://x.dev/feed?api-key=hunter2',
  ])('an address with a secret in it is refused: %s', async (url) => {
    const said = await complaint(`feeds:\n  - {id: a, url: "${url}"}\n`);
    expect(said).toMatch(/found an address with a secret in it, expected an address without a (?:user name|token)/);
    expect(said).not.toContain('hunter2');
  });
});
