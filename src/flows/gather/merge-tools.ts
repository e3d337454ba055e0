import { type NameChange, standingMerges, survivorOf } from '../../core/facts/name-changes.ts';
import type { Desk } from '../../desk.ts';
import type { StoredComparison } from '../../store/contract/contract.ts';
import { InvalidOrder } from '../ask/review-tools.ts';
import { requireName } from '../publish/approve-reviews.ts';
import { requireKnown } from './require-known.ts';

export interface Merged {
  change: NameChange;
  /** Comparisons of a product with itself: they hold both and are rendered no more. */
  withItself: StoredComparison[];
  /** Other comparisons under the slug that was merged away: they stay as written until somebody makes them anew. */
  underOldSlug: StoredComparison[];
}

/**
 * Says that two tools are one product: `from` means `into` from now on. Nothing is deleted; its reviews stay in the history.
 * @throws UnknownTool, or InvalidOrder for tools that are one already.
 */
export async function mergeTools(
  desk: Desk,
  { from, into, why, by }: { from: string; into: string; why: string; by: string },
): Promise<Merged> {
  const name = requireName(by);
  await requireKnown(desk, from);
  await requireKnown(desk, into);
  const merges = standingMerges(await desk.store.names.list());
  const other = survivorOf(into, merges);
  const present = survivorOf(from, merges);
  if (from === into) throw new InvalidOrder(`"${from}" cannot be merged into itself.`);
  if (present === other)
    throw new InvalidOrder(`"${from}" and "${into}" mean ${present} already. See: ship-or-skip tools --changes`);
  if (present !== from)
    throw new InvalidOrder(
      `"${from}" is merged into ${present} already. Merge ${present}, or first: ship-or-skip split ${from} --why "…"`,
    );
  const at = desk.now().toISOString();
  const change = await desk.store.names.keep({ change: 'merged', slug: from, other, why: why.trim(), by: name, at });
  const stored = await desk.store.comparisonsOf(from);
  const holdsBoth = ({ tools }: StoredComparison) => tools.some((tool) => survivorOf(tool, merges) === other);
  return {
    change,
    withItself: stored.filter(holdsBoth),
    underOldSlug: stored.filter((comparison) => !holdsBoth(comparison)),
  };
}
