import { objectionsTo, type Policy } from '../../core/comparison/policy.ts';
import type { Desk } from '../../desk.ts';
import type { Release, ReleaseWord } from '../../store/contract/releases-contract.ts';
import { assembleStored } from '../compare/assemble-stored.ts';
import { findWaiting } from './find-waiting.ts';
import { draftsFolder, siteOf } from './release-comparison.ts';

/** A comparison readers do not see. */
export interface WaitingComparison {
  slug: string;
  title: string;
  state: Exclude<ReleaseWord, 'published'>;
  /** Who left it in this state, why and when. */
  by: string;
  why: string;
  at: string;
  /** The outcome in a sentence. */
  outcome: string;
  /** Page to read. */
  page: string;
  /** Why it may not publish itself, clause by clause; empty when it may. */
  objections: string[];
}

/** A new review of a seat that waits beside the one that stands. */
interface WaitingReview {
  tool: string;
  persona: string;
  model: string;
  writtenAt: string;
}

/** A launch a rule could not decide about. */
interface WaitingLaunch {
  id: number;
  name: string;
  url: string | null;
  because: string;
}

/** What waits for a person. */
export interface Inbox {
  comparisons: WaitingComparison[];
  /** How many comparisons wait beside those that are described. */
  moreComparisons: number;
  reviews: WaitingReview[];
  launches: WaitingLaunch[];
}

/**
 * Everything that waits for a person. Rejected comparisons wait for nobody: they are listed with `all` only.
 * @param most comparisons that are described: each has to be assembled from its reviews for that.
 */
export async function listInbox(
  desk: Desk,
  policy: Policy,
  { all = false, most = Number.POSITIVE_INFINITY } = {},
): Promise<Inbox> {
  const { releases, reviews, launches } = await findWaiting(desk, { all });
  const described = releases.slice(0, most);
  const comparisons: WaitingComparison[] = [];
  for (const release of described) comparisons.push(...(await describeWaiting(desk, release, policy)));
  return {
    comparisons,
    moreComparisons: releases.length - described.length,
    reviews: reviews.map(({ tool, persona, byline: { model, writtenAt } }) => ({ tool, persona, model, writtenAt })),
    launches: launches.map(({ id, name, url, decision: { because } }) => ({ id, name, url, because })),
  };
}

async function describeWaiting(desk: Desk, release: Release, policy: Policy): Promise<WaitingComparison[]> {
  const { comparison: stored, state, decision } = release;
  if (state === 'published' || decision === null) return [];
  const { comparison } = await assembleStored(desk, stored.tools, stored.generatedAt);
  const { by, why, at } = decision;
  return [
    {
      slug: stored.slug,
      title: comparison.title,
      state,
      by,
      why,
      at,
      outcome: comparison.outcome.reason,
      page: `${siteOf(release)}/${draftsFolder}/${stored.slug}/index.html`,
      objections: objectionsTo(comparison, policy),
    },
  ];
}
