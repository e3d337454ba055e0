import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readFactsFile } from '../../src/sources/facts-file.ts';
import { InvalidFile } from '../../src/sources/invalid-file.ts';

const fixtures = join(import.meta.dirname, '../fixtures/tools');

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facts-'));
});
afterEach(() => rm(folder, { recursive: true }));

const good = `name: Foo
jobs: [read files]
tagline: A tool
category: Developer Tools
url: https://foo.example
description: It reads files.
sources:
  - kind: note
    title: Start
    retrieved: 2026-11-20
    text: It starts.
`;

async function write(text: string, name = 'foo.yaml'): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

async function problemsOf(path: string): Promise<string[]> {
  try {
    await readFactsFile(path);
  } catch (error) {
    if (!(error instanceof InvalidFile)) throw error;
    return error.problems.map(
      (problem) => `${problem.line}:${problem.column} ${problem.path}: ${problem.found} | ${problem.expected}`,
    );
  }
  return [];
}

describe('a good file', () => {
  test('gives the facts, and sources with their text', async () => {
    const { tool, sources } = await readFactsFile(join(fixtures, 'lantern-db.yaml'));
    expect(tool).toMatchObject({
      slug: 'lantern-db',
      name: 'Lantern DB',
      launched: '2025-03',
      discontinued: null,
      aliases: ['LanternDB', 'Lantern DB'],
      pricing: { model: 'free-tier', entry: 'free' },
    });
    expect(sources).toEqual([
      {
        kind: 'note',
        title: 'How Lantern DB starts',
        url: 'https://lantern.example/db/start',
        retrieved: '2026-11-20',
        text: expect.stringMatching(/^Install it .* three times\.$/s),
      },
      {
        kind: 'document',
        title: 'Lantern DB limits',
        url: null,
        retrieved: '2026-11-21',
        text: 'Limits of Lantern DB\n\nWrites above 5,000 per second return status 429.\nNo uptime is promised.',
      },
    ]);
  });

  test('may be JSON, and say only what is needed', async () => {
    const { tool } = await readFactsFile(join(fixtures, 'quill.json'));
    expect(tool).toMatchObject({ slug: 'quill', maker: null, licence: null, launched: '2024', aliases: [] });
    expect(tool.pricing).toEqual({ text: null, model: 'unknown', entry: null, amounts: [] });
  });

  test('may name one source twice, and its own name as an alias', async () => {
    const source = good.slice(good.indexOf('  - kind'));
    const { tool, sources } = await readFactsFile(await write(`${good}${source}aliases: [Foo]\n`));
    expect(sources).toHaveLength(2);
    expect(tool.aliases).toEqual(['Foo']);
  });
});

describe('a bad file names each place, what was found and what was expected', () => {
  test.each([
    [
      'a missing key',
      ['tagline: A tool\n', ''],
      '1:1 tagline: nothing | one line of text, 1 to 200 characters (one line, in our words)',
    ],
    [
      'a misspelt key',
      ['url: https', 'licnce: MIT\nurl: https'],
      '5:1 licnce: the unknown key "licnce" | a known key; did you mean "licence"?',
    ],
    [
      'an empty value',
      ['category: Developer Tools', 'category:'],
      '4:1 category: nothing | one line of text, 1 to 60 characters',
    ],
    ['a number as a name', ['name: Foo', 'name: 42'], '1:7 name: 42, a number | one line of text, 1 to 120 characters'],
    [
      'an invisible name',
      ['name: Foo', 'name: "\\u200b"'],
      '1:7 name: "\\u{200b}" | one line of text, 1 to 120 characters',
    ],
    ['a text as a list', ['[read files]', 'read files'], '2:7 jobs: "read files" | a list of jobs'],
    ['no job', ['[read files]', '[]'], '2:7 jobs: an empty list | at least one job one would hire it for'],
    ['a job twice', ['[read files]', '[read files, Read  Files]'], '2:20 jobs[1]: "Read  Files" | each job once'],
    [
      'an address that runs',
      ['https://foo.example', 'javascript:alert(1)'],
      '5:6 url: "javascript:alert(1)" | an http or https address',
    ],
    [
      'an address with a password',
      ['https://foo.example', 'https://u:p@foo.example'],
      '5:6 url: "https://u:p@foo.example" | an address without a user name or password',
    ],
    [
      'a day that is none',
      ['2026-11-20', '2026-02-30'],
      '10:16 sources[0].retrieved: "2026-02-30" | a day written YYYY-MM-DD',
    ],
    [
      'a launch that is none',
      ['url: https', 'launched: 2026-02-30\nurl: https'],
      '5:11 launched: "2026-02-30" | a day that is in the calendar',
    ],
    [
      'a launch in words',
      ['url: https', 'launched: last spring\nurl: https'],
      '5:11 launched: "last spring" | a day, month or year written YYYY-MM-DD, YYYY-MM or YYYY',
    ],
    [
      'a slug with capitals',
      ['url: https', 'slug: Foo\nurl: https'],
      '5:7 slug: "Foo" | lower-case words joined by hyphens',
    ],
    [
      'an unknown kind',
      ['kind: note', 'kind: blog'],
      '8:11 sources[0].kind: "blog" | page, document, feed, maker or note',
    ],
    [
      'a source without text',
      ['    text: It starts.\n', ''],
      '8:5 sources[0].text: nothing | either text or file, not both and not neither (the evidence itself)',
    ],
    [
      'a source that is no mapping',
      ['  - kind: note', '  - note\n  - kind: note'],
      '8:5 sources[0]: "note" | a mapping of keys to values',
    ],
  ])('%s', async (_, [from = '', to = ''], problem) => {
    expect(await problemsOf(await write(good.replace(from, to)))).toEqual([problem]);
  });

  test('all problems come at once, in the order of the file, one line each', async () => {
    const path = await write(
      good
        .replace('name: Foo', 'name:')
        .replace('kind: note', 'kind: x')
        .replace('text: It starts.', 'file: none.txt\n    titel: x'),
    );
    const error = await readFactsFile(path).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InvalidFile);
    expect((error as InvalidFile).problems.map((problem) => [problem.line, problem.path])).toEqual([
      [1, 'name'],
      [8, 'sources[0].kind'],
      [11, 'sources[0].file'],
      [12, 'sources[0].titel'],
    ]);
    expect((error as InvalidFile).message.split('\n')).toHaveLength(4);
    expect((error as InvalidFile).message).toContain(`${path}:1:1: name: found nothing, expected one line of text`);
  });
});

