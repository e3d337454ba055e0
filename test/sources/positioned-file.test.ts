import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InvalidFile } from '../../src/sources/invalid-file.ts';
import { parsePositioned, readPositionedFile } from '../../src/sources/positioned-file.ts';

function problemsOf(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (!(error instanceof InvalidFile)) throw error;
    return error.problems.map(({ line, column, found, expected }) => `${line}:${column} ${found} | ${expected}`);
  }
  return [];
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'positioned-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function write(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('plain values', () => {
  test('an unquoted day stays text, and yes is a word', () => {
    expect(parsePositioned('day: 2026-11-20\nanswer: yes\nlicence: MIT # free\n', 'a.yaml').value).toEqual({
      day: '2026-11-20',
      answer: 'yes',
      licence: 'MIT',
    });
  });

  test('an old YAML version in the file does not change that', () => {
    expect(parsePositioned('%YAML 1.1\n---\nday: 2026-11-20\nanswer: yes\n', 'a.yaml').value).toEqual({
      day: '2026-11-20',
      answer: 'yes',
    });
  });

  test('a key named __proto__ is a key like others', () => {
    const { value } = parsePositioned('__proto__: {polluted: true}\n', 'a.yaml');
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect((value as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('JSON indented with tabs is read', () => {
    expect(parsePositioned('{\n\t"a": [1, "x", null]\n}', 'a.json').value).toEqual({ a: [1, 'x', null] });
  });
});

describe('syntax problems name their place', () => {
  test.each([
    ['duplicate key', 'name: a\nurl: b\nname: c\n', '3:1 the key "name" a second time | each key once'],
    ['alias', 'a: 1\nb: *x\n', '2:4 the alias *x | the value written out'],
    ['anchor', 'a: &x 1\n', '1:7 the anchor &x | a plain value'],
    ['custom tag', 'a: 1\nb: !run ls\n', '2:9 the tag !run | a plain value'],
    ['second document', 'a: 1\n---\nb: 2\n', '2:1 a second document | one document per file'],
    ['tab', 'a:\n\t- b\n', '2:1 a tab | spaces before a key or a dash'],
    ['colon in a text', 'name: Foo: bar\n', '1:7 "Foo: bar" | quotation marks around a text that holds a colon'],
    ['list as key', '? [a]\n: 1\n', '1:3 "[a]" | a text as key'],
    ['nothing', '# only a comment\n', '1:1 an empty file | a mapping of keys to values'],
  ])('%s', (_, text, problem) => {
    expect(problemsOf(() => parsePositioned(text, 'a.yaml'))).toEqual([problem]);
  });

  test('an open bracket, an open quotation mark and a stray word', () => {
    expect(problemsOf(() => parsePositioned('a: [1,\n', 'a.yaml'))[0]).toMatch(
      /^2:1 the end of the line \| YAML that can be read/,
    );
    expect(problemsOf(() => parsePositioned('a: "x\n', 'a.yaml'))[0]).toMatch(/^2:1 /);
    expect(problemsOf(() => parsePositioned('{"a": foo}', 'a.json'))[0]).toMatch(
      /^1:7 "foo}" \| JSON that can be read/,
    );
  });

  test('an alias bomb is refused before anything is expanded', () => {
    const bomb = `a0: &a0 [x]\n${Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`).join('\n')}\n`;
    expect(problemsOf(() => parsePositioned(bomb, 'a.yaml')).length).toBeGreaterThan(30);
  });

  test('nesting without end is refused', () => {
    expect(problemsOf(() => parsePositioned('['.repeat(50_000), 'a.yaml'))[0]).toMatch(/nested too deeply/);
  });

  test('what a file says cannot write to a terminal', () => {
    const [problem = ''] = problemsOf(() => parsePositioned('a: !\u001b[31mred 1\n', 'a.yaml'));
    expect(problem).not.toBe('');
    expect(problem).not.toMatch(/\p{Cc}/u);
  });
});

describe('bytes', () => {
  test('a byte order mark and Windows line ends change nothing', async () => {
    const path = await write('bom.yaml', '\ufeffa: 1\r\nb: |\r\n  x\r\n  y\r\n');
    expect((await readPositionedFile(path)).value).toEqual({ a: 1, b: 'x\ny\n' });
  });

  test.each([
    ['latin1.yaml', Buffer.from('a: 1\nb: caf\xe9\n', 'latin1'), 2, 'bytes that are not UTF-8'],
    ['utf16.yaml', Buffer.from('\ufeffa: 1\n', 'utf16le'), 1, 'bytes that are not UTF-8'],
    ['nul.yaml', Buffer.from('a: "x\0y"\n'), 1, 'NUL characters'],
    ['huge.yaml', Buffer.alloc(4_000_001, 'a'), 1, 'a larger file'],
  ])('%s is refused', async (name, bytes, line, found) => {
    const path = await write(name, bytes);
    await expect(readPositionedFile(path)).rejects.toMatchObject({
      name: 'InvalidFile',
      problems: [{ file: path, line, found }],
    });
  });

  test('a missing file and a folder are told apart', async () => {
    await expect(readPositionedFile(join(folder, 'none.yaml'))).rejects.toThrow(/none\.yaml:1:1: found no such file/);
    await expect(readPositionedFile(folder)).rejects.toThrow(/found a folder/);
  });
});

test('any text is a value or an InvalidFile', () => {
  const scraps = [
    'a',
    ': ',
    '\n',
    '- ',
    '  ',
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    '&x ',
    '*x',
    '!t ',
    '|',
    '>',
    '#',
    '---\n',
    '%',
    '\t',
    '?',
    ',',
    '1',
    '\ud800',
  ];
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...scraps), { maxLength: 40 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(texts, fc.constantFrom('a.yaml', 'a.json'), (text, file) => {
      const problems = problemsOf(() => parsePositioned(text, file));
      for (const problem of problems) expect(problem).toMatch(/^[1-9]\d*:[1-9]\d* /);
    }),
    { numRuns: 500 },
  );
});

test('a file is parsed again when it changed, and not before', async () => {
  const path = await write('changing.yaml', 'name: Tern\n');
  const first = await readPositionedFile(path);
  expect(await readPositionedFile(path)).toBe(first);
  await write('changing.yaml', 'name: Quill\n');
  expect((await readPositionedFile(path)).value).toEqual({ name: 'Quill' });
  await write('changing.yaml', 'name: [\n');
  await expect(readPositionedFile(path)).rejects.toThrow(InvalidFile);
  await write('changing.yaml', 'name: Tern\n');
  expect((await readPositionedFile(path)).value).toEqual({ name: 'Tern' });
});
