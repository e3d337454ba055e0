import type { Generated } from 'kysely';
import type { BatchedLife } from '../../core/batch.ts';
import type { Purpose } from '../../core/call.ts';
import type { BatchOutcome, StoredBatch } from '../contract/batches-contract.ts';

/** Batches and their questions. */
export interface BatchTables {
  batches: {
    number: Generated<number>;
    service_id: string | null;
    state: StoredBatch['state'];
    noted_at: string;
    renewed_at: string;
    created_at: string | null;
    expires_at: string | null;
    problem: string | null;
  };
  /** Not bound to `tools`: keeping a reply that was paid for must never fail for want of something else. */
  batch_items: {
    batch: number;
    /** 0 for the first. */
    position: number;
    custom_id: string;
    prompt_key: string;
    purpose: Purpose;
    attempt: number;
    tool: string;
    persona: string;
    /** The model as the editor wrote it. */
    asked: string;
    /** Name of the answer’s schema. */
    form: string;
    life: BatchedLife;
    outcome: BatchOutcome | null;
    /** 1 while its batch is being sent or open, else null: a call is claimed once. */
    claimed: number | null;
  };
}
