import { type Limits, openLimits } from './bucket.ts';
import { chanceOf, spreadOf } from './chance.ts';
import { openPromptCache } from './prompt-cache.ts';
import type { Fault, SimulatorSettings } from './settings.ts';
import { openStats, type Stats } from './stats.ts';

/** Everything the simulated services remember. */
export interface Service {
  settings: SimulatorSettings;
  /** Milliseconds since it began. */
  now: () => number;
  limits: Limits;
  cache: ReturnType<typeof openPromptCache>;
  stats: Stats;
  files: Map<string, StoredFile>;
  batches: Map<string, StoredBatch>;
  /** How this attempt at a question goes wrong; null when it goes well. */
  drawFault(identity: string): Fault | null;
  /** Milliseconds until the first byte of an answer. */
  delay(identity: string, fault: Fault | null): number;
  /** The next number of anything that needs an id. */
  next(): number;
}

interface StoredFile {
  metadata: Record<string, unknown>;
  text: string;
}

export interface StoredBatch {
  view: Record<string, unknown>;
  results: string[];
}

export function openService(settings: SimulatorSettings): Service {
  const now = (): number => performance.timeOrigin + performance.now();
  const attempts = new Map<string, number>();
  let last = 0;
  return {
    settings,
    now,
    limits: openLimits(settings, now),
    cache: openPromptCache(now),
    stats: openStats(now),
    files: new Map(),
    batches: new Map(),
    drawFault: (identity) => {
      const attempt = (attempts.get(identity) ?? 0) + 1;
      attempts.set(identity, attempt);
      if (chanceOf('fault', settings.seed, identity, attempt) >= settings.faultShare) return null;
      const which = chanceOf('which', settings.seed, identity, attempt);
      return settings.faults[Math.floor(which * settings.faults.length)] ?? null;
    },
    delay: (identity, fault) => {
      const spread = spreadOf(settings.jitter, settings.seed, identity, attempts.get(identity) ?? 0);
      return settings.ttfb * spread * (fault === 'slow' ? settings.slowness : 1);
    },
    next: () => {
      last += 1;
      return last;
    },
  };
}
