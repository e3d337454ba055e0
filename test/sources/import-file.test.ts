import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { importedTool } from '../../src/core/facts/imported.ts';
import { readImportFile } from '../../src/sources/import-file.ts';
import { InvalidFile } from '../../src/sources/invalid-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'import-'));
function read(name: string, text: string) {
  const path = join(folder, name);
  writeFileSync(path, text);
  return readImportFile(path);
}
const placesOf = ({ problems }: { problems: readonly { line: number; column: number; path: string }[] }) =>
  problems.map(({ line, column, path }) => `${line}:${column} ${path}`);

test('a CSV under the names people give to columns', async () => {
  const file = await read(
    'a.csv',
    '\uFEFFProduct,Website,Use case,Price,Notes,Score\r\n"Tern ""2""",https://tern.example,search logs; find errors,$29/mo,"Keeps logs,\r\nfor a week.",9\r\n\r\nQuill,,,,Keeps files.,\r\n',
  );
  expect(file.problems).toEqual([]);
  expect(file.ignored).toEqual(['Score']);
  expect(file.rows.map(({ line, row }) => [line, row.name, row.jobs, row.url, row.pricing, row.facts])).toEqual([
    [2, 'Tern "2"', ['search logs', 'find errors'], 'https://tern.example', '$29/mo', 'Keeps logs,\nfor a week.'],
    [5, 'Quill', [], null, null, 'Keeps files.'],
  ]);
});

test('problems are told with line and column, and the other rows are read', async () => {
  const text =
    'name;url;launched\n"A\nB";https://a.example;2026\nC;ftp://c.example;2026-13\nD;;2026;extra\n;https://e.example;\nF;;2026\n';
  const file = await read('b.csv', text);
  expect(placesOf(file).sort()).toEqual(['2:1 name', '4:19 launched', '4:3 url', '5:9 ', '6:1 name']);
  expect(file.rows.map(({ row }) => row.name)).toEqual(['F']);
});

test.each([
  ['no header', 'Tern,https://tern.example\n', '1:1 '],
  ['a column twice', 'name,url,url\nTern,a,b\n', '1:1 '],
  ['an open quotation mark', 'name,url\nTern,"https://tern.example\n', '2:1 '],
  ['nothing', ' \n', '1:1 '],
])('a file with %s is refused as a whole', async (_, text, place) => {
  const error: unknown = await read('c.csv', text).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(InvalidFile);
  expect(placesOf(error as InvalidFile)).toEqual([place]);
});

test('JSON lines may bring sources, and a line that is no object is a problem of its line', async () => {
  const row = {
    name: 'Tern',
    slug: 'Tern Search',
    jobs: ['search logs'],
    sources: [
      {
        kind: 'page',
        title: 'Docs',
        url: 'https://tern.example/docs',
        retrieved: '2026-11-01',
        text: 'It keeps logs.',
      },
    ],
  };
  const file = await read(
    'd.jsonl',
    `${JSON.stringify(row)}\n[1]\n{"name": \n{"name": "A", "name": "B"}\n\n${JSON.stringify({ ...row, launched: '2026-02-30' })}\n`,
  );
  expect(placesOf(file).map((place) => place.split(':')[0])).toEqual(['2', '3', '4', '6']);
  expect(file.problems.at(-1)?.path).toBe('launched');
  const [first] = file.rows;
  expect(first?.row.slug).toBe('tern-search');
  expect(first && importedTool(first.row, '2026-11-25')?.sources).toEqual(row.sources);
});

test('what a row says in words becomes one note that can be quoted', async () => {
  const { rows } = await read(
    'e.jsonl',
    JSON.stringify({
      name: 'Tern',
      facts: 'It keeps logs for a week.',
      entry: 'Free',
      tagline: 'Search logs',
      retrieved: '2026-11-01T10:00:00Z',
      url: 'https://tern.example',
    }),
  );
  const made = rows[0] && importedTool(rows[0].row, '2026-11-25');
  expect(made?.sources).toEqual([
    {
      kind: 'note',
      title: 'Imported summary',
      url: 'https://tern.example',
      retrieved: '2026-11-01',
      text: 'It keeps logs for a week.\n\nTagline: Search logs\n\nPricing: Free',
    },
  ]);
  expect(made?.tool).toMatchObject({ slug: 'tern', jobs: [], category: 'Uncategorised', pricing: { entry: 'free' } });
});

test('a name alone is nothing a review could quote', async () => {
  const { rows } = await read('f.jsonl', '{"name": "Tern", "url": "https://tern.example"}');
  expect(rows[0] && importedTool(rows[0].row, '2026-11-25')).toBeNull();
});

test('whatever a file holds, it is read or refused with a place', async () => {
  const text = fc
    .array(
      fc.oneof(
        fc.constantFrom('name', 'url', ',', ';', '"', '\n', '{', '}', '\t', '\r\n', '{"name":"x","facts":"y"}'),
        fc.string(),
      ),
    )
    .map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(text, fc.constantFrom('g.csv', 'g.jsonl', 'g.txt'), async (content, name) => {
      const file = await read(name, content).catch((error: unknown) => error);
      const problems =
        file instanceof InvalidFile ? file.problems : (file as Awaited<ReturnType<typeof read>>).problems;
      for (const { line, column } of problems) expect(line > 0 && column > 0).toBe(true);
    }),
    { numRuns: 300 },
  );
});
