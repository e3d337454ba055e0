import { placesAt, relatePlaces } from '../../core/facts/address.ts';
import { plainName } from '../../core/facts/plain-name.ts';
import type { Desk } from '../../desk.ts';
import { gatherNames, type KnownTool } from './gather-names.ts';

/** Raised when a name or address belongs to several tools. */
export class AmbiguousTool extends Error {
  override name = 'AmbiguousTool';
}

/**
 * The tool of the store somebody means by a name, an alias or an address; null for none. Names must be the same but for
 * spelling, addresses must lead to the same page: this finds what a person wrote, it does not guess.
 * @throws AmbiguousTool naming the slugs to choose from.
 */
export async function findKnown(desk: Desk, target: string): Promise<KnownTool | null> {
  const { tools } = await gatherNames(desk);
  const found = tools.filter((tool) => isCalled(tool, target) || isAt(tool, target));
  if (found.length < 2) return found[0] ?? null;
  const slugs = found.map(({ slug }) => slug).join(' or ');
  throw new AmbiguousTool(`"${target}" belongs to several tools. Name one of them by its slug: ${slugs}`);
}

function isCalled({ identified }: KnownTool, target: string): boolean {
  const { glued } = plainName(target);
  return identified.names.some((name) => name.glued === glued);
}

function isAt({ identified }: KnownTool, target: string): boolean {
  const relation = relatePlaces(identified.places, placesAt([target]));
  return relation === 'page' || relation === 'home';
}
