import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { comparisonSlug } from '../../core/comparison/assemble.ts';
import { findClosest } from '../../core/comparison/closest.ts';
import type { Review } from '../../core/opinion/review.ts';
import type { Desk } from '../../desk.ts';
import { rule } from '../../store/contract/contract.ts';
import type { Release } from '../../store/contract/releases-contract.ts';
import { decideByDuel } from '../compare/decide-outcome.ts';
import type { MissingDuel } from '../compare/load-duels.ts';
import { writeAnswer } from '../compare/write-answer.ts';
import { draftComparison } from '../publish/release-comparison.ts';

/** A pair that is too close to call, and what kept it from being judged head to head. */
export interface UndecidedPair {
  slugs: readonly string[];
  missing: readonly MissingDuel[];
}

/** Comparisons drafted for one tool: more would be the same news again. */
const mostOfATool = 2;

/**
 * Drafts the comparison of each tool that has new reviews with its closest neighbours that share a job and have been reviewed by at least
 * half of the panel. Standing reviews are used as they are, so a pair asks nobody, unless the scores come out too close
 * to call. A pair somebody decided about, or that was drafted since `begun`, is left alone; an older draft is judged head to
 * head if it still has to be.
 * @returns the pairs that could not be judged.
 */
export async function draftClosest(
  desk: Desk,
  news: readonly Pick<Review, 'tool' | 'persona'>[],
  { out, begun }: { out: string; begun: string },
): Promise<UndecidedPair[]> {
  const reviewed = await findReviewed(desk);
  const undecided: UndecidedPair[] = [];
  for (const slug of new Set(news.map(({ tool }) => tool))) {
    const tool = reviewed.find((one) => one.slug === slug);
    if (tool === undefined) continue;
    for (const neighbour of findClosest(tool, reviewed, mostOfATool)) {
      desk.signal.throwIfAborted();
      const pair = [slug, neighbour.slug];
      const known = await desk.store.releases.find(comparisonSlug(pair));
      if (known !== null && !isOldDraft(known, begun) && !isUnwritten(known)) continue;
      const missing = await decideByDuel(desk, pair, { personas: [], duel: false, fresh: false, leadNamed: false });
      if (missing.length > 0) undecided.push({ slugs: pair, missing });
      await writeAnswer(desk, pair, { fresh: false, leadNamed: false });
      await draftComparison(desk, pair, out, { by: rule, why: neighbour.because }, { missingDuels: missing });
      if (known === null) await noteReuses(desk, pair, news);
    }
  }
  return undecided;
}

function isOldDraft({ state, decision }: Release, begun: string): boolean {
  return state === 'drafted' && decision !== null && decision.at < begun;
}

/** Whether whoever drafted it was killed before all of it was written; this file is the last. */
function isUnwritten({ state, comparison: { outDir, slug } }: Release): boolean {
  return state === 'drafted' && !existsSync(join(outDir, slug, 'comparison.json'));
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
