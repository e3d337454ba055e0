/** One night: the scan, the reviews and the drafts of one run, however often it was interrupted. */
export interface Night {
  id: number;
  /** ISO time it was begun. */
  startedAt: string;
  /** ISO time it was through; null while it is under way or was interrupted. */
  endedAt: string | null;
  /** Exit status of the program; null until it ended. */
  exitCode: number | null;
  /** Folder of its report; null until it ended. */
  folder: string | null;
}

/** A review that took a seat, and when. */
interface KeptReview {
  tool: string;
  persona: string;
  at: string;
}

/** What nights there were. */
export interface Nights {
  /** The night that was begun and never ended, to go on with; else a new one. */
  begin(at: string): Promise<Night>;
  /** Ends a night; one that has ended already stays as it is. */
  end(id: number, how: { at: string; exitCode: number; folder: string | null }): Promise<void>;
  /** The newest first, at most so many. */
  list(most: number): Promise<Night[]>;
  /** The newest that ended with exit status 0; null when none did. */
  lastSuccess(): Promise<Night | null>;
  /** Reviews a rule put into a seat since a moment, the oldest first. */
  keptSince(at: string): Promise<KeptReview[]>;
}
