import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Ask, ProviderFailed, type RateLimits, type Reply } from '../../src/core/call.ts';
import { claude } from '../../src/providers/claude/claude.ts';
import { type GovernorOptions, governor, governors } from '../../src/providers/governor.ts';
import { scripted } from '../../src/providers/scripted.ts';
import { outcomeOf, promptFor, quiet } from '../contracts/ask.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';
import { type Strictness, strictService } from './strict-service.ts';

const prompt = promptFor('claude:claude-sonnet-5-5', { maxOutputTokens: 1_000 });

/** Sends so many calls at once and waits for all of them. */
async function sendAll(ask: Ask, count: number, clock: FakeClock): Promise<number> {
  const calls = Array.from({ length: count }, () => ask(prompt, { signal: quiet() }));
  return clock.runUntil(Promise.allSettled(calls));
}

async function pace(calls: number, strictness: Strictness, options: Partial<GovernorOptions> = {}) {
  const clock = fakeClock();
  const service = strictService(clock, strictness);
  const ms = await sendAll(governor({ concurrency: 32, clock, ...options })(service.ask), calls, clock);
  const { perMinute, burst, latencyMs } = strictness;
  const bound = Math.max((calls * latencyMs) / 32, ((calls - burst) * 60_000) / perMinute + latencyMs);
  return { ms, ratio: ms / bound, ...service };
}

/** Each answer takes so long and tells these limits in its head. */
function telling(clock: FakeClock, limits: () => RateLimits, more: Partial<Reply> = {}, latencyMs = 100) {
  const sent: number[] = [];
  const ask: Ask = async (question, options) => {
    sent.push(clock.now());
    await clock.wait(latencyMs);
    options.onLimits?.(limits());
    return scripted([{ text: 'x', ...more }]).ask(question, options);
  };
  return { ask, sent };
}

