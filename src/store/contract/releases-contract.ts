import type { StoredComparison } from './contract.ts';

/**
 * What was decided about showing a comparison. `drafted`: made without being asked for, it waits. `approved`: a person
 * has read it and it may go out. `published`: readers see it. `unpublished`: taken back, it waits again. `rejected`: it
 * stays in, and is not drafted again.
 */
export type ReleaseWord = 'drafted' | 'approved' | 'published' | 'unpublished' | 'rejected';

/** One decision about showing a comparison. Append-only: the last one counts. */
export interface ReleaseDecision {
  comparison: string;
  word: ReleaseWord;
  /** A person’s name, or the name of the rule. */
  by: string;
  why: string;
  /** ISO time. */
  at: string;
}

/** A stored comparison and where it stands. One nobody decided about was asked for by a person, who published it. */
export interface Release {
  comparison: StoredComparison;
  state: ReleaseWord;
  /** Null where nobody decided. */
  decision: ReleaseDecision | null;
}

/** What readers see, what waits, and who decided that. */
export interface Releases {
  /** Adds a decision; the very same state again adds nothing and returns false. Of two programs that decide at once, one decides. */
  decide(decision: ReleaseDecision): Promise<boolean>;
  /** Null for a comparison the store does not know. */
  find(comparison: string): Promise<Release | null>;
  /** All comparisons, by slug. */
  list(): Promise<Release[]>;
  /** Every decision since a moment, in the order they were made. */
  since(at: string): Promise<ReleaseDecision[]>;
  /** Every decision about a comparison, in the order they were made. */
  history(comparison: string): Promise<ReleaseDecision[]>;
}
