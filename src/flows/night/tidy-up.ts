import { join } from 'node:path';
import { addDays } from '../../core/comparison/digest.ts';
import type { Desk } from '../../desk.ts';
import { removeOldLogs } from '../../providers/old-logs.ts';

/** How many of each kind were let go. */
export interface Tidied {
  logs: number;
  replies: number;
  readings: number;
}

/** Lets go of what is older than it is to be kept. Reviews, decisions and what they rest on stay for ever. */
export async function tidyUp(desk: Desk, out: string): Promise<Tidied> {
  const { logs, replies, readings } = desk.keepDays;
  const today = desk.now().toISOString().slice(0, 10);
  const firstKept = (days: number): string => addDays(today, -days);
  return {
    logs: logs === null ? 0 : removeOldLogs(join(out, 'logs'), firstKept(logs)).length,
    replies: replies === null ? 0 : await desk.store.retention.forgetReplies(firstKept(replies)),
    readings: readings === null ? 0 : await desk.store.retention.forgetReadings(firstKept(readings)),
  };
}
