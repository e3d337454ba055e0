import type { Generated } from 'kysely';
import type { Purpose } from '../../core/call.ts';

/** What the ledger knows of a call, in the table `calls`. */
export interface LedgerColumns {
  /** Form of the answer that was asked for: that of an opinion, ballot or duel, also in its correction round. Null before it was noted. */
  form: string | null;
  /** Version of the prices the cost was computed from; null when they are unknown. */
  price_version: string | null;
  /** Those prices, as JSON. */
  price_tiers: string | null;
  /** The batch the reply came in. */
  batch: string | null;
}

export interface LedgerTables {
  /** Append-only: a run used a standing review as it was. */
  reuses: { id: Generated<number>; review_id: number; used_at: string };
  /** Append-only: attempts without an answer that may be billed. */
  broken_attempts: {
    id: Generated<number>;
    prompt_key: string;
    purpose: Purpose;
    attempt: number;
    tool: string;
    persona: string;
    /** The model as the editor wrote it. */
    asked: string;
    reason: string;
    worst_usd: number | null;
    price_version: string | null;
    broke_at: string;
  };
}
