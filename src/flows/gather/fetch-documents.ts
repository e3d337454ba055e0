import type { Role } from '../../core/gathering/document.ts';
import type { Desk } from '../../desk.ts';
import { type ChosenLink, chooseLinks, isSameSite } from '../../sources/choose-links.ts';
import { FetchFailed, FetchRefused } from '../../sources/fetch-source.ts';
import type { Gathering, Snapshot } from '../../store/contract/snapshots-contract.ts';
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

/** What a reading has come to so far. */
interface Progress extends Documents {
  desk: Desk;
  before: readonly Snapshot[];
  signal: AbortSignal;
  tell: (url: string) => void;
  /** Addresses that were asked for or found. */
  asked: Set<string>;
  tried: number;
  bytes: number;
}

/**
 * Reads a page and what it links to that matters. What cannot be read is listed with the reason and stops nothing, save the page itself.
 * @param before what was read the last time: unchanged documents are not sent again, and one that fails for a while is kept as it was.
 * @param tell hears each further address before it is read.
 * @throws FetchRefused or FetchFailed for the page itself, or the signal’s reason.
 */
export async function fetchDocuments(
  desk: Desk,
  address: string,
  before: readonly Snapshot[],
  tell: (url: string) => void = () => {},
): Promise<Documents> {
  const signal = AbortSignal.any([desk.signal, AbortSignal.timeout(patienceInAll)]);
  const { source: home, bytes } = await fetchDocument(desk, { url: address, role: 'home' }, before, signal);
  const asked = new Set([address, home.url]);
  const progress: Progress = { desk, before, signal, tell, asked, tried: 1, bytes, read: [home], missed: [] };
  await fetchAll(progress, chooseLinks({ url: home.url, links: home.reading.links }));
  await fetchAll(progress, linksOfIndex(progress.read));
  const rest = before.filter(({ role, asked: url }) => role !== 'home' && !asked.has(url));
  await fetchAll(
    progress,
    rest.map(({ asked: url, role }) => ({ url, role })),
  );
  return { read: inOrder(progress.read), missed: progress.missed };
}

async function fetchAll(progress: Progress, links: readonly ChosenLink[]): Promise<void> {
  const { desk, before, signal, tell, asked } = progress;
  const fresh = links.filter(({ url }) => !asked.has(url)).slice(0, mostDocuments - progress.tried);
  for (let start = 0; start < fresh.length; start += atOnce) {
    const some = fresh.slice(start, start + atOnce);
    progress.tried += some.length;
    const settled = await Promise.allSettled(
      some.map(async (link) => {
        asked.add(link.url);
        if (progress.bytes > mostBytesInAll) throw new FetchRefused(link.url, 'the other documents are large enough');
        tell(link.url);
        return fetchDocument(desk, link, before, signal);
      }),
    );
    // in the order of the links, whoever answered first
    for (const [index, result] of settled.entries()) {
      const link = some[index];
      if (link === undefined) continue;
      if (result.status === 'rejected') miss(progress, link, result.reason);
      else {
        progress.bytes += result.value.bytes;
        add(progress, link, result.value.source);
      }
    }
  }
}

/** What the documentation and the page about the makers link to, for roles the page itself led to nothing. */
function linksOfIndex(read: readonly ReadSource[]): ChosenLink[] {
  const taken = new Map<Role, number>([['other', 1]]);
  const count = ({ role }: { role: Role }): void => void taken.set(role, (taken.get(role) ?? 0) + 1);
  read.forEach(count);
  const found: ChosenLink[] = [];
  for (const { url, reading } of read.filter(({ role }) => role === 'docs' || role === 'about')) {
    const chosen = chooseLinks({ url, links: reading.links }, taken);
    chosen.forEach(count);
    found.push(...chosen);
  }
  return found;
}

/** Roles in their order; within one the order of addresses, so that the numbers do not hang on who answered first. */
function inOrder(read: readonly ReadSource[]): ReadSource[] {
  const [home, ...others] = read;
  const order: Role[] = ['pricing', 'docs', 'changelog', 'about', 'repository', 'other'];
  const sorted = others.sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role) || (a.url < b.url ? -1 : 1));
  return home === undefined ? [] : [home, ...sorted];
}

/** Adds a document, unless its text is there already, another page is its original, or its address led elsewhere. */
function add({ read, missed }: Progress, { url, role }: ChosenLink, source: ReadSource): void {
  const [home] = read;
  const { canonical } = source.reading;
  const twin = read.find(
    (other) =>
      other.hash === source.hash ||
      other.url === source.url ||
      // many sites call their home page the original of every page
      (other !== home && canonical !== source.url && other.url === canonical),
  );
  if (twin !== undefined) missed.push({ url, reason: `it is the same document as ${twin.url}` });
  else if (role !== 'repository' && home !== undefined && !isSameSite(home.url, source.url))
    missed.push({ url, reason: `it leads to another site, ${source.url}` });
  else read.push(source);
}

/** A document that failed for a while is kept as it was read the last time; one that is gone is gone. */
function miss({ desk, before, read, missed }: Progress, { url, role }: ChosenLink, error: unknown): void {
  desk.signal.throwIfAborted();
  if (!(error instanceof FetchRefused || error instanceof FetchFailed)) throw error;
  const copy = before.find(({ asked }) => asked === url);
  const isGone = error instanceof FetchFailed && (error.status === 404 || error.status === 410);
  const reason = error.message.replace(`${url} `, '');
  if (copy === undefined || isGone) {
    missed.push({ url, reason });
    return;
  }
  const { source: _, ...rest } = copy;
  read.push({ ...rest, role });
  missed.push({ url, reason: `${reason}; the copy of ${copy.retrievedAt.slice(0, 10)} is kept` });
}
