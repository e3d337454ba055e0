import type { Calls, Purpose } from '../../core/call.ts';
import type { CalibrationRun } from '../../core/comparison/calibration.ts';
import type { Correction } from '../../core/comparison/correction.ts';
import type { KeptDuel } from '../../core/comparison/duel.ts';
import type { Settlement } from '../../core/comparison/prediction.ts';
import type { KeptAnswer } from '../../core/comparison/written-answer.ts';
import type { Dossier, Source, UndatedDossier, UnnumberedSource } from '../../core/facts/dossier.ts';
import type { Tool } from '../../core/facts/tool.ts';
import type { Ballot, Repeat, Review } from '../../core/opinion/review.ts';
import type { BatchBook } from './batches-contract.ts';
import type { Files } from './files-contract.ts';
import type { LaunchStore } from './launches-contract.ts';
import type { Ledger } from './ledger-contract.ts';
import type { Names } from './names-contract.ts';
import type { Nights } from './nights-contract.ts';
import type { ReleaseDecision, Releases } from './releases-contract.ts';
import type { Retention } from './retention-contract.ts';
import type { Snapshots } from './snapshots-contract.ts';

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
  /** Who kept the standing review last, and when, if that was a person and not a rule. */
  approved: { by: string; at: string } | null;
  /** The last answer without a review since one last took the seat: refused, or rejected twice. What became of one question is told by `findRefusal`. */
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
  /** The review that stood when that was decided; null for an empty seat. Where another one stands by now, the new one waits as a candidate. */
  over: number | null;
  by: string;
  why: string;
  /** Journal rows of this seat that this review settles. Review, seat and settled calls change in one transaction. */
  settles: readonly number[];
  at: string;
}

/** Whose calibration is looked for. */
type JurorOfRun = { persona: string } & ({ written: string; anchors: string } | { model: string });

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

/** Who else answered the checklist of a review. */
export interface Jury {
  ballots: Ballot[];
  repeats: Repeat[];
}

/** What a standing review says, as far as another one is compared with it. */
export interface Neighbour {
  tool: string;
  persona: string;
  dossierKey: string;
  prose: string;
}

