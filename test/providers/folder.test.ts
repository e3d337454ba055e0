import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder, probeFolder } from '../../src/providers/folder.ts';

const place = (): string => mkdtempSync(join(tmpdir(), 'folder-'));

test('a folder is made with those above it, and made again without complaint', () => {
  const folder = join(place(), 'a', 'b', 'c');
  makeFolder(folder);
  makeFolder(folder);
  expect(existsSync(folder)).toBe(true);
});

test('the error names the level that could not be made', () => {
  const file = join(place(), 'file');
  writeFileSync(file, 'text');
  for (const folder of [file, join(file, 'below', 'it')])
    expect(() => makeFolder(folder)).toThrow(expect.objectContaining({ code: 'EEXIST', path: file }));
});

test('a probe leaves nothing behind, and what was there', () => {
  const folder = place();
  probeFolder(join(folder, 'a', 'b'));
  expect(readdirSync(folder)).toEqual([]);
  probeFolder(folder);
  expect(existsSync(folder)).toBe(true);
});
