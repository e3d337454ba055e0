import { type Ask, ProviderFailed } from '../../src/core/call.ts';
import { scripted } from '../../src/providers/scripted.ts';
import type { FakeClock } from './fake-clock.ts';

/** A service in memory that counts requests in a bucket and refuses the one that does not fit. */
export interface StrictService {
  ask: Ask;
  /** When each request that was let in arrived, in milliseconds. */
  accepted: number[];
  refused: number;
}

export interface Strictness {
  perMinute: number;
  /** What the bucket holds. */
  burst: number;
  latencyMs: number;
  /** Milliseconds a request is on its way, by its number. */
  transit?: (number: number) => number;
  /** Tells its limits in the head of every answer. */
  tells?: boolean;
}

export function strictService(clock: FakeClock, strictness: Strictness): StrictService {
  const { perMinute, burst, latencyMs, transit = () => 0, tells = true } = strictness;
  const service = { accepted: [] as number[], refused: 0 };
  let level = burst;
  let filledAt = 0;
  let number = 0;
  const ask: Ask = async (prompt, options) => {
    number += 1;
    await clock.wait(transit(number));
    level = Math.min(burst, level + ((clock.now() - filledAt) * perMinute) / 60_000);
    filledAt = clock.now();
    const fits = level >= 1 - 1e-9;
    if (fits) level -= 1;
    const head = tells ? { requests: { perMinute, remaining: Math.max(0, Math.floor(level)), resetMs: null } } : {};
    if (!fits) {
      service.refused += 1;
      options.onLimits?.(head);
      throw new ProviderFailed('test', 'rate', 'slow down', { status: 429, retryAfterMs: 1_000 });
    }
    service.accepted.push(clock.now());
    await clock.wait(latencyMs);
    options.onLimits?.(head);
    return scripted(['x']).ask(prompt, options);
  };
  return Object.assign(service, { ask });
}
