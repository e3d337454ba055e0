import { objectionsTo, type Policy } from '../core/comparison/policy.ts';
import type { Desk } from '../desk.ts';
import type { Release, ReleaseWord } from '../store/releases-contract.ts';
import { assembleStored } from './assemble-stored.ts';
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

/** What waits for a person. */
export interface Inbox {
  comparisons: WaitingComparison[];
  reviews: WaitingReview[];
}

/** Everything that waits for a person. Rejected comparisons wait for nobody: they are listed with `all` only. */
export async function listInbox(desk: Desk, policy: Policy, { all = false } = {}): Promise<Inbox> {
  const releases = (await desk.store.releases.list()).filter(
    ({ state }) => state !== 'published' && (all || state !== 'rejected'),
  );
  const comparisons = await Promise.all(releases.map((release) => describeWaiting(desk, release, policy)));
  const onPanel = new Set(desk.panel.personas.map(({ id }) => id));
  const reviews = (await desk.store.listWaiting()).filter(({ persona }) => onPanel.has(persona));
  return {
    comparisons: comparisons.filter((comparison) => comparison !== null),
    reviews: reviews.map(({ tool, persona, byline: { model, writtenAt } }) => ({ tool, persona, model, writtenAt })),
  };
}

async function describeWaiting(desk: Desk, release: Release, policy: Policy): Promise<WaitingComparison | null> {
  const { comparison: stored, state, decision } = release;
  if (state === 'published' || decision === null) return null;
  const { comparison } = await assembleStored(desk, stored.tools, stored.generatedAt);
  return {
    slug: stored.slug,
    title: comparison.title,
    state,
    by: decision.by,
    why: decision.why,
    at: decision.at,
    outcome: comparison.outcome.reason,
    page: `${siteOf(release)}/${draftsFolder}/${stored.slug}/index.html`,
    objections: objectionsTo(comparison, policy),
  };
}
