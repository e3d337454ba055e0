import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** Raised for a file that holds no readable text: what was found, and what was expected instead. */
export class UnreadableText extends Error {
  override name = 'UnreadableText';
  readonly line: number;
  readonly found: string;
  readonly expected: string;
  constructor(found: string, expected: string, line = 1) {
    super(`found ${found}, expected ${expected}`);
    this.line = line;
    this.found = found;
    this.expected = expected;
  }
}

/**
 * The text of a file: UTF-8, without its byte order mark, line ends as LF.
 * Reads at most `limit` bytes and one, so that a device or a huge file cannot fill the memory.
 * @throws UnreadableText when there is no such file, it is too large or it is not UTF-8 text.
 */
export async function readText(path: string, limit: number): Promise<string> {
  const bytes = await readBytes(path, limit);
  if (bytes.length > limit) throw new UnreadableText('a larger file', `at most ${limit / 1000} kB`);
  if (!isUtf8(bytes)) throw new UnreadableText('bytes that are not UTF-8', 'a text saved as UTF-8', brokenLine(bytes));
  const text = new TextDecoder('utf-8').decode(bytes);
  if (text.includes('\0')) throw new UnreadableText('NUL characters', 'a text file');
  return text.replaceAll(/\r\n?/g, '\n');
}

async function readBytes(path: string, limit: number): Promise<Buffer> {
  let handle: FileHandle | undefined;
  try {
    const found = statSync(path);
    // Read at once: to hand a small file to another thread takes many times as long as to read it. A file that says it is
    // empty may be the system’s, and without an end.
    if (found.isFile() && found.size > 0 && found.size <= limit) return readFileSync(path);
    handle = await open(path);
    const chunks: Buffer[] = [];
    let length = 0;
    while (length <= limit) {
      const { bytesRead, buffer } = await handle.read({ buffer: Buffer.alloc(Math.min(65_536, limit + 1 - length)) });
      if (bytesRead === 0) break;
      chunks.push(buffer.subarray(0, bytesRead));
      length += bytesRead;
    }
    return Buffer.concat(chunks);
  } catch (error) {
    throw new UnreadableText(reasonOf(error), 'a readable text file');
  } finally {
    await handle?.close();
  }
}

const reasons = new Map([
  ['ENOENT', 'no such file'],
  ['ENOTDIR', 'no such file'],
  ['EISDIR', 'a folder'],
  ['EACCES', 'a file this user may not read'],
  ['EPERM', 'a file this user may not read'],
]);

/** Why the file system refused, in words; its own code for what is rare. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'an unreadable file';
  return reasons.get(code) ?? code;
}

/** No character but a line feed holds the byte 0x0a in UTF-8, so lines can be checked one by one. */
function brokenLine(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const end = bytes.indexOf(0x0a, start);
    if (end < 0 || !isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
  return line;
}
