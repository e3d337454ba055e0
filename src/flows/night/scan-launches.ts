import type { Feed, FeedKind } from '../../core/launches/feed.ts';
import type { Launch, LaunchState } from '../../core/launches/launch.ts';
import type { Desk } from '../../desk.ts';
import type { NewLaunch } from '../../store/contract/launches-contract.ts';
import { judgeEntries, keepEntries, reconsiderOld } from './keep-entries.ts';
import { lookAtLaunches } from './look-at-launches.ts';
import { type FeedRead, readFeeds } from './read-feeds.ts';

/** What a scan goes through. */
export type ScanStage = { reading: 'feeds' | 'pages'; count: number };

export interface ScanOptions {
  /** Only launches announced from this day on, YYYY-MM-DD, whatever the age limits of the feeds; feeds are read whole. */
  since?: string | null | undefined;
  /** Reads and judges, keeps nothing and looks at no page. */
  dryRun?: boolean | undefined;
  /** Told how many feeds, and then pages, are read. */
  onStage?: (stage: ScanStage) => void;
  /** Milliseconds a feed, or the page of a product, may take. */
  patience?: number;
  /** Pages of products looked at, at most; other launches wait for the next scan. */
  mostPages?: number;
}

/** What became of one feed. */
export interface FeedReport {
  feed: string;
  /** As it was found to be written; null when it was not read. */
  kind: FeedKind | null;
  state: 'read' | 'unchanged' | 'failed';
  /** Why it failed. */
  reason: string | null;
  /** Entries in it, and those never seen before. */
  entries: number;
  fresh: number;
  /** New launches by what was decided about them. */
  decided: Record<LaunchState, number>;
  /** What in it could not be used. */
  problems: string[];
}

/** A launch of a scan; without an id when nothing was kept. */
type Found = Omit<Launch, 'id'> & { id: number | null };

export interface ScanReport {
  /** In the order of the feeds file. */
  feeds: FeedReport[];
  /** New launches, and those that waited from an earlier scan, in the order they came. */
  launches: Found[];
}

const usualPatience = 60_000;

/** Pages looked at by one scan unless more are wanted. */
export const usualPages = 200;

/**
 * Reads all feeds and makes a launch of each new entry, with what is to become of it and why. A feed that cannot be read
 * stops no other. May be killed at any moment and run again, also twice at once: no entry becomes two launches, and no
 * product is taken twice.
 */
export async function scanLaunches(desk: Desk, feeds: readonly Feed[], options: ScanOptions = {}): Promise<ScanReport> {
  const { since = null, dryRun = false, patience = usualPatience, mostPages = usualPages, onStage } = options;
  onStage?.({ reading: 'feeds', count: feeds.length });
  const reports: FeedReport[] = [];
  const found = new Map<number, Launch>();
  const judged: Found[] = [];
  for (const reading of readFeeds(desk, feeds, { whole: since !== null, patience })) {
    const read = await reading;
    const { feed, outcome } = read;
    const launches = outcome.state === 'read' ? await judgeEntries(desk, feed, outcome.entries, { since }) : [];
    if (dryRun) judged.push(...launches.map((launch) => imagine(desk, feed, launch)));
    else for (const launch of await keepEntries(desk, read, launches)) found.set(launch.id, launch);
    if (since !== null && !dryRun && outcome.state === 'read')
      await reconsiderOld(desk, feed, outcome.entries, { since });
    reports.push(reportOn(read, launches));
  }
  if (dryRun) return { feeds: reports.map((report) => counted(report, judged)), launches: judged };
  for (const launch of await lookAtLaunches(desk, { most: mostPages, patience, onStage })) found.set(launch.id, launch);
  const launches = [...found.values()].sort((a, b) => a.id - b.id);
  return { feeds: reports.map((report) => counted(report, launches)), launches };
}

function reportOn({ feed, outcome }: FeedRead, launches: readonly NewLaunch[]): FeedReport {
  const isRead = outcome.state === 'read';
  return {
    feed: feed.id,
    kind: isRead ? outcome.kind : null,
    state: outcome.state,
    reason: outcome.state === 'failed' ? outcome.reason : null,
    entries: isRead ? outcome.entries.length : 0,
    fresh: launches.length,
    decided: { taken: 0, waiting: 0, held: 0, left: 0 },
    problems: isRead ? outcome.problems : [],
  };
}

function counted(report: FeedReport, launches: readonly Found[]): FeedReport {
  const decided = { ...report.decided };
  for (const launch of launches) if (launch.feed === report.feed) decided[launch.decision.state] += 1;
  return { ...report, decided };
}

function imagine(desk: Desk, feed: Feed, launch: NewLaunch): Found {
  return { ...launch, id: null, feed: feed.id, firstSeen: desk.now().toISOString(), tool: null };
}
