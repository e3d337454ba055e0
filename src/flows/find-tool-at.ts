import { slugOf } from '../core/facts/slug.ts';
import { plainAddress } from '../core/gathering/plain-address.ts';
import type { Desk } from '../desk.ts';

/** The slug of the tool whose page stands at an address, or null. */
export async function findToolAt(desk: Desk, address: string): Promise<string | null> {
  const wanted = plainAddress(address);
  const known = await desk.store.snapshots.addresses();
  return known.find((entry) => plainAddress(entry.address) === wanted)?.tool ?? null;
}

/** A slug for a tool that is found at an address nobody knows: its name, and the name of its site where another product bears the same. */
export async function nameNewTool(desk: Desk, name: string, address: string): Promise<string> {
  const slug = slugOf(name);
  if ((await desk.store.findDossier(slug)) === null) return slug;
  return slugOf(`${name} ${URL.parse(address)?.host ?? ''}`);
}
