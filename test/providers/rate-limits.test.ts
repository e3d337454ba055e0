import { describe, expect, test } from 'vitest';
import { limitsOf } from '../../src/providers/rate-limits.ts';

const now = new Date('2026-11-23T10:00:00Z');
const read = (headers: Record<string, string>) => limitsOf(new Headers(headers), now);

describe('the limits in the head of an answer', () => {
  test('are Claude’s, each by itself', () => {
    const of = (name: string, limit: string, remaining: string) => ({
      [`anthropic-ratelimit-${name}-limit`]: limit,
      [`anthropic-ratelimit-${name}-remaining`]: remaining,
      [`anthropic-ratelimit-${name}-reset`]: '2026-11-23T10:00:30Z',
    });
    const head = {
      ...of('requests', '50', '49'),
      ...of('input-tokens', '40000', '0'),
      ...of('output-tokens', '8000', '8000'),
    };
    expect(read({ ...head, ...of('tokens', '48000', '8000') })).toEqual({
      requests: { perMinute: 50, remaining: 49, resetMs: 30_000 },
      inputTokens: { perMinute: 40_000, remaining: 0, resetMs: 30_000 },
      outputTokens: { perMinute: 8_000, remaining: 8_000, resetMs: 30_000 },
    });
  });

  test.each([
    ['6m0s', 360_000],
    ['120ms', 120],
    ['2m59.56s', 179_560],
    ['7.66s', 7_660],
    ['1h', 3_600_000],
    ['12', 12_000],
    ['2026-11-23T09:00:00Z', 0],
    ['soon', null],
    ['', null],
  ])('are those of chat completions, with a reset in %j', (reset, resetMs) => {
    expect(
      read({
        'x-ratelimit-limit-requests': '600',
        'x-ratelimit-remaining-requests': '599',
        'x-ratelimit-reset-requests': reset,
        'x-ratelimit-limit-tokens': '30000',
      }),
    ).toEqual({
      requests: { perMinute: 600, remaining: 599, resetMs },
      tokens: { perMinute: 30_000, remaining: null, resetMs: null },
    });
  });

  test('are of a minute, not of a day', () => {
    const head = { 'x-ratelimit-limit-requests-day': '14400', 'x-ratelimit-limit-tokens-minute': '60000' };
    expect(read({ ...head, 'x-ratelimit-remaining-tokens-minute': '1' })).toEqual({
      tokens: { perMinute: 60_000, remaining: 1, resetMs: null },
    });
  });

  test.each([
    {},
    { 'x-ratelimit-limit-requests': '0' },
    { 'x-ratelimit-limit-requests': 'many' },
    { 'anthropic-ratelimit-tokens-limit': '-1' },
  ])('are not there in %j', (headers) => {
    expect(read(headers as Record<string, string>)).toEqual({});
  });
});