describe('pacing', () => {
  test.each([5, 10, 60])(
    'ends 300 calls at a strict 600 a minute within 3 % of the bound, with no 429 (bucket of %i)',
    async (burst) => {
      const { ratio, refused } = await pace(300, { perMinute: 600, burst, latencyMs: 50 });
      expect(refused).toBe(0);
      expect(ratio).toBeLessThanOrEqual(1.03);
    },
  );

  test('is kept whatever the network does to the order of calls', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 60, max: 3_000 }),
        fc.integer({ min: 8, max: 100 }),
        fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 50 }),
        async (perMinute, burst, delays) => {
          const transit = (number: number) => delays[number % delays.length] ?? 0;
          const { refused, ratio } = await pace(150, { perMinute, burst, latencyMs: 50, transit });
          expect(refused).toBe(0);
          if (perMinute <= 1_200) expect(ratio).toBeLessThanOrEqual(1.2);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('has settled after a few refusals where a service allows no two calls close together', async () => {
    const { accepted, refused, ratio } = await pace(300, {
      perMinute: 600,
      burst: 1,
      latencyMs: 50,
      transit: (number) => ((number * 7_919) % 100) * 0.03,
    });
    expect(accepted.length + refused).toBe(300);
    expect(refused).toBeLessThan(10);
    expect(ratio).toBeLessThan(1.25);
  });

  test('ends with the first head that tells no limits', async () => {
    const clock = fakeClock();
    const { ask, sent } = telling(clock, () => ({}));
    const ms = await sendAll(governor({ concurrency: 32, clock })(ask), 64, clock);
    expect(sent.slice(0, 5)).toEqual([0, 0, 0, 0, 100]);
    expect(ms).toBe(300);
  });

  test('does not hold back calls for long where heads are late', async () => {
    const clock = fakeClock();
    const { ask } = telling(clock, () => ({}), {}, 30_000);
    expect(await sendAll(governor({ concurrency: 32, clock })(ask), 8, clock)).toBeLessThan(30_600);
  });

  test('keeps a limit that a person set, although the service allows more', async () => {
    const { accepted, refused } = await pace(
      30,
      { perMinute: 6_000, burst: 100, latencyMs: 10 },
      { perMinute: { requests: 60 } },
    );
    expect(refused).toBe(0);
    expect(accepted.at(-1)).toBeGreaterThan(29_000);
  });

  test('counts input tokens, and gives back what an answer did not use', async () => {
    const clock = fakeClock();
    const usage = { input: 100, output: 10, thinking: null, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 1_500 };
    const limits = { inputTokens: { perMinute: 6_000, remaining: 0, resetMs: null } };
    const { ask, sent } = telling(clock, () => limits, { usage, provider: 'claude' });
    await sendAll(governor({ concurrency: 1, clock })(ask), 20, clock);
    expect(sent.at(-1)).toBeLessThan(40_000);
    const all = telling(clock, () => limits, { usage: { ...usage, input: 1_600, cacheRead: 0 } });
    const begin = clock.now();
    await sendAll(governor({ concurrency: 1, clock })(all.ask), 20, clock);
    expect((all.sent.at(-1) ?? 0) - begin).toBeGreaterThan(250_000);
  });

  test('expects answers to be as long as they were, not as long as they may be', async () => {
    const clock = fakeClock();
    const usage = { input: 0, output: 10, thinking: null, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0 };
    const limits = { outputTokens: { perMinute: 6_000, remaining: 0, resetMs: null } };
    const { ask, sent } = telling(clock, () => limits, { usage }, 10_000);
    await sendAll(governor({ concurrency: 32, clock })(ask), 200, clock);
    expect(sent.at(-1)).toBeLessThan(100_000);
  });

  test('holds back nothing for calls that were refused', async () => {
    const clock = fakeClock();
    const limits = { outputTokens: { perMinute: 6_000, remaining: 0, resetMs: null } };
    const sent: number[] = [];
    const ask: Ask = async (_, options) => {
      sent.push(clock.now());
      await clock.wait(10);
      options.onLimits?.(limits);
      throw new ProviderFailed('test', 'server', 'busy', { status: 503 });
    };
    await sendAll(governor({ concurrency: 4, clock })(ask), 200, clock);
    expect(sent.at(-1)).toBeLessThan(5_000);
  });

  test('sees that others use the same limit', async () => {
    const clock = fakeClock();
    let left = 40;
    const { ask, sent } = telling(clock, () => {
      left = Math.max(0, left - 8);
      return { requests: { perMinute: 600, remaining: left, resetMs: null } };
    });
    await sendAll(governor({ concurrency: 2, clock })(ask), 40, clock);
    expect(sent.filter((at) => at < 2_000).length).toBeLessThan(30);
  });

  test('asks for cache entries that live longer where the next reader may come minutes later', async () => {
    const livesAt = async (options: Partial<GovernorOptions>, tookMs = 10) => {
      const clock = fakeClock();
      const lives: unknown[] = [];
      const ask: Ask = async (question, call) => {
        lives.push(call.cacheLife);
        return scripted([{ text: 'x', tookMs }]).ask(question, { signal: call.signal });
      };
      await sendAll(governor({ concurrency: 4, clock, ...options })(ask), 2, clock);
      return lives;
    };
    expect(await livesAt({})).toEqual(['5m', '5m']);
    expect(await livesAt({ perMinute: { requests: 1 } })).toEqual(['5m', '5m']);
    expect(await livesAt({ perMinute: { outputTokens: 50 } })).toEqual(['1h', '1h']);
    expect(await livesAt({ concurrency: 1 }, 250_000)).toEqual(['5m', '1h']);
  });

  test('is by model: one that is used up does not hold back another', async () => {
    const clock = fakeClock();
    const { ask, sent } = telling(clock, () => ({ requests: { perMinute: 1, remaining: 0, resetMs: null } }));
    const governed = governors(() => ({ concurrency: 1, clock }))(ask);
    const call = (model: string) => governed({ ...prompt, model }, { signal: quiet() });
    await clock.runUntil(Promise.all([call('claude:a'), call('claude:b')]));
    expect(sent).toEqual([0, 0]);
  });
});

