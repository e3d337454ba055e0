import type { NameChange } from '../../core/facts/name-changes.ts';

/** What people said about which slugs mean one product. Append-only: a split undoes a merge and both stay on record. */
export interface Names {
  /**
   * Adds a line to the audit trail. A merge needs two different tools of the store, of which neither is merged away, so that
   * merges never go round in a circle; a split may name slugs the store has never seen. @throws Unkeepable
   */
  keep(change: Omit<NameChange, 'id'>): Promise<NameChange>;
  /** Every change, in the order they were made. */
  list(): Promise<NameChange[]>;
}
