import type { Remark } from './remarks.ts';

/** How a feed was read. */
interface FeedLine {
  feed: string;
  state: 'read' | 'unchanged' | 'failed';
  /** Why it failed; null when it did not. */
  reason: string | null;
  found: number;
  taken: number;
  left: number;
}

/** What became of a launch that was looked at. */
export interface LaunchLine {
  id: number;
  name: string;
  url: string | null;
  state: 'new' | 'known' | 'held' | 'failed';
  /** Slug of the tool it is; null when it is none yet. */
  tool: string | null;
  because: string;
}

/** A tool that got reviews this night. */
export interface ToolLine {
  slug: string;
  name: string;
  tagline: string;
  /** The product’s own page; null when it is not known. */
  url: string | null;
  /** For example: Ship · 4 ship / 0 skip. */
  label: string;
  score: number | null;
  shipThreshold: number;
  /** Reviewers that were heard this night. */
  reviewers: string[];
}

/** A seat that got no review, and why. */
export interface SeatLine {
  tool: string;
  persona: string;
  reason: string;
}

/** A comparison nobody asked for. */
export interface DraftLine {
  slug: string;
  title: string;
  /** Why these tools: the reason they are close. */
  because: string;
  outcome: string;
  /** The page as a path, and as an address seen from the report. */
  page: string;
  href: string;
  published: boolean;
  /** Why it did not publish itself. */
  objections: string[];
}

/** What a night did, for the person who reads it over coffee. All amounts in US dollars. */
export interface NightReport {
  schemaVersion: 1;
  startedAt: string;
  endedAt: string;
  /** How often it was begun again after it was interrupted. */
  resumed: boolean;
  feeds: FeedLine[];
  launches: LaunchLine[];
  tools: ToolLine[];
  missing: SeatLine[];
  drafts: DraftLine[];
  surprises: Remark[];
  disagreements: Remark[];
  waiting: { comparisons: string[]; reviews: number; launches: number };
  /** Null when the cost of a call is unknown. */
  spentUsd: number | null;
  maxCostUsd: number | null;
  /** Launches and tools that are left for the next night, for want of room or money. */
  leftOver: { launches: number; tools: number };
  /** What ended it early, or why no model answered at all; null when nothing did. */
  stopped: string | null;
}

/** Whether nothing happened that is worth a look. */
export function isQuiet({ launches, tools, missing, drafts, feeds, stopped }: NightReport): boolean {
  const failed = feeds.some(({ state }) => state === 'failed');
  return launches.length + tools.length + missing.length + drafts.length === 0 && !failed && stopped === null;
}
