import { readFile, rename, writeFile } from 'node:fs/promises';

/** A text that is kept from run to run. It is a courtesy: neither reading nor writing fails. */
export interface TextCache {
  /** Null when there is none. */
  read(): Promise<string | null>;
  write(text: string): Promise<void>;
}

/** A cache in a file, replaced whole or not at all. */
export function fileCache(path: string): TextCache {
  const draft = `${path}.${process.pid}`;
  return {
    read: () => readFile(path, 'utf8').catch(() => null),
    write: (text) =>
      writeFile(draft, text)
        .then(() => rename(draft, path))
        .catch(() => undefined),
  };
}
