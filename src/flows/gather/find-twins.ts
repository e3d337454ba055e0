import type { Dossier } from '../../core/facts/dossier.ts';
import { compareIdentified, type Sameness } from '../../core/facts/identity.ts';
import { areHeldApart, type NameChange } from '../../core/facts/name-changes.ts';
import type { Desk } from '../../desk.ts';
import { gatherNames, identifyFacts, type KnownTool, withoutSplit } from './gather-names.ts';

/** Two that are, or may be, one product. */
export interface Twins extends Sameness {
  same: 'yes' | 'unsure';
  slugs: [string, string];
}

type Product = Pick<KnownTool, 'slug' | 'identified'>;

/** Pairs of dossiers that are or may be one product, with their places in the list. What a person said of a pair is not asked again. */
export async function findTwins(
  desk: Desk,
  dossiers: readonly Dossier[],
): Promise<(Twins & { indexes: [number, number] })[]> {
  const { tools, changes } = await gatherNames(desk);
  const products = dossiers.map((dossier) => productOf(dossier, tools, changes));
  return products.flatMap((a, i) =>
    products.slice(i + 1).flatMap((b, beyond) => {
      const twins = compare(a, b, changes);
      return twins === null ? [] : [{ ...twins, indexes: [i, i + 1 + beyond] as [number, number] }];
    }),
  );
}

/** Tools of the store that a dossier under a slug of its own is or may be: reviewing it would make a second tool of one product. */
export async function findStoredTwins(desk: Desk, dossiers: readonly Dossier[]): Promise<Twins[]> {
  const { tools, changes } = await gatherNames(desk);
  const slugs = dossiers.map(({ tool }) => tool.slug);
  const fresh = dossiers.filter(({ tool }) => !tools.some(({ slug }) => slug === tool.slug));
  const others = tools.filter(({ slug }) => !slugs.includes(slug));
  return fresh
    .map((dossier) => productOf(dossier, tools, changes))
    .flatMap((product) => others.map((other) => compare(other, product, changes)))
    .filter((twins) => twins !== null);
}

/** A dossier with every name and address the store knows its tool under. */
function productOf({ tool }: Dossier, tools: readonly KnownTool[], changes: readonly NameChange[]): Product {
  const own = identifyFacts(tool, withoutSplit(tool, tool.aliases, changes));
  const known = tools.find(({ slug }) => slug === tool.slug)?.identified;
  if (known === undefined) return { slug: tool.slug, identified: own };
  const names = [...own.names, ...known.names] as const;
  return { slug: tool.slug, identified: { ...own, names, places: [...own.places, ...known.places] } };
}

function compare(a: Product, b: Product, changes: readonly NameChange[]): Twins | null {
  const { same, because } = compareIdentified(a.identified, b.identified);
  if (same === 'no' || areHeldApart(a.slug, b.slug, changes)) return null;
  return { same, because, slugs: [a.slug, b.slug] };
}
