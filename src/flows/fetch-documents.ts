import type { Role } from '../core/gathering/document.ts';
import type { Desk } from '../desk.ts';
import { type ChosenLink, chooseLinks, isSameSite } from '../sources/choose-links.ts';
import { FetchFailed, FetchRefused } from '../sources/fetch-source.ts';
import type { Gathering, Snapshot } from '../store/snapshots-contract.ts';
import { fetchDocument, type ReadSource } from './fetch-document.ts';

export interface Documents {
  /** The page first, then by role; each text once. */
  read: ReadSource[];
  missed: Gathering['missed'];
}

/** Documents of one tool: the page, and what it links to. A dossier is read by every reviewer, so each one costs on every seat. */
const mostDocuments = 8;

/** Bytes of all documents of a tool. */
const mostBytesInAll = 16_000_000;

/** Milliseconds for all documents of a tool. */
const patienceInAll = 90_000;

/** Documents of one tool that are fetched at once; the fetcher spaces those of one host. */
const atOnce = 2;

/**
 * Reads a page and what it links to that matters. What cannot be read is listed with the reason and stops nothing, save the page itself.
 * @param before what was read the last time: unchanged documents are not sent again, and one that fails for a while is kept as it was.
 * @throws FetchRefused or FetchFailed for the page itself, or the signal’s reason.
 */
export async function fetchDocuments(desk: Desk, address: string, before: readonly Snapshot[]): Promise<Documents> {
  const whole = AbortSignal.any([desk.signal, AbortSignal.timeout(patienceInAll)]);
  const home = await fetchDocument(desk, { url: address, role: 'home' }, before, whole);
  const documents: Documents = { read: [home.source], missed: [] };
  const asked = new Set([address, home.source.url]);
  let bytes = home.bytes;
  const fetchAll = async (links: readonly ChosenLink[]): Promise<void> => {
    const fresh = links.filter(({ url }) => !asked.has(url)).slice(0, mostDocuments - asked.size + 1);
    for (let start = 0; start < fresh.length; start += atOnce) {
      const some = fresh.slice(start, start + atOnce);
      for (const { url } of some) asked.add(url);
      const settled = await Promise.allSettled(
        some.map((link) => (bytes > mostBytesInAll ? tooMuch(link) : fetchDocument(desk, link, before, whole))),
      );
      for (const [index, result] of settled.entries()) {
        const link = some[index];
        if (link === undefined) continue;
        if (result.status === 'fulfilled') {
          bytes += result.value.bytes;
          add(documents, link, result.value.source, home.source.url);
        } else miss(desk, documents, link, result.reason, before);
      }
    }
  };
  await fetchAll(chooseLinks({ url: home.source.url, links: home.source.reading.links }));
  await fetchAll(linksOfIndex(documents.read));
  const rest = before.filter(({ role, asked: url }) => role !== 'home' && !asked.has(url));
  await fetchAll(rest.map(({ asked: url, role }) => ({ url, role })));
  return { read: inOrder(documents.read), missed: documents.missed };
}

/** What the documentation and the page about the makers link to, for roles the page itself led to nothing. */
function linksOfIndex(read: readonly ReadSource[]): ChosenLink[] {
  const taken = new Map<Role, number>([['other', 1]]);
  for (const { role } of read) taken.set(role, (taken.get(role) ?? 0) + 1);
  return read
    .filter(({ role }) => role === 'docs' || role === 'about')
    .flatMap(({ url, reading }) => chooseLinks({ url, links: reading.links }, taken));
}

/** Roles in their order; within one the order of addresses, so that the numbers do not hang on who answered first. */
function inOrder(read: readonly ReadSource[]): ReadSource[] {
  const [home, ...others] = read;
  const order: Role[] = ['pricing', 'docs', 'changelog', 'about', 'repository', 'other'];
  const sorted = others.sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role) || (a.url < b.url ? -1 : 1));
  return home === undefined ? [] : [home, ...sorted];
}

function tooMuch({ url }: ChosenLink): never {
  throw new FetchRefused(url, 'the documents of this tool are large enough without it');
}

/** Adds a document, unless its text is there already or its address led elsewhere. */
function add(documents: Documents, { url, role }: ChosenLink, source: ReadSource, home: string): void {
  const { canonical } = source.reading;
  const twin = documents.read.find(
    (other) =>
      other.hash === source.hash ||
      other.url === source.url ||
      (canonical !== null && canonical !== source.url && other.url === canonical),
  );
  if (twin !== undefined) documents.missed.push({ url, reason: `it is the same document as ${twin.url}` });
  else if (role !== 'repository' && !isSameSite(home, source.url))
    documents.missed.push({ url, reason: `it leads to another site, ${source.url}` });
  else documents.read.push(source);
}

/** A document that failed for a while is kept as it was read the last time; one that is gone is gone. */
function miss(
  desk: Desk,
  documents: Documents,
  { url, role }: ChosenLink,
  error: unknown,
  before: readonly Snapshot[],
): void {
  desk.signal.throwIfAborted();
  if (!(error instanceof FetchRefused || error instanceof FetchFailed)) throw error;
  const copy = before.find(({ asked }) => asked === url);
  const isGone = error instanceof FetchFailed && (error.status === 404 || error.status === 410);
  const reason = error.message.replace(`${url} `, '');
  if (copy === undefined || isGone) {
    documents.missed.push({ url, reason });
    return;
  }
  const { source: _, ...rest } = copy;
  documents.read.push({ ...rest, role });
  documents.missed.push({ url, reason: `${reason}; the copy of ${copy.retrievedAt.slice(0, 10)} is kept` });
}
