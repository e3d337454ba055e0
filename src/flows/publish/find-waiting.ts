import type { Launch } from '../../core/launches/launch.ts';
import type { Review } from '../../core/opinion/review.ts';
import type { Desk } from '../../desk.ts';
import type { Release } from '../../store/contract/releases-contract.ts';

/** What waits for a person, as the store has it. */
export interface Waiting {
  /** Comparisons readers do not see. */
  releases: Release[];
  /** New reviews of seats of the panel, beside those that stand. */
  reviews: Review[];
  /** Launches a rule could not decide about, the newest first. */
  launches: Launch[];
}

/** Everything that waits for a person. Rejected comparisons wait for nobody: they are found with `all` only. */
export async function findWaiting({ store, panel }: Desk, { all = false } = {}): Promise<Waiting> {
  const onPanel = new Set(panel.personas.map(({ id }) => id));
  const [releases, reviews, launches] = await Promise.all([
    store.releases.list(),
    store.listWaiting(),
    store.launches.list({ state: 'held' }),
  ]);
  return {
    releases: releases.filter(({ state }) => state !== 'published' && (all || state !== 'rejected')),
    reviews: reviews.filter(({ persona }) => onPanel.has(persona)),
    launches,
  };
}
