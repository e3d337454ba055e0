import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readFactsFile } from '../../src/sources/facts-file.ts';
import { factsTemplate, writeFactsTemplate } from '../../src/sources/facts-template.ts';
import { parsePositioned } from '../../src/sources/positioned-file.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'template-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('the template parses, and names the schema for editors in its first line', async () => {
  const path = await writeFactsTemplate('log-search', folder);
  expect(path).toBe(join(folder, 'log-search.yaml'));
  const text = await readFile(path, 'utf8');
  expect(parsePositioned(text, path).value).toMatchObject({ name: 'Log Search', slug: 'log-search' });
  const schema = /^# yaml-language-server: \$schema=(.*)\n/.exec(text)?.[1] ?? '';
  expect(resolve(folder, schema)).toBe(join(import.meta.dirname, '../../docs/schema/tool.schema.json'));
});

test('read as it is, it names exactly what is to be filled in', async () => {
  const path = await writeFactsTemplate('log-search', folder);
  await expect(readFactsFile(path)).rejects.toMatchObject({
    problems: [
      'jobs[0]',
      'tagline',
      'category',
      'url',
      'description',
      'sources[0].title',
      'sources[0].retrieved',
      'sources[0].text',
    ].map((where) => ({ path: where })),
  });
});

test('filled in, with its examples uncommented, it is a good facts file', async () => {
  const filled = factsTemplate('log-search', 'tool.schema.json')
    .replace('  -\n', '  - search logs\n')
    .replace('tagline:', 'tagline: Finds lines')
    .replace('category:', 'category: Developer Tools')
    .replace('\nurl:', '\nurl: https://log.example')
    .replace('description:', 'description: It finds lines.')
    .replace('    title:\n', '    title: Start\n')
    .replace('    retrieved:\n', '    retrieved: 2026-11-20\n')
    .replace('text: >-\n', 'text: >-\n      It finds lines.\n')
    .replaceAll(
      /^(\s*)# ((?:maker|pricing|launched|discontinued|licence|aliases|- kind| {2}title| {2}url| {2}retrieved| {2}file):? .*)$/gm,
      '$1$2',
    )
    .replaceAll(/^(\s*)# (- kind: page)$/gm, '$1$2');
  await writeFile(join(folder, 'pricing.txt'), 'It costs $5.');
  const path = join(folder, 'log-search.yaml');
  await writeFile(path, filled);
  const { tool, sources } = await readFactsFile(path);
  expect(tool).toMatchObject({
    slug: 'log-search',
    maker: 'who makes it',
    launched: '2026-08-19',
    discontinued: '2026-11',
  });
  expect(sources.map(({ kind, text }) => [kind, text])).toEqual([
    ['note', 'It finds lines.'],
    ['page', 'It costs $5.'],
  ]);
});

test('a full name becomes the name, and its slug the file name', async () => {
  const path = await writeFactsTemplate('C++: the "Tool" #1', folder);
  expect(path).toBe(join(folder, 'c-plus-plus-the-tool-1.yaml'));
  expect(parsePositioned(await readFile(path, 'utf8'), path).value).toMatchObject({ name: 'C++: the "Tool" #1' });
});

test('a file that is there is not written over', async () => {
  const path = await writeFactsTemplate('foo', folder);
  await writeFile(path, 'mine');
  await expect(writeFactsTemplate('foo', folder)).rejects.toMatchObject({ name: 'FileExists' });
  expect(await readFile(path, 'utf8')).toBe('mine');
});
