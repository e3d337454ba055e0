import { join } from 'node:path';
import type { Digest } from '../../core/comparison/digest.ts';
import type { Desk } from '../../desk.ts';
import { renderDigest } from '../../pages/digest.ts';
import { composeMail } from '../../pages/digest-mail.ts';
import { writeDocuments } from './write-documents.ts';
import { describeEntries, listPublished, writeFeeds } from './write-feeds.ts';

/** Which days a digest is about, and where it goes. */
export interface DigestOrder {
  /** First and last day, YYYY-MM-DD, both inclusive. */
  from: string;
  to: string;
  /** Name of its folder below `<out>/digest/`. */
  name: string;
  /** Folder of the published documents. */
  out: string;
}

/** A digest and the folder it was written to; null when nothing was published in its days. */
export interface WrittenDigest {
  digest: Digest;
  folder: string | null;
}

/** Writes what was published in a span of days for mail, text and Markdown, and the site’s feeds of all verdicts. */
export async function writeDigest(desk: Desk, order: DigestOrder): Promise<WrittenDigest> {
  const { from, to, out } = order;
  const { address } = desk.site;
  await writeFeeds(desk, out);
  const all = await listPublished(desk);
  const entries = await describeEntries(
    desk,
    all.filter(({ publishedAt }) => isWithin(publishedAt.slice(0, 10), order)),
  );
  const digest: Digest = { from, to, entries };
  if (entries.length === 0) return { digest, folder: null };
  const folder = join(out, 'digest', order.name);
  const documents = renderDigest(digest, address, desk.pages);
  await writeDocuments(folder, { ...documents, 'digest.eml': await composeMail(digest, documents, desk.site) });
  return { digest, folder };
}

function isWithin(day: string, { from, to }: Pick<DigestOrder, 'from' | 'to'>): boolean {
  return from <= day && day <= to;
}
