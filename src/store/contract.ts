import type { Calls, Purpose } from '../core/call.ts';
import type { Dossier, UndatedDossier } from '../core/dossier.ts';
import type { Ballot, Review } from '../core/review.ts';

/** A seat as it stands: its review, or why there is none. */
export interface Seat {
  tool: string;
  persona: string;
  review: Review | null;
  /** A person kept the standing review explicitly. */
  approved: boolean;
  /** Set when the seat was answered without a review under this prompt key: refused, or rejected twice. */
  missing: { promptKey: string; reason: string } | null;
}

/** One line of a seat’s history. */
export interface HistoryEntry {
  review: Review;
  /** `stands`, `stood` before, or `candidate` that nobody kept. */
  state: 'stands' | 'stood' | 'candidate';
  decisions: Decision[];
}

/** Who kept what and when. */
export interface Decision {
  reviewId: number;
  /** `kept`: this review stands from now on. `declined`: the standing one was preferred to it. */
  decision: 'kept' | 'declined';
  /** A person’s name, or `ship-or-skip` when a rule decided. */
  by: string;
  why: string;
  /** ISO time. */
  at: string;
}

/** A review about to be kept. */
export type NewReview = Omit<Review, 'id'>;

export interface KeepReview {
  review: NewReview;
  /** Whether it takes the seat, or waits as a candidate. */
  stand: boolean;
  by: string;
  why: string;
  /** Journal rows this review settles. Review, seat and settled calls change in one transaction. */
  settles: readonly number[];
  at: string;
}

export interface StoredComparison {
  slug: string;
  /** Slugs in alphabetical order. */
  tools: string[];
  /** Hash of everything shown; the comparison is unchanged while it is. */
  contentKey: string;
  /** ISO time the content last changed. */
  generatedAt: string;
  outDir: string;
}

/**
 * The world that remembers. Asynchronous so that a database on another machine can implement it. Nothing is ever deleted.
 * Every method is atomic: it happens whole or not at all.
 */
export interface Store {
  calls: Calls & {
    /** The attempt to ask under: the last one while it is unsettled, else the next. */
    attempt(key: string, purpose: Purpose): Promise<number>;
  };
  /** Stores tool, sources and dossier; the same key again changes nothing but the tool’s present dossier. `asOf` is the day given when the key is new, else the day it was first stored. */
  keepDossier(dossier: UndatedDossier, day: string): Promise<Dossier>;
  /** The tool’s present dossier, or null for an unknown slug. */
  findDossier(slug: string): Promise<Dossier | null>;
  /** All known tools with their present dossier’s key and day, by slug. */
  listTools(): Promise<{ slug: string; name: string; dossierKey: string; asOf: string; reviews: number }[]>;
  findSeat(tool: string, persona: string): Promise<Seat>;
  /** Keeps a review (and settles its calls); returns it with its id. */
  keepReview(keep: KeepReview): Promise<Review>;
  /** Marks the seat as answered without a review, and settles the calls. The standing review, if any, stays. */
  markMissing(
    seat: { tool: string; persona: string },
    missing: { promptKey: string; reason: string },
    settles: readonly number[],
  ): Promise<void>;
  /** Makes an existing review of the seat stand (`kept`) or records that it was declined. */
  decide(reviewId: number, decision: Omit<Decision, 'reviewId'>): Promise<void>;
  keepBallot(ballot: Ballot, settles: readonly number[]): Promise<void>;
  /** Ballots of a review in the order they were kept; a second one of the same model replaces nothing and is not counted twice. */
  listBallots(reviewId: number): Promise<Ballot[]>;
  /** All reviews of a tool’s seats, newest first. */
  history(tool: string, persona?: string): Promise<HistoryEntry[]>;
  /** Stores the comparison; unchanged content keeps its `generatedAt`. Returns what is stored. */
  keepComparison(comparison: StoredComparison): Promise<StoredComparison>;
  /** Comparisons a tool is in. */
  comparisonsOf(tool: string): Promise<StoredComparison[]>;
  close(): Promise<void>;
}
