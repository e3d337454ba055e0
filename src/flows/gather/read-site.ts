import { oncePer } from '../../core/once-per.ts';
import type { Desk } from '../../desk.ts';
import type { Snapshot } from '../../store/contract/snapshots-contract.ts';
import { type Documents, fetchDocuments } from './fetch-documents.ts';

/** What was read and is not kept yet, by address, as long as the fetcher it came through. */
const unkept = oncePer((_fetchSource: Desk['fetchSource']) => new Map<string, Promise<Documents>>());

/**
 * The documents of a tool, see fetchDocuments. A command that looks at a site before it keeps it (whether it is another
 * tool, what it would cost) reads it once.
 */
export async function readSite(
  desk: Desk,
  address: string,
  before: readonly Snapshot[],
  tell?: (url: string) => void,
): Promise<Documents> {
  if (before.length > 0) return fetchDocuments(desk, address, before, tell);
  const readings = unkept(desk.fetchSource);
  const reading = readings.get(address) ?? fetchDocuments(desk, address, before, tell);
  readings.set(address, reading);
  try {
    return await reading;
  } catch (error) {
    readings.delete(address);
    throw error;
  }
}

/** What is kept is in the store, and read again the next time. */
export function forgetSite({ fetchSource }: Desk, address: string): void {
  unkept(fetchSource).delete(address);
}
