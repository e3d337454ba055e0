import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

/** The rooms along the flow. A file may import from its own row and the rows above; rooms in one row never import each other. This list is the table of contents. */
const rows: string[][] = [
  ['core'],
  ['sources', 'providers', 'store', 'pages'],
  ['desk.ts'],
  ['flows'],
  ['entries'],
  ['open-desk.ts'],
  ['main.ts'],
];

/** The folders of core, in the order their values come about: each imports from itself, from those before it, and from the files beside them. */
const coreFolders = [
  'steering',
  'facts',
  'launches',
  'opinion',
  'evidence',
  'gathering',
  'panel',
  'checking',
  'comparison',
  'night',
  'asking',
  'audit',
];

const worldFreeImports = new Set(['zod', 'handlebars', 'tldts', 'node:crypto']);
const root = resolve(import.meta.dirname, '../src');

const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

const roomOf = (file: string): string => (file.includes('/') ? file.slice(0, file.indexOf('/')) : file);
const rowOf = (file: string): number => rows.findIndex((row) => row.includes(roomOf(file)));

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');
}

test.each(files)('%s has a room', (file) => {
  expect(rowOf(file), `src/${file} is in no room of the list`).toBeGreaterThanOrEqual(0);
});

test.each(files)('%s imports only along the flow', (file) => {
  const backwards = importsOf(file)
    .filter((target) => target.startsWith('.'))
    .map((target) => relative(root, resolve(root, file, '..', target)))
    .filter((target) => roomOf(target) !== roomOf(file) && rowOf(target) >= rowOf(file));
  expect(backwards, `src/${file} imports against the flow`).toEqual([]);
});

const coreFiles = files.filter((file) => roomOf(file) === 'core');
/** Files beside the folders come before all of them. */
const coreRowOf = (file: string): number =>
  file.split('/').length === 2 ? -1 : coreFolders.indexOf(file.split('/')[1] ?? '');

test.each(coreFiles)('%s stands in a folder of the list and imports only from those before it', (file) => {
  if (file.split('/').length > 2) expect(coreFolders).toContain(file.split('/')[1]);
  const backwards = importsOf(file)
    .filter((target) => target.startsWith('.'))
    .map((target) => relative(root, resolve(root, file, '..', target)))
    .filter((target) => coreRowOf(target) > coreRowOf(file));
  expect(backwards, `src/${file} imports from a later folder`).toEqual([]);
});

test.each(files.filter((file) => roomOf(file) === 'core'))('%s does not touch the world', (file) => {
  const text = readFileSync(join(root, file), 'utf8');
  expect(importsOf(file).filter((target) => !target.startsWith('.') && !worldFreeImports.has(target))).toEqual([]);
  expect(text.match(/\b(process\.|Date\.now\(|new Date\(\)|Math\.random\(|fetch\()/g)).toBeNull();
});

test.each(files.filter((file) => file !== 'open-desk.ts'))('%s does not read the environment', (file) => {
  expect(readFileSync(join(root, file), 'utf8')).not.toMatch(/\bprocess\.(env|loadEnvFile)\b/);
});

test.each(files)('%s is short enough to read in one sitting', (file) => {
  expect(readFileSync(join(root, file), 'utf8').split('\n').length).toBeLessThanOrEqual(301);
});
