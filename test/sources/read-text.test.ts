import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readText, UnreadableText } from '../../src/sources/read-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'read-text-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test('a text comes without its byte order mark, with plain line ends', async () => {
  expect(await readText(write('a.txt', '\ufeffone\r\ntwo\rthree\n'), 100)).toBe('one\ntwo\nthree\n');
  expect(await readText(write('empty.txt', ''), 100)).toBe('');
});

test('a file may be as large as the limit, and no larger', async () => {
  const path = write('ten.txt', '0123456789');
  expect(await readText(path, 10)).toBe('0123456789');
  await expect(readText(path, 9)).rejects.toMatchObject({ found: 'a larger file' });
});

test.each([
  ['no file', () => join(folder, 'nowhere'), 'no such file'],
  ['a folder', () => folder, 'a folder'],
  ['bytes', () => write('bytes', new Uint8Array([104, 105, 10, 0xff])), 'bytes that are not UTF-8'],
  ['NUL characters', () => write('nul', 'a\0b'), 'NUL characters'],
])('%s is no text', async (_, path, found) => {
  const failure: unknown = await readText(path(), 100).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(UnreadableText);
  expect(failure).toMatchObject({ found });
});

test.skipIf(!existsSync('/dev/zero'))('of what has no end only so much is read as may be', async () => {
  await expect(readText('/dev/zero', 1_000)).rejects.toMatchObject({ found: 'a larger file' });
});

test.skipIf(!existsSync('/proc/self/status'))(
  'a file of the system that says it is empty is read all the same',
  async () => {
    expect(await readText('/proc/self/status', 100_000)).toContain('Pid:');
    await expect(readText('/proc/self/status', 10)).rejects.toMatchObject({ found: 'a larger file' });
  },
);

test.skipIf(process.platform === 'win32')('a pipe is read to its end', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('sh', ['-c', 'mkfifo "$1"', 'sh', pipe]);
  const reading = readText(pipe, 100);
  execFileSync('sh', ['-c', 'printf piped > "$1"', 'sh', pipe]);
  expect(await reading).toBe('piped');
});
