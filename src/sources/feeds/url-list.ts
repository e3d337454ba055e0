import { canonicalAddress } from '../../core/facts/address.ts';
import type { Entry } from '../../core/launches/entry.ts';
import { productAddress } from '../../core/launches/launch-address.ts';
import { nameOfAddress } from '../../core/launches/launch-title.ts';
import { shown } from '../invalid-file.ts';
import { cutLine } from './html-text.ts';

/** Most lines of a list that are read. */
const mostLines = 5_000;

/** Lines of a list that are neither an address nor a comment are named, at most so many. */
const mostNamed = 20;

/** What a list holds. */
export interface UrlList {
  entries: Entry[];
  /** Lines that are no address, in words. */
  problems: string[];
}

/** One http or https address a line; what follows a `#` at the beginning or after a space is a comment. The same address twice is one entry. */
export function parseUrlList(text: string): UrlList {
  const lines = text.split('\n').slice(0, mostLines + 1);
  const problems: string[] = [];
  const byAddress = new Map<string, Entry>();
  for (const [index, line] of lines.slice(0, mostLines).entries()) {
    const written = line.replace(/(?:^|\s)#.*$/, '').trim();
    if (written === '') continue;
    const url = /\s/.test(written) ? null : productAddress(written);
    const address = url === null ? null : (canonicalAddress(url) ?? url);
    if (url === null || address === null)
      problems.push(
        `line ${index + 1}: found "${shown(withoutSecret(written))}", expected an http or https address without a user name or password`,
      );
    else if (!byAddress.has(address)) byAddress.set(address, entryOf(url, address));
  }
  if (lines.length > mostLines) problems.push(`only its first ${mostLines} lines were read`);
  const unnamed = problems.length - mostNamed;
  const named = unnamed > 0 ? [...problems.slice(0, mostNamed), `${unnamed} more lines are no addresses`] : problems;
  return { entries: [...byAddress.values()], problems: named };
}

/** Whether a text may be a list: its first line that is no comment is an address. */
export function isUrlList(text: string): boolean {
  const first = text
    .split('\n', 1_000)
    .map((line) => line.trim())
    .find((line) => line !== '' && !line.startsWith('#'));
  return first !== undefined && /^https?:\/\/\S+(?:\s+#.*)?$/i.test(first);
}

/** What stands between `//` and `@` may be a password. */
function withoutSecret(text: string): string {
  return text.replace(/\/\/[^/@\s]*@/, '//…@');
}

function entryOf(url: string, address: string): Entry {
  return {
    guid: address,
    title: url,
    name: cutLine(nameOfAddress(url), 100),
    tagline: null,
    url,
    discussion: null,
    published: null,
    text: '',
    release: null,
    site: 'list',
  };
}