describe('a source file', () => {
  const named = (name: string) => good.replace('text: It starts.', `file: ${JSON.stringify(name)}`);

  test('stands beside the facts file and is trimmed, with LF at line ends', async () => {
    await writeFile(join(folder, 'start.txt'), '\ufeff\r\nIt starts.\r\nIt ends.\r\n\r\n');
    const { sources } = await readFactsFile(await write(named('start.txt')));
    expect(sources[0]?.text).toBe('It starts.\nIt ends.');
  });

  test('may be a link within the folder', async () => {
    await writeFile(join(folder, 'start.txt'), 'It starts.');
    await symlink('start.txt', join(folder, 'link.txt'));
    const { sources } = await readFactsFile(await write(named('link.txt')));
    expect(sources[0]?.text).toBe('It starts.');
  });

  test.each([
    ['../secret.txt', 'a path or a hidden file'],
    ['/etc/passwd', 'a path or a hidden file'],
    ['sub\\x.txt', 'a path or a hidden file'],
    ['.env', 'a path or a hidden file'],
    ['..', 'a path or a hidden file'],
    ['none.txt', 'no such file'],
    ['away.txt', 'a link to a file elsewhere'],
    ['hidden.txt', 'a link to a file elsewhere'],
    ['folder.txt', 'no regular file'],
    ['blank.txt', 'an empty file'],
    ['latin.txt', 'bytes that are not UTF-8 in its line 2'],
    ['large.txt', '200001 characters'],
    ['larger.txt', 'a larger file'],
  ])('%s is refused at its line', async (name, found) => {
    const inner = join(folder, 'tools');
    await mkdir(join(inner, 'folder.txt'), { recursive: true });
    await writeFile(join(folder, 'secret.txt'), 'secret');
    await writeFile(join(inner, '.env'), 'KEY=secret');
    await symlink('../secret.txt', join(inner, 'away.txt'));
    await symlink('.env', join(inner, 'hidden.txt'));
    await writeFile(join(inner, 'blank.txt'), ' \r\n\n');
    await writeFile(join(inner, 'latin.txt'), Buffer.from('ok\ncaf\xe9', 'latin1'));
    await writeFile(join(inner, 'large.txt'), 'x'.repeat(200_001));
    await writeFile(join(inner, 'larger.txt'), 'x'.repeat(800_001));
    const [problem, ...more] = await problemsOf(await write(named(name), 'tools/foo.yaml'));
    expect(more).toEqual([]);
    expect(problem).toContain(`11:11 sources[0].file: "${name}": ${found} | `);
  });
});

test('whatever stands in the file, it is read or refused as an InvalidFile', async () => {
  const path = join(folder, 'any.yaml');
  const mutated = fc
    .tuple(
      fc.nat(good.length),
      fc.nat(20),
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('\n', ': ', '- ', '&a ', '*a', '!x ', '{', '[', '"', '\t', '---\n', 'null', '.nan'),
      ),
    )
    .map(([at, length, scrap]) => Buffer.from(good.slice(0, at) + scrap + good.slice(at + length)));
  const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
  await fc.assert(
    fc.asyncProperty(fc.oneof(mutated, bytes), async (content) => {
      await writeFile(path, content);
      const result = await readFactsFile(path).catch((thrown: unknown) => thrown);
      if (result instanceof Error) expect(result).toBeInstanceOf(InvalidFile);
    }),
    { numRuns: 300 },
  );
});
