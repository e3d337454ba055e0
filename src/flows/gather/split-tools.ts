import { areHeldApart, type NameChange, standingMerges, survivorOf } from '../../core/facts/name-changes.ts';
import { plainName } from '../../core/facts/plain-name.ts';
import { slugOf, slugPattern } from '../../core/facts/slug.ts';
import type { Desk } from '../../desk.ts';
import { InvalidOrder } from '../ask/review-tools.ts';
import { requireName } from '../publish/approve-reviews.ts';
import { gatherNames } from './gather-names.ts';

/**
 * Says that two are not one product: undoes the merge of a slug, takes an alias off a tool, or with `from` holds two slugs
 * apart that the rule would take for one.
 * @throws InvalidOrder when there is nothing to split.
 */
export async function splitTools(
  desk: Desk,
  { slug, from, why, by }: { slug: string; from: string | undefined; why: string; by: string },
): Promise<NameChange> {
  const name = requireName(by);
  const pair = from === undefined ? await findPair(desk, slug) : await checkPair(desk, slug, from);
  return desk.store.names.keep({ change: 'split', ...pair, why: why.trim(), by: name, at: desk.now().toISOString() });
}

type Pair = Pick<NameChange, 'slug' | 'other'>;

/** What a name alone can be split from: the tool it was merged into, or the one tool it is an alias of. */
async function findPair(desk: Desk, slug: string): Promise<Pair> {
  const { tools, changes } = await gatherNames(desk);
  const merge = standingMerges(changes).get(slug);
  if (merge !== undefined) return { slug, other: merge.other };
  const { glued } = plainName(slug);
  const spelled = tools.flatMap((tool) =>
    tool.aliases
      .filter((alias) => slugOf(alias) === slug || plainName(alias).glued === glued)
      .map((alias) => ({ slug: slugOf(alias), other: tool.slug })),
  );
  const [found, another] = spelled;
  if (found !== undefined && found.slug === found.other)
    throw new InvalidOrder(`"${slug}" is how the slug ${found.other} is spelled; it cannot be split off.`);
  if (found !== undefined && another === undefined) return found;
  const hint =
    found === undefined
      ? 'is merged into nothing, and no alias either. To hold two tools apart, name the other with --from.'
      : `is an alias of several tools. Name one with --from: ${spelled.map(({ other }) => other).join(', ')}`;
  throw new InvalidOrder(`"${slug}" ${hint}`);
}

async function checkPair(desk: Desk, slug: string, other: string): Promise<Pair> {
  for (const given of [slug, other])
    if (!slugPattern.test(given)) throw new InvalidOrder(`"${given}" is no slug. See: ship-or-skip tools`);
  if (slug === other) throw new InvalidOrder(`"${slug}" cannot be split from itself.`);
  const changes = await desk.store.names.list();
  const merges = standingMerges(changes);
  const between = [merges.get(slug), merges.get(other)].filter((merge) => merge !== undefined);
  const isUndone = between.some((merge) => [slug, other].includes(merge.other));
  if (survivorOf(slug, merges) === survivorOf(other, merges) && !isUndone)
    throw new InvalidOrder(
      `"${slug}" and "${other}" are merged by way of another. Split first: ${between.map((merge) => merge.slug).join(', ')}`,
    );
  if (areHeldApart(slug, other, changes))
    throw new InvalidOrder(`"${slug}" and "${other}" are held apart already. See: ship-or-skip tools --changes`);
  return { slug, other };
}
