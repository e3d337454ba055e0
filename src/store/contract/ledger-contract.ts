import type { BrokenAttempt, LedgerRows } from '../../core/ledger.ts';

/** What a question of a form is answered with, and how often that needed a correction round. */
export type FormCounts = Readonly<Record<string, { answers: number; repairs: number }>>;

/** What was paid, may have been paid, and did not have to be. Append-only. */
export interface Ledger {
  /** Everything a report is computed from. */
  read(): Promise<LedgerRows>;
  /** Notes that a run used these standing reviews as they were. However many there are, it takes a statement or a few. */
  keepReuses(reviewIds: readonly number[], at: string): Promise<void>;
  /** Notes an attempt that brought no answer and may be billed all the same. */
  keepBroken(attempt: BrokenAttempt): Promise<void>;
  /** By form of the answer (`opinion`, `ballot`, `duel`): replies of services on record, first ones and correction rounds. */
  countRepairs(): Promise<FormCounts>;
}
