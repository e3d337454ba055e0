import type { Desk } from '../../desk.ts';
import { gatherNames } from './gather-names.ts';

/** A tool of the store as a person looks it up. */
export interface ListedTool {
  slug: string;
  name: string;
  /** Other names it goes by, also those of tools merged into it. */
  aliases: string[];
  /** Slugs that mean it since they were merged. */
  merged: string[];
  dossierKey: string;
  /** The day its present dossier was first stored. */
  asOf: string;
  /** Standing reviews. */
  reviews: number;
}

/** The tools of the store by slug; one that was merged away is found among the names of the other. */
export async function listTools(desk: Desk): Promise<ListedTool[]> {
  const [stored, { tools }] = await Promise.all([desk.store.listTools(), gatherNames(desk)]);
  const bySlug = new Map(tools.map((tool) => [tool.slug, tool]));
  return stored.flatMap(({ slug, name, ...rest }) => {
    const known = bySlug.get(slug);
    return known === undefined ? [] : [{ slug, name, aliases: known.aliases, merged: known.merged, ...rest }];
  });
}