describe('after a 429', () => {
  const refusal = (retryAfterMs: number | null) => new ProviderFailed('test', 'rate', 'slow down', { retryAfterMs });

  async function afterRefusal(failure: ProviderFailed, limits: RateLimits, concurrency = 1) {
    const clock = fakeClock();
    const sent: number[] = [];
    const ask: Ask = async (question, options) => {
      sent.push(clock.now());
      const number = sent.length;
      await clock.wait(100);
      options.onLimits?.(limits);
      if (number === 1) throw failure;
      return scripted(['x']).ask(question, options);
    };
    await sendAll(governor({ concurrency, clock })(ask), 4 * concurrency, clock);
    return sent;
  }

  test('everybody waits as long as the service asks', async () => {
    expect((await afterRefusal(refusal(7_000), {}))[1]).toBe(7_100);
  });

  test('nobody waits longer than a minute', async () => {
    expect((await afterRefusal(refusal(3_600_000), {}))[1]).toBe(60_100);
  });

  test('that does not say how long, everybody waits until what is used up is there again', async () => {
    const limits = { tokens: { perMinute: 1_000_000, remaining: 0, resetMs: 4_000 } };
    expect((await afterRefusal(refusal(null), limits))[1]).toBeGreaterThanOrEqual(4_100);
    expect((await afterRefusal(refusal(null), {}))[1]).toBe(1_100);
  });

  test('of a service that tells no limits, half as many go at once, and one more with each answer', async () => {
    const clock = fakeClock();
    const sent: number[] = [];
    const ask: Ask = async (question, options) => {
      sent.push(clock.now());
      const number = sent.length;
      await clock.wait(100);
      options.onLimits?.({});
      if (number === 1) throw refusal(0);
      return scripted(['x']).ask(question, options);
    };
    const governed = governor({ concurrency: 8, clock })(ask);
    await sendAll(governed, 1, clock);
    await sendAll(governed, 32, clock);
    const atOnce = [100, 200, 300, 400].map((at) => sent.filter((one) => one === at).length);
    expect(atOnce).toEqual([4, 8, 8, 8]);
  });

  test('a call that is aborted while it stands at the gate leaves at once, and the next takes its place', async () => {
    const clock = fakeClock();
    const { ask, asked } = scripted([refusal(30_000), 'next']);
    const governed = governor({ concurrency: 1, clock })(ask);
    await outcomeOf(governed(prompt, { signal: quiet() }));
    const caller = new AbortController();
    const reason = new Error('enough');
    const standing = outcomeOf(governed(prompt, { signal: caller.signal }));
    const next = governed(prompt, { signal: quiet() });
    await new Promise((resolve) => setImmediate(resolve));
    caller.abort(reason);
    expect(await standing).toBe(reason);
    await clock.runUntil(next);
    expect(asked).toHaveLength(2);
    expect(clock.now()).toBe(30_000);
  });
});

test('a real service with a strict bucket is never run into, over real sockets', async () => {
  const perMinute = 3_000;
  const bucket = { level: 20, filledAt: performance.now(), refused: 0 };
  const server = createServer((request, response) => {
    request.resume();
    const now = performance.now();
    bucket.level = Math.min(20, bucket.level + ((now - bucket.filledAt) * perMinute) / 60_000);
    bucket.filledAt = now;
    const fits = bucket.level >= 1;
    if (fits) bucket.level -= 1;
    else bucket.refused += 1;
    const body = { content: [{ type: 'text', text: 'x' }], stop_reason: 'end_turn' };
    response.writeHead(fits ? 200 : 429, {
      'content-type': 'application/json',
      'anthropic-ratelimit-requests-limit': String(perMinute),
      'anthropic-ratelimit-requests-remaining': String(Math.floor(bucket.level)),
    });
    response.end(JSON.stringify(fits ? body : { type: 'error', error: { type: 'rate_limit_error', message: 'no' } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const ask = governor({ concurrency: 32 })(
    claude({ apiKey: 'key', baseURL: `http://127.0.0.1:${port}`, priceOf: () => null }),
  );
  await ask(prompt, { signal: quiet() });
  const began = performance.now();
  await Promise.allSettled(Array.from({ length: 120 }, () => ask(prompt, { signal: quiet() })));
  const took = performance.now() - began;
  server.closeAllConnections();
  server.close();
  expect(bucket.refused).toBe(0);
  expect(took).toBeGreaterThan((99 * 60_000) / perMinute);
});
