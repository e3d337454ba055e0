import { nearestWord } from '../../core/nearest-word.ts';
import type { Desk } from '../../desk.ts';
import { UnknownTool } from './gather-dossier.ts';

/** @throws UnknownTool for a slug the store has no tool under, merged away or not. */
export async function requireKnown(desk: Desk, slug: string): Promise<void> {
  const slugs = (await desk.store.listTools()).map((tool) => tool.slug);
  if (slugs.includes(slug)) return;
  const nearest = nearestWord(slug, slugs);
  const hint =
    nearest === null
      ? 'See: ship-or-skip tools. To make it known: ship-or-skip add <url or facts file>'
      : `Did you mean ${nearest}?`;
  throw new UnknownTool(`There is no tool "${slug}" in the store. ${hint}`);
}
