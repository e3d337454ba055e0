import type { BatchedLife } from '../../core/batch.ts';
import type { AskedCall } from '../../core/call.ts';

/** What became of a question of a batch. `unanswered`: the batch ended, was refused or cannot be found any more, without a word about it. */
export type BatchOutcome = 'answered' | 'errored' | 'expired' | 'canceled' | 'unanswered';

/** A question of a batch: everything it takes to keep its reply, whatever became of dossier and persona since. */
export interface BatchedCall extends AskedCall {
  customId: string;
  life: BatchedLife;
}

/** A batch of questions. Times are ISO. */
export interface StoredBatch {
  /** Our number; the service’s id is known only once it has answered. */
  number: number;
  serviceId: string | null;
  /** `sending`: it was noted, and nobody knows yet whether the service has it. `open`: the service has it. `closed`: nothing more will come of it. */
  state: 'sending' | 'open' | 'closed';
  /** When it was noted, and when whoever sends it last said that it is still at it. */
  notedAt: string;
  renewedAt: string;
  /** As the service tells; null while it has not. */
  createdAt: string | null;
  expiresAt: string | null;
  /** Why it was closed without results; null otherwise. */
  problem: string | null;
  /** In the order they were sent. */
  items: (BatchedCall & { outcome: BatchOutcome | null })[];
}

/**
 * Batches, so that an interrupted run, or another one, finds what was sent. A call is in one batch at a time that is
 * being sent or open: it is claimed, and claimed calls are refused to everybody else.
 */
export interface BatchBook {
  /**
   * Notes a batch about to be sent, of those calls that nobody has claimed and the journal has no reply to; all in one
   * step, so that of two runs only one sends a question. Null when none is left.
   */
  note(calls: readonly BatchedCall[], at: string): Promise<StoredBatch | null>;
  /** Whoever sends it is still at it. */
  renew(number: number, at: string): Promise<void>;
  /** The service has it. Told again, or of a batch that was closed for want of an answer, it counts as well: what was paid for is fetched. */
  open(number: number, told: { serviceId: string; createdAt: string; expiresAt: string }): Promise<void>;
  /** Notes what became of a question; only the first word counts. Returns whether this one did. */
  settle(number: number, customId: string, outcome: BatchOutcome): Promise<boolean>;
  /** Nothing more will come of it: questions without an outcome are unanswered, and all its calls are free again. `problem` is why, when it brought no results. */
  close(number: number, problem: string | null): Promise<void>;
  /** Batches being sent or open, the oldest first. */
  listOpen(): Promise<StoredBatch[]>;
  /** When the service made a batch, by its id; null for one that is not known here. */
  createdAt(serviceId: string): Promise<string | null>;
}
