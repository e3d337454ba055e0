import { createHash } from 'node:crypto';
import { longestSource } from '../../core/facts/tool.ts';
import { hashText } from '../../core/key.ts';
import { cleanSource } from '../../core/steering/steering.ts';
import type { Desk } from '../../desk.ts';
import { type ChosenLink, linksOfUse } from '../../sources/choose-links.ts';
import { findCopyrightLine } from '../../sources/copyright-line.ts';
import { FetchFailed } from '../../sources/fetch-source.ts';
import { readDocument } from '../../sources/read-document.ts';
import type { Snapshot } from '../../store/contract/snapshots-contract.ts';

/** A document as it was read, before it has a number. */
export type ReadSource = Omit<Snapshot, 'source'>;

/** Bytes of one document: a manual as one page is large, a film is no source. */
const mostBytes = 4_000_000;
/** Milliseconds for one document. A page that takes longer is not there for its readers either. */
const patience = 20_000;
/** Links that are kept of a page. */
const mostLinks = 400;
/** Fewest characters of a text that is a source. */
const fewestCharacters = 20;

const accepted = ['text/html', 'application/xhtml+xml', 'application/pdf', 'text/plain', 'text/markdown'];

/** One address as a source. An unchanged document is the copy of the last time, read today. */
export async function fetchDocument(
  desk: Desk,
  { url, role }: ChosenLink,
  before: readonly Snapshot[],
  whole: AbortSignal,
): Promise<{ source: ReadSource; bytes: number }> {
  const copy = before.find((snapshot) => snapshot.asked === url);
  const validators = copy === undefined ? {} : { etag: copy.etag, lastModified: copy.lastModified };
  const signal = AbortSignal.any([whole, AbortSignal.timeout(patience)]);
  const fetched = await desk
    .fetchSource(url, { signal, mostBytes, accept: accepted, ...validators })
    .catch((error: unknown) => {
      throw signal.aborted && !desk.signal.aborted ? new FetchFailed(url, 'it took too long') : error;
    });
  if (fetched.kind === 'unchanged') {
    if (copy === undefined) throw new FetchFailed(url, 'it answered that nothing changed, and there is no copy');
    const { source: _, ...rest } = copy;
    return { source: { ...rest, role, retrievedAt: fetched.retrievedAt }, bytes: 0 };
  }
  const { title, links, meta, jsonLd, canonical, thin, text: raw } = await readDocument(fetched);
  const text = cutText(cleanSource(raw).text);
  if (text.length < fewestCharacters && role !== 'home') throw new FetchFailed(url, 'it holds hardly any text');
  return {
    bytes: fetched.body.length,
    source: {
      role,
      asked: url,
      url: fetched.url,
      contentType: fetched.contentType,
      etag: fetched.etag,
      lastModified: fetched.lastModified,
      retrievedAt: fetched.retrievedAt,
      hash: hashText(text),
      rawHash: createHash('sha256').update(fetched.body).digest('hex'),
      text,
      reading: bounded(fetched.url, {
        title,
        links,
        meta: withCopyright(meta, fetched.body, fetched.contentType),
        jsonLd,
        canonical,
        thin,
      }),
    },
  };
}

/** The copyright line joins what stands beside the text, under the name of the meta element that says the same. */
function withCopyright(
  meta: ReadonlyMap<string, string>,
  body: Uint8Array,
  contentType: string,
): ReadonlyMap<string, string> {
  const line = contentType.includes('html') && !meta.has('copyright') ? findCopyrightLine(body) : null;
  return line === null ? meta : new Map([['copyright', line], ...meta]);
}

function cutText(text: string): string {
  return text.slice(0, longestSource).toWellFormed().trim();
}

/** What is kept of a page beside its text, in numbers no honest page reaches. */
function bounded(url: string, { links, meta, jsonLd, ...reading }: Snapshot['reading']): Snapshot['reading'] {
  const words = [...meta]
    .slice(0, 200)
    .map(([name, content]) => [name.slice(0, 200), content.slice(0, 2_000)] as const);
  const data = JSON.stringify(jsonLd);
  return {
    ...reading,
    title: reading.title.slice(0, 1_000),
    links: linksOfUse({ url, links }, mostLinks).map(({ url, text, rel }) => ({
      url: url.slice(0, 2_000),
      text: text.slice(0, 200),
      rel,
    })),
    meta: new Map(words),
    jsonLd: data.length > 200_000 ? [] : jsonLd,
  };
}
