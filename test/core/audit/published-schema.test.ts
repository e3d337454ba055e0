import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { publishedSchema, publishedSchemas, UnknownSchema } from '../../../src/core/audit/published-schema.ts';

const root = join(import.meta.dirname, '../../..');
const read = async (path: string): Promise<unknown> => parse(await readFile(join(root, path), 'utf8'));

/** Formats are checked when a file is read; here the shape counts. */
const validator = (name: string) =>
  new Ajv2020({ validateFormats: false, allErrors: true }).compile(publishedSchema(name));

// `vitest run test/core/published-schema.test.ts -u` renews the files
test.each(publishedSchemas)('docs/schema/%s.schema.json is what the program checks', async (name) => {
  await expect(`${JSON.stringify(publishedSchema(name), null, 2)}\n`).toMatchFileSnapshot(
    join(root, `docs/schema/${name}.schema.json`),
  );
});

describe('a facts file', () => {
  test.each([
    'test/fixtures/tools/lantern-db.yaml',
    'test/fixtures/tools/quill.json',
    'examples/claude-files-api.yaml',
  ])('%s passes', async (path) => {
    const valid = validator('tool');
    expect(valid(await read(path)), JSON.stringify(valid.errors)).toBe(true);
  });

  test.each([
    ['an unknown key', { colour: 'red' }],
    ['no name', { name: undefined }],
    ['an empty name', { name: '' }],
    ['a slug with capitals', { slug: 'Quill' }],
    ['a list as tagline', { tagline: ['x'] }],
    ['no source', { sources: [] }],
    ['a source with neither text nor file', { sources: [{ kind: 'note', title: 'x', retrieved: '2026-11-20' }] }],
    ['a source with both', { sources: [{ kind: 'note', title: 'x', retrieved: '2026-11-20', text: 'x', file: 'x' }] }],
    ['a launch in words', { launched: 'spring' }],
  ])('with %s does not', async (_, change) => {
    const file = JSON.parse(
      JSON.stringify({ ...((await read('test/fixtures/tools/quill.json')) as object), ...change }),
    );
    expect(validator('tool')(file)).toBe(false);
  });
});

test.each(['builder', 'skeptic', 'founder', 'futurist'])('the persona file of the %s passes', async (id) => {
  expect(validator('persona')(await read(`personas/${id}.yaml`))).toBe(true);
});

test('panel.yaml passes', async () => {
  expect(validator('panel')(await read('personas/panel.yaml'))).toBe(true);
});

test('an unknown schema is named, with the nearest one', () => {
  expect(() => publishedSchema('toll')).toThrow('There is no schema "toll". Did you mean tool?');
  expect(() => publishedSchema('x')).toThrow(
    'There is no schema "x". Published are tool, persona, panel, comparison, recording',
  );
  expect(() => publishedSchema('toString')).toThrow(UnknownSchema);
});
