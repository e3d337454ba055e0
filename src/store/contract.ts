import type { Calls, Purpose } from '../core/call.ts';
import type { Dossier, UndatedDossier } from '../core/dossier.ts';
import type { Ballot, Review } from '../core/review.ts';

/** The store cannot be opened or used as it is; the message names the place and what to do next. */
export class StoreUnusable extends Error {
  override name = 'StoreUnusable';
}

/** What was given cannot be kept exactly, or contradicts what is stored. Nothing was changed. */
export class Unkeepable extends Error {
  override name = 'Unkeepable';
}

/** A stored row cannot be read back; the message names table, row and column. */
export class DamagedRow extends Error {
  override name = 'DamagedRow';
}

/** The name in the history of decisions a rule made. Every other name is a person’s. */
export const rule = 'ship-or-skip';

/** A seat as it stands: its review, or why there is none. */
export interface Seat {
  tool: string;
  persona: string;
  review: Review | null;
  /** A person, not a rule, was the last to keep the standing review. */
  approved: boolean;
  /** Set when the seat was answered without a review under this prompt key: refused, or rejected twice. */
  missing: { promptKey: string; reason: string } | null;
}

/** One line of a seat’s history. */
export interface HistoryEntry {
  review: Review;
  /** `stands`, `stood` before, or `candidate` that never stood. */
  state: 'stands' | 'stood' | 'candidate';
  /** In the order they were made. */
  decisions: Decision[];
}

/** Who kept what and when. */
export interface Decision {
  reviewId: number;
  /** `kept`: this review stands from now on. `declined`: the standing one was preferred to it. */
  decision: 'kept' | 'declined';
  /** A person’s name, or the name of the rule. */
  by: string;
  why: string;
  /** ISO time. */
  at: string;
}

/** A review about to be kept. */
export type NewReview = Omit<Review, 'id'>;

export interface KeepReview {
  review: NewReview;
  /** Whether it takes the seat (a decision `kept` goes into the history), or waits as a candidate (nothing but the review is kept). */
  stand: boolean;
  by: string;
  why: string;
  /** Journal rows of this seat that this review settles. Review, seat and settled calls change in one transaction. */
  settles: readonly number[];
  at: string;
}

export interface StoredComparison {
  slug: string;
  /** Slugs, kept in alphabetical order. */
  tools: string[];
  /** Hash of everything shown; the comparison is unchanged while it is. */
  contentKey: string;
  /** ISO time the content last changed. */
  generatedAt: string;
  /** Where its documents were written last. */
  outDir: string;
}

/**
 * The world that remembers. Asynchronous so that a database on another machine can implement it. Nothing is ever deleted.
 * Every method is atomic: it happens whole or not at all. What is returned is what was stored, read back.
 * `undefined`, NaN and infinities are refused with Unkeepable, never stored as unknown.
 *
 * Whoever settles calls that were settled before is late: another run finished the same work first. What a late one
 * brings is kept in the history, but it moves no seat.
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
  /** All known tools with their present dossier’s key and day and the number of standing reviews, by slug. */
  listTools(): Promise<{ slug: string; name: string; dossierKey: string; asOf: string; reviews: number }[]>;
  /** The seat; empty when nothing was ever kept for it. */
  findSeat(tool: string, persona: string): Promise<Seat>;
  /**
   * Keeps a review, settles its calls, and returns it with its id and whether it stands now; the same review again is kept once.
   * One that stands clears what was missing. A rule never moves a review that a person approved: the new one then waits as a candidate.
   */
  keepReview(keep: KeepReview): Promise<{ review: Review; stands: boolean }>;
  /** Marks the seat as answered without a review, and settles the calls. The standing review, if any, stays. */
  markMissing(
    seat: { tool: string; persona: string },
    missing: { promptKey: string; reason: string },
    settles: readonly number[],
  ): Promise<void>;
  /** Makes an existing review of the seat stand (`kept`) or records that it was declined. */
  decide(reviewId: number, decision: Omit<Decision, 'reviewId'>): Promise<void>;
  /** Keeps a juror’s ballot, and settles its calls. */
  keepBallot(ballot: Ballot, settles: readonly number[]): Promise<void>;
  /** Ballots of a review in the order they were kept; a second one of the same model replaces nothing and is not counted twice. */
  listBallots(reviewId: number): Promise<Ballot[]>;
  /** All reviews of a tool’s seats, newest first. */
  history(tool: string, persona?: string): Promise<HistoryEntry[]>;
  /** Stores the comparison; unchanged content keeps its `generatedAt`. Returns what is stored. */
  keepComparison(comparison: StoredComparison): Promise<StoredComparison>;
  /** Comparisons a tool is in, by slug. */
  comparisonsOf(tool: string): Promise<StoredComparison[]>;
  close(): Promise<void>;
}
