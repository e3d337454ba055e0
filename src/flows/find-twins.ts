import type { Dossier } from '../core/facts/dossier.ts';
import { compareIdentified, type Sameness } from '../core/facts/identity.ts';
import { areHeldApart } from '../core/facts/name-changes.ts';
import type { Desk } from '../desk.ts';
import { gatherNames, identifyFacts, withoutSplit } from './gather-names.ts';

/** Two of a list that are, or may be, one product. */
export interface Twins extends Sameness {
  same: 'yes' | 'unsure';
  /** Where they stand in the list. */
  indexes: [number, number];
  slugs: [string, string];
}

/** Pairs of dossiers that are or may be one product. What a person said of a pair is not asked again. */
export async function findTwins(desk: Desk, dossiers: readonly Dossier[]): Promise<Twins[]> {
  const { tools, changes } = await gatherNames(desk);
  const products = dossiers.map(({ tool }) => {
    const known = tools.find(({ slug }) => slug === tool.slug);
    const own = identifyFacts(tool, withoutSplit(tool, tool.aliases, changes));
    if (known === undefined) return { slug: tool.slug, identified: own };
    const { names, urls } = known.identified;
    return {
      slug: tool.slug,
      identified: { ...own, names: [...own.names, ...names] as const, urls: [...own.urls, ...urls] },
    };
  });
  return products.flatMap((a, i) =>
    products.slice(i + 1).flatMap((b, beyond): Twins[] => {
      const { same, because } = compareIdentified(a.identified, b.identified);
      if (same === 'no' || areHeldApart(a.slug, b.slug, changes)) return [];
      return [{ same, because, indexes: [i, i + 1 + beyond], slugs: [a.slug, b.slug] }];
    }),
  );
}
