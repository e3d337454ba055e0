import type { Generated } from 'kysely';
import type { ReleaseWord } from '../contract/releases-contract.ts';

export interface ReleaseTables {
  /** Append-only: the last decision about a comparison counts. */
  release_decisions: {
    id: Generated<number>;
    comparison: string;
    word: ReleaseWord;
    decided_by: string;
    why: string;
    decided_at: string;
  };
}
