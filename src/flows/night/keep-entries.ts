import { canonicalAddress } from '../../core/facts/address.ts';
import type { Entry } from '../../core/launches/entry.ts';
import type { Feed } from '../../core/launches/feed.ts';
import type { Launch, LaunchDecision } from '../../core/launches/launch.ts';
import { judgeEntry } from '../../core/launches/launch-rule.ts';
import type { Desk } from '../../desk.ts';
import { rule } from '../../store/contract/contract.ts';
import type { NewLaunch } from '../../store/contract/launches-contract.ts';
import { addressOf, type FeedRead } from './read-feeds.ts';

export interface JudgingOptions {
  /** YYYY-MM-DD; null for the age limits of the feeds. */
  since: string | null;
}

/** The entries of a feed that are no launches yet, oldest first, each with what the rule says of it. */
export async function judgeEntries(
  desk: Desk,
  feed: Feed,
  entries: readonly Entry[],
  options: JudgingOptions,
): Promise<NewLaunch[]> {
  const known = await desk.store.launches.knownGuids(
    feed.id,
    entries.map(({ guid }) => guid),
  );
  const at = desk.now().toISOString();
  return (
    entries
      .filter(({ guid }) => !known.has(guid))
      // feeds are written newest first, lists in the order that is meant
      .map((entry, index) => ({ entry, place: entry.site === 'list' ? index : -index }))
      .sort((a, b) => compareTexts(a.entry.published ?? '', b.entry.published ?? '') || a.place - b.place)
      .map(({ entry }) => launchOf(entry, { ...judgeEntry(entry, { ...feed, ...options, now: at }), by: rule, at }))
  );
}

/** Keeps what a reading brought together with how far the feed is read now. Returns the new launches. */
export async function keepEntries(
  desk: Desk,
  { feed, position, outcome }: FeedRead,
  launches: readonly NewLaunch[],
): Promise<Launch[]> {
  const at = desk.now().toISOString();
  const address = addressOf(feed);
  if (outcome.state === 'failed') {
    await desk.store.launches.noteFailure(feed.id, address, { reason: outcome.reason, at });
    return [];
  }
  const { etag, lastModified } = outcome.state === 'read' ? outcome : (position ?? { etag: null, lastModified: null });
  const dates = [position?.newest ?? null, ...launches.map(({ published }) => published)].filter(
    (date) => date !== null,
  );
  const newest = dates.toSorted().at(-1) ?? null;
  const moved = { feed: feed.id, address, etag, lastModified, newest, readAt: at, failure: null };
  return desk.store.launches.keepReading({ position: moved, launches });
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Judges again what a rule left as too old, for a scan with another limit. */
export async function reconsiderOld(
  desk: Desk,
  feed: Feed,
  entries: readonly Entry[],
  options: JudgingOptions,
): Promise<void> {
  const at = desk.now().toISOString();
  const byGuid = new Map(entries.map((entry) => [entry.guid, entry]));
  const left = await desk.store.launches.list({ state: 'left', feed: feed.id });
  for (const { id, guid, decision } of left) {
    const entry = decision.reason === 'too-old' ? byGuid.get(guid) : undefined;
    if (entry === undefined) continue;
    const verdict = judgeEntry(entry, { ...feed, ...options, now: at });
    if (verdict.reason !== 'too-old')
      await desk.store.launches.decide(id, { ...verdict, by: rule, at }, { over: 'left' });
  }
}

function launchOf(entry: Entry, decision: LaunchDecision): NewLaunch {
  const { guid, title, name, tagline, url, discussion, published } = entry;
  const address = url === null ? null : canonicalAddress(url);
  return { guid, title, name, tagline, url, address, discussion, published, decision };
}
