import type { Generated } from 'kysely';
import type { Role } from '../../core/gathering/document.ts';

/** What was read of the world about tools. Both are append-only. */
export interface SnapshotTables {
  gatherings: {
    id: Generated<number>;
    tool: string;
    /** The dossier it led to. */
    dossier_key: string;
    address: string | null;
    texts_key: string;
    reader: string | null;
    /** JSON, like `said` and `missed`. */
    facts: string;
    said: string;
    missed: string;
    gathered_at: string;
  };
  snapshots: {
    gathering_id: number;
    /** 0 for the first. */
    position: number;
    source: string;
    role: Role;
    asked: string;
    url: string;
    content_type: string;
    etag: string | null;
    last_modified: string | null;
    retrieved_at: string;
    /** The text is in `sources`. */
    hash: string;
    raw_hash: string;
    /** JSON. */
    reading: string;
  };
}
