/** One line of the audit trail of identities. */
export interface NameChange {
  id: number;
  /** `merged`: `slug` means `other` from now on. `split`: they are two products, whatever was said before. */
  change: 'merged' | 'split';
  slug: string;
  other: string;
  why: string;
  by: string;
  /** ISO time. */
  at: string;
}

/** The merges that stand, by the slug that was merged away. */
export type Merges = ReadonlyMap<string, NameChange>;

/** What stands of all changes, given in the order they were made. */
export function standingMerges(changes: readonly NameChange[]): Merges {
  const merges = new Map<string, NameChange>();
  for (const change of changes) {
    if (change.change === 'merged') merges.set(change.slug, change);
    else
      for (const [slug, other] of [
        [change.slug, change.other],
        [change.other, change.slug],
      ] as const)
        if (merges.get(slug)?.other === other) merges.delete(slug);
  }
  return merges;
}

/** The tool a slug means today. The store keeps no merges that go round in a circle. */
export function survivorOf(slug: string, merges: Merges): string {
  let survivor = slug;
  for (let merge = merges.get(survivor); merge !== undefined; merge = merges.get(survivor)) survivor = merge.other;
  return survivor;
}

/** Slugs that mean this tool today, without its own, in alphabetical order. */
export function mergedInto(tool: string, merges: Merges): string[] {
  return [...merges.keys()].filter((slug) => slug !== tool && survivorOf(slug, merges) === tool).sort();
}

/** Whether the last word about two slugs is that they are two products. */
export function areHeldApart(a: string, b: string, changes: readonly NameChange[]): boolean {
  const about = changes.filter(({ slug, other }) => (slug === a && other === b) || (slug === b && other === a));
  return about.at(-1)?.change === 'split';
}
