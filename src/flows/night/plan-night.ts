import type { PlannedCall } from '../../core/estimate.ts';
import type { Desk } from '../../desk.ts';
import { findOpenSeats } from '../ask/find-open-seats.ts';
import { planRun } from '../ask/plan-run.ts';

/** What a night would ask to fill the seats that are open now. */
export interface NightPlan {
  calls: PlannedCall[];
  /** Tools with open seats, and how many of them the night takes. */
  open: number;
  taken: number;
}

const wishes = { fresh: false, note: null, leadNamed: false };

/** Plans the seats of a night as the store is now. Feeds and pages are not read, and duels of drafts nobody can foresee. */
export async function planNight(desk: Desk, { limit, stale }: { limit: number; stale: boolean }): Promise<NightPlan> {
  const open = await findOpenSeats(desk, { stale });
  const taken = open.slice(0, limit);
  const calls = await Promise.all(
    taken.map(({ tool, personas }) => planRun(desk, { targets: [tool], personas, wishes })),
  );
  return { calls: calls.flat(), open: open.length, taken: taken.length };
}