/** A maker’s answer about to be kept. */
interface NewAnswer {
  /** The answer as the dossier holds it. */
  source: Source;
  /** The dossier with the answer among its sources; it becomes the tool’s present one. */
  dossier: UndatedDossier;
  /** The dossier’s day when its key is new. */
  day: string;
  /** The line of the corrections log that tells of it. */
  correction: Pick<Correction, 'on' | 'what' | 'scoreBefore'>;
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
    /** The attempt to ask under: the one that is unsettled, else the next free one. */
    attempt(key: string, purpose: Purpose): Promise<number>;
  };
  ledger: Ledger;
  batches: BatchBook;
  /** Stores tool, sources and dossier; the same key again changes nothing but the tool’s present dossier. `asOf` is the day given when the key is new, else the day it was first stored. */
  keepDossier(dossier: UndatedDossier, day: string): Promise<Dossier>;
  /** The day a dossier’s key was first stored, YYYY-MM-DD, whether or not it is its tool’s present one; null for an unknown key. */
  asOfDossier(key: string): Promise<string | null>;
  /** The tool’s present dossier, or null for an unknown slug. */
  findDossier(slug: string): Promise<Dossier | null>;
  /** All known tools with their present dossier’s key and day and the number of standing reviews, by slug. */
  listTools(): Promise<{ slug: string; name: string; dossierKey: string; asOf: string; reviews: number }[]>;
  /** The present facts of all tools, by slug; without their sources. */
  listFacts(): Promise<Tool[]>;
  /** The seat; empty when nothing was ever kept for it. */
  findSeat(tool: string, persona: string): Promise<Seat>;
  /** The seats of a tool by persona id, without those for which nothing was ever kept. */
  listSeats(tool: string): Promise<Map<string, Seat>>;
  /** Why this question, when it was last answered, led to no review; null when it led to one or was never answered. */
  findRefusal(seat: { tool: string; persona: string }, promptKey: string): Promise<string | null>;
  /**
   * Standing reviews a reader may see beside this seat’s: those of the other personas on the same tool, and those of the
   * same persona elsewhere, the one that took its seat last first, at most `limit` of them.
   */
  listNeighbours(
    seat: { tool: string; persona: string },
    limit: number,
  ): Promise<{ beside: Neighbour[]; elsewhere: Neighbour[] }>;
  /**
   * Keeps a review, settles its calls, and returns it with its id and whether it stands now; the same review again is kept once, and not new.
   * One that stands clears what the seat was missing. A seat that another review took since (see `over`) is not moved. A rule never moves a review that a person approved: the new one then waits as a candidate.
   */
  keepReview(keep: KeepReview): Promise<{ review: Review; isNew: boolean; stands: boolean }>;
  /** Marks the question as answered without a review, and settles the calls. The standing review, if any, stays, and so do the marks of other questions. */
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
  /** Ballots and repeats of several reviews at once, by review; a review without any is left out. */
  listJuries(reviewIds: readonly number[]): Promise<Map<number, Jury>>;
  /** All reviews of a tool’s seats, newest first. */
  history(tool: string, persona?: string): Promise<HistoryEntry[]>;
  /** New reviews of present dossiers about which nobody has decided: they wait for a person. The oldest first. */
  listWaiting(): Promise<Review[]>;
  /**
   * Stores the comparison; unchanged content keeps its `generatedAt`. With a word about showing it, both are stored or
   * neither. Returns what is stored.
   */
  keepComparison(comparison: StoredComparison, word?: Omit<ReleaseDecision, 'comparison'>): Promise<StoredComparison>;
  /** Comparisons a tool is in, by slug. */
  comparisonsOf(tool: string): Promise<StoredComparison[]>;
  /** Adds a person’s word about a prediction of a review. Earlier words stay; the last one counts. */
  keepSettlement(settlement: Settlement): Promise<void>;
  /** Every word about every prediction, in the order they were said. */
  listSettlements(): Promise<Settlement[]>;
  /** Keeps a maker’s answer, the dossier that holds it and the correction. The same text again adds no second answer and no second correction. */
  keepAnswer(answer: NewAnswer): Promise<{ dossier: Dossier; isNew: boolean }>;
  /** The answers of a tool’s maker as sources, in the order they were kept. */
  listAnswers(tool: string): Promise<UnnumberedSource[]>;
  /** All corrections, in the order they were made. */
  listCorrections(): Promise<Correction[]>;
  /** Keeps what a persona said in a duel, and settles its calls. The same attempt again changes nothing, except that one that is wanted is wanted from now on. */
  keepDuel(duel: KeptDuel, settles: readonly number[]): Promise<void>;
  /** Answers to the question of a duel, whatever the model, the newest first. */
  listDuels(key: string): Promise<KeptDuel[]>;
  /** Keeps what was written to stand on top of a comparison, and settles its calls, which are those of its first tool. The same attempt again changes nothing. */
  keepWrittenAnswer(answer: KeptAnswer, tool: string, settles: readonly number[]): Promise<void>;
  /** A person kept the one before: this one stays on record and is found no more. */
  declineWrittenAnswer(answer: KeptAnswer): Promise<void>;
  /** The last one about these dossiers and reviews that was not declined, see answerKeyOf. */
  findWrittenAnswer(key: string): Promise<KeptAnswer | null>;
  /** Keeps a repeat of a lead’s checklist, and settles its calls. The same number of the same review is kept once. */
  keepRepeat(repeat: Repeat, settles: readonly number[]): Promise<void>;
  /** Repeats of a review by number. */
  listRepeats(reviewId: number): Promise<Repeat[]>;
  /**
   * Keeps a run over the anchors, and settles its calls, given by anchor. Returns false for a late run, of whose answers
   * another run has kept some already: nothing is kept and nothing settled.
   */
  keepCalibration(run: CalibrationRun, settles: ReadonlyMap<string, readonly number[]>): Promise<boolean>;
  /** The newest run of a persona by a model, as the editor writes it or as its service names it; with `anchors`, over that set only. */
  lastCalibration(which: JurorOfRun): Promise<CalibrationRun | null>;
  /** What is let go after a while. */
  retention: Retention;
  /** What nights there were. */
  nights: Nights;
  /** What readers see, and what waits. */
  releases: Releases;
  launches: LaunchStore;
  /** What was read about tools, when, and what was made of it. */
  snapshots: Snapshots;
  names: Names;
  files: Files;
  close(): Promise<void>;
}
