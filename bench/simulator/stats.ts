import { type Counted, priceAnswer } from './bill.ts';
import type { Kind } from './juror.ts';
import type { CachePlan } from './prompt-cache.ts';
import type { Fault } from './settings.ts';

/** One answer that was billed. */
export interface Billed extends Counted {
  kind: Kind;
  model: string;
  costUsd: number;
  batch: boolean;
  shared: CachePlan['shared'];
  fault: Fault | null;
}

/** One call, as it went. Times are milliseconds since 1970. */
export interface Seen {
  at: number;
  endedAt: number;
  status: number | 'reset';
  fault: Fault | null;
}

/** What has happened so far, as `/__stats` tells it. */
export interface Report {
  /** Calls that asked for an answer, refused ones included. */
  calls: Seen[];
  billed: Billed[];
  costUsd: number;
  /** Calls refused for a limit. */
  refused: number;
  mostAtOnce: number;
}

export interface Stats {
  arrive(): { end(status: Seen['status'], fault: Fault | null): void };
  bill(answer: Omit<Billed, 'costUsd'>): void;
  report(): Report;
}

export function openStats(now: () => number): Stats {
  const calls: Seen[] = [];
  const billed: Billed[] = [];
  let atOnce = 0;
  let mostAtOnce = 0;
  return {
    arrive: () => {
      const at = now();
      atOnce += 1;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      return {
        end: (status, fault) => {
          atOnce -= 1;
          calls.push({ at, endedAt: now(), status, fault });
        },
      };
    },
    bill: (answer) => billed.push({ ...answer, costUsd: priceAnswer(answer.model, answer, answer.batch) }),
    report: () => ({
      calls,
      billed,
      costUsd: billed.reduce((sum, { costUsd }) => sum + costUsd, 0),
      refused: calls.filter(({ status }) => status === 429).length,
      mostAtOnce,
    }),
  };
}
