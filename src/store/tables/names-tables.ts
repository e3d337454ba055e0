import type { Generated } from 'kysely';
import type { NameChange } from '../../core/facts/name-changes.ts';

export interface NamesTables {
  /** Append-only. Not bound to `tools`: what is held apart may not be in the store yet. */
  name_changes: {
    id: Generated<number>;
    change: NameChange['change'];
    slug: string;
    other: string;
    why: string;
    changed_by: string;
    changed_at: string;
  };
}
