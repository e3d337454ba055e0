import { standingMerges, survivorOf } from '../../core/facts/name-changes.ts';
import { plainAddress } from '../../core/gathering/plain-address.ts';
import type { Desk } from '../../desk.ts';
import { findKnown } from './find-known.ts';

/**
 * The slug of the tool whose page stands at an address, or null: one that leads to the same product, or an address its
 * page was asked for or found at.
 * @throws AmbiguousTool for an address that belongs to several tools.
 */
export async function findToolAt(desk: Desk, address: string): Promise<string | null> {
  const named = await findKnown(desk, address);
  if (named !== null) return named.slug;
  const wanted = plainAddress(address);
  const [known, changes] = await Promise.all([desk.store.snapshots.addresses(), desk.store.names.list()]);
  const found = known.find((entry) => plainAddress(entry.address) === wanted);
  return found === undefined ? null : survivorOf(found.tool, standingMerges(changes));
}
