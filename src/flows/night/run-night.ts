import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { lastWholeWeek, weekName } from '../../core/comparison/digest.ts';
import type { Policy } from '../../core/comparison/policy.ts';
import type { Feed } from '../../core/launches/feed.ts';
import type { NightReport } from '../../core/night/night-report.ts';
import type { Desk } from '../../desk.ts';
import { countOf } from '../../pages/format.ts';
import { renderNight } from '../../pages/night.ts';
import type { Night } from '../../store/contract/nights-contract.ts';
import { findOpenSeats } from '../ask/find-open-seats.ts';
import type { ToolResult } from '../ask/review-tools.ts';
import { publishDrafts } from '../publish/publish-drafts.ts';
import { writeDigest } from '../publish/write-digest.ts';
import { writeDocuments } from '../publish/write-documents.ts';
import { writeFeeds } from '../publish/write-feeds.ts';
import { describeNight } from './describe-night.ts';
import { draftClosest, type UndecidedPair } from './draft-closest.ts';
import { fillOpenSeats } from './fill-open-seats.ts';
import { type GatheredLaunches, gatherLaunches } from './gather-launches.ts';
import { type ScanReport, scanLaunches, usualPages } from './scan-launches.ts';
import { tidyUp } from './tidy-up.ts';

/** What a night is to do. */
export interface NightOrder {
  /** Feeds to read; none where only seats are filled. */
  feeds: readonly Feed[];
  /** Only launches announced from this day on, YYYY-MM-DD; null for what the feeds themselves say. */
  since: string | null;
  /** Launches gathered, and tools reviewed, at most. */
  limit: number;
  out: string;
  policy: Policy | null;
  /** US dollars; for the report, the desk keeps to it. */
  maxCostUsd: number | null;
  /** US dollars spent by this run so far; null when unknown. */
  spent: () => number | null;
  /** Called as each step begins, in words for a person who watches. */
  tell: (step: string) => void;
}

/** A night that is through. */
export interface NightResult {
  night: Night;
  report: NightReport;
  /** Where the report is. */
  folder: string;
  filled: readonly ToolResult[];
  /** What kept a model from reading facts. */
  unread: GatheredLaunches['failures'];
  /** Pairs that could not be judged head to head. */
  undecided: readonly UndecidedPair[];
}

/**
 * One night: reads the feeds, gathers what is new, fills empty seats, drafts comparisons, publishes what the policy
 * allows, writes digest and report. Each step takes its work from the store and leaves its result there, so a night that
 * was killed anywhere goes on where it was when it is run again, and one with nothing new asks nobody.
 * The caller holds the lock of the nights.
 */
export async function runNight(desk: Desk, order: NightOrder): Promise<NightResult> {
  const began = desk.now().toISOString();
  const night = await desk.store.nights.begin(began);
  const { limit, out, policy, tell } = order;
  tell('reading the feeds');
  const scan = await scanLaunches(desk, order.feeds, { since: order.since, mostPages: Math.max(limit, usualPages) });
  tell('gathering new tools');
  const gathered = await gatherLaunches(desk, limit);
  const open = await findOpenSeats(desk, { stale: policy?.night.stale ?? false });
  tell(`filling the seats of ${countOf(Math.min(open.length, limit), 'tool')}`);
  const filled = await fillOpenSeats(desk, open.slice(0, limit));
  tell('drafting comparisons');
  const kept = await desk.store.nights.keptSince(await firstUnfinished(desk, night));
  const undecided = await draftClosest(desk, kept, { out, begun: night.startedAt });
  const released = await publishDrafts(desk, policy);
  await keepDigestCurrent(desk, out);
  await tidyUp(desk, out);
  tell('writing the report');
  const steps = {
    resumed: night.startedAt !== began,
    feeds: scan.feeds.map(feedLine),
    launches: gathered.lines,
    filled,
    unread: gathered.failures,
    undecided,
    left: policy === null ? [] : released.left,
    leftOver: { launches: gathered.left, tools: Math.max(0, open.length - limit) },
    spentUsd: order.spent(),
    maxCostUsd: order.maxCostUsd,
  };
  const folder = join(out, 'nights', stampOf(night));
  const report = await describeNight(desk, night, steps, folder);
  await writeDocuments(folder, { ...renderNight(report, desk.pages) });
  return { night, report, folder, filled, unread: gathered.failures, undecided };
}

/** Nights looked back over, at most. */
const mostNights = 30;

/** When the first night since the last that ended well began: what those left undone is gone through again. */
async function firstUnfinished({ store }: Desk, { startedAt }: Night): Promise<string> {
  const nights = await store.nights.list(mostNights);
  const good = nights.findIndex(({ exitCode }) => exitCode === 0);
  return (good === -1 ? nights : nights.slice(0, good)).at(-1)?.startedAt ?? startedAt;
}

/** The digest of the last whole week, once it is over, and the feeds as they are now: a person may have published or taken back. */
async function keepDigestCurrent(desk: Desk, out: string): Promise<void> {
  const week = lastWholeWeek(desk.now().toISOString().slice(0, 10));
  const name = weekName(week.from);
  if (existsSync(join(out, 'digest', name, 'digest.eml'))) await writeFeeds(desk, out);
  else await writeDigest(desk, { ...week, name, out });
}

function feedLine({ feed, state, reason, fresh, decided }: ScanReport['feeds'][number]): NightReport['feeds'][number] {
  return {
    feed,
    state,
    reason,
    found: fresh,
    taken: decided.taken + decided.waiting,
    left: decided.left + decided.held,
  };
}

/** The moment a night began, as the name of a folder: `2026-11-25T023005Z`. */
function stampOf({ startedAt }: Night): string {
  return `${startedAt.slice(0, 19).replaceAll(':', '')}Z`;
}
