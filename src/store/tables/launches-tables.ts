import type { Generated } from 'kysely';
import type { LaunchReason, LaunchState } from '../../core/launches/launch.ts';

/** Tables of the launches. */
export interface LaunchTables {
  /** `newest`, `read_at` and the failure change; the validators are those of the last reading that was kept. */
  feed_positions: {
    feed: string;
    address: string;
    etag: string | null;
    last_modified: string | null;
    newest: string | null;
    read_at: string | null;
    failure: string | null;
    failed_at: string | null;
  };
  /** `url` and `address` change when its page is found elsewhere, `tool` when it is known. */
  launches: {
    id: Generated<number>;
    feed: string;
    guid: string;
    title: string;
    name: string;
    tagline: string | null;
    url: string | null;
    address: string | null;
    discussion: string | null;
    published: string | null;
    first_seen: string;
    tool: string | null;
  };
  /** Append-only; the last one counts. */
  launch_decisions: {
    id: Generated<number>;
    launch_id: number;
    state: LaunchState;
    reason: LaunchReason;
    because: string;
    decided_by: string;
    decided_at: string;
  };
}
