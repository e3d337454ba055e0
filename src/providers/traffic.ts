import type { Metered } from '../core/call.ts';
import { type Load, metered } from './load.ts';

/** What a call took, when, and how much had been taken of each limit by then. */
export interface Taken {
  readonly load: Load;
  readonly at: number;
  readonly total: Load;
}

/** The calls of this client, as far as they count against limits. */
export interface Traffic {
  take(load: Load, at: number): Taken;
  /** The head of its answer came, or never will. */
  hear(taken: Taken): void;
  /** What calls took that were sent after this one. */
  since(taken: Taken, kind: Metered): number;
  /** It ended, one way or the other. */
  end(taken: Taken): void;
  /** What calls took that the service may not have counted yet: answers until they have ended, all else until the head. */
  outstanding(kind: Metered): number;
}

export function openTraffic(): Traffic {
  const total: Load = { requests: 0, inputTokens: 0, outputTokens: 0, tokens: 0 };
  const unheard = new Set<Taken>();
  const running = new Set<Taken>();
  return {
    take: (load, at) => {
      for (const kind of metered) total[kind] += load[kind];
      const taken = { load, at, total: { ...total } };
      unheard.add(taken);
      running.add(taken);
      return taken;
    },
    hear: (taken) => {
      unheard.delete(taken);
    },
    end: (taken) => {
      unheard.delete(taken);
      running.delete(taken);
    },
    since: (taken, kind) => total[kind] - taken.total[kind],
    outstanding: (kind) =>
      [...(kind === 'outputTokens' || kind === 'tokens' ? running : unheard)].reduce(
        (sum, { load }) => sum + load[kind],
        0,
      ),
  };
}
