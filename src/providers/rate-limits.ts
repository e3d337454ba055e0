import type { Metered, RateLimit, RateLimits } from '../core/call.ts';

/** What each limit is called in a header. */
const names: Record<Metered, string> = {
  requests: 'requests',
  inputTokens: 'input-tokens',
  outputTokens: 'output-tokens',
  tokens: 'tokens',
};

/**
 * The limits the head of an answer tells: `anthropic-ratelimit-<name>-limit` and its kin, or `x-ratelimit-limit-<name>`
 * with or without `-minute`. A limit of a day is left alone: it is not for pacing, and ends with a 429 and its
 * retry-after. Where input and output tokens are told, their sum says nothing more.
 */
export function limitsOf(headers: Headers, now: Date): RateLimits {
  const told = Object.entries(names).flatMap(([metered, name]) => {
    const limit = limitOf(headers, name, now);
    return limit === null ? [] : [[metered, limit] as const];
  });
  const limits: RateLimits = Object.fromEntries(told);
  if (limits.inputTokens !== undefined && limits.outputTokens !== undefined) delete limits.tokens;
  return limits;
}

function limitOf(headers: Headers, name: string, now: Date): RateLimit | null {
  const read = (field: string): string | null =>
    headers.get(`anthropic-ratelimit-${name}-${field}`) ??
    headers.get(`x-ratelimit-${field}-${name}`) ??
    headers.get(`x-ratelimit-${field}-${name}-minute`);
  const perMinute = numberOf(read('limit'));
  if (perMinute === null || perMinute === 0) return null;
  return { perMinute, remaining: numberOf(read('remaining')), resetMs: resetOf(read('reset'), now) };
}

function numberOf(text: string | null): number | null {
  return text !== null && /^\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) : null;
}

const msOf = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
]);

/** A moment (`2026-11-23T00:01:00Z`), a span (`2m59.56s`, `120ms`) or seconds. */
function resetOf(text: string | null, now: Date): number | null {
  if (text === null || text.trim() === '') return null;
  const seconds = numberOf(text);
  if (seconds !== null) return seconds * 1_000;
  if (/^(?:\d+(?:\.\d+)?(?:ms|[smh]))+$/.test(text))
    return [...text.matchAll(/([\d.]+)([a-z]+)/g)].reduce(
      (sum, [, n, unit = '']) => sum + Number(n) * (msOf.get(unit) ?? 0),
      0,
    );
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? null : Math.max(0, moment - now.getTime());
}
