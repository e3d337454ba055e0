import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeDocuments } from '../../src/flows/publish/write-documents.ts';

test('many who write the same documents at once leave each whole, and nothing beside them', async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'documents-')), 'new');
  const texts = Array.from({ length: 8 }, (_, index) => `${index}`.repeat(200_000));
  await Promise.all(texts.map((text) => writeDocuments(folder, { 'index.html': text, 'index.md': text })));
  expect(readdirSync(folder).sort()).toEqual(['index.html', 'index.md']);
  expect(texts).toContain(readFileSync(join(folder, 'index.html'), 'utf8'));
});
