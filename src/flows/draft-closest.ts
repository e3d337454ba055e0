import { comparisonSlug } from '../core/comparison/assemble.ts';
import { findClosest } from '../core/comparison/closest.ts';
import type { Review } from '../core/opinion/review.ts';
import type { Desk } from '../desk.ts';
import { rule } from '../store/contract.ts';
import { decideByDuel } from './decide-outcome.ts';
import type { MissingDuel } from './load-duels.ts';
import type { Published } from './publish-comparison.ts';
import { draftComparison } from './release-comparison.ts';

/** A comparison that was drafted, and why of these two. */
export interface Drafted {
  published: Published;
  because: string;
}

/** Comparisons drafted for one tool: more would be the same news again. */
const mostOfATool = 2;

/**
 * Drafts the comparison of each tool that has new reviews with its closest neighbours that share a job and have been reviewed by at least
 * half of the panel. Standing reviews are used as they are, so a pair asks nobody, unless the scores come out too close
 * to call. A pair that was compared before, or decided about, is left alone.
 */
export async function draftClosest(
  desk: Desk,
  news: readonly Pick<Review, 'tool' | 'persona'>[],
  out: string,
): Promise<{ drafted: Drafted[]; missingDuels: MissingDuel[] }> {
  const reviewed = await findReviewed(desk);
  const drafted: Drafted[] = [];
  const missingDuels: MissingDuel[] = [];
  for (const slug of new Set(news.map(({ tool }) => tool))) {
    const tool = reviewed.find((one) => one.slug === slug);
    if (tool === undefined) continue;
    for (const neighbour of findClosest(tool, reviewed, mostOfATool)) {
      desk.signal.throwIfAborted();
      const pair = [slug, neighbour.slug];
      if ((await desk.store.releases.find(comparisonSlug(pair))) !== null) continue;
      const { because } = neighbour;
      const wishes = { personas: [], duel: false, fresh: false, leadNamed: false };
      missingDuels.push(...(await decideByDuel(desk, pair, wishes)));
      const published = await draftComparison(desk, pair, out, { by: rule, why: because });
      await noteReuses(desk, pair, news);
      drafted.push({ published, because });
    }
  }
  return { drafted, missingDuels };
}

/** A pair shows reviews that were paid for before, beside the new ones: the ledger tells what that saved. */
async function noteReuses(
  { store, panel, now }: Desk,
  pair: readonly string[],
  news: readonly Pick<Review, 'tool' | 'persona'>[],
): Promise<void> {
  const places = pair.flatMap((tool) => panel.personas.map(({ id: persona }) => ({ tool, persona })));
  const earlier = places.filter(
    (place) => !news.some((one) => one.tool === place.tool && one.persona === place.persona),
  );
  const seats = await Promise.all(earlier.map(({ tool, persona }) => store.findSeat(tool, persona)));
  await store.ledger.keepReuses(
    seats.flatMap(({ review }) => review?.id ?? []),
    now().toISOString(),
  );
}

/** Facts of the tools a comparison has something to say about. */
async function findReviewed({ store, panel }: Desk) {
  const tools = await store.listTools();
  const enough = new Set(tools.filter(({ reviews }) => reviews * 2 >= panel.personas.length).map(({ slug }) => slug));
  return (await store.listFacts()).filter(({ slug }) => enough.has(slug));
}
