import type Anthropic from '@anthropic-ai/sdk';
import { ProviderFailed } from '../../core/call.ts';
import { brokenCall, complained, complaintOf, keyProblem, retryAfterMs } from '../failure.ts';
import { StreamBroken, StreamFailed } from './claude-stream.ts';

/** Where Claude is, and how to be let in. */
export interface ClaudeAccess {
  apiKey: string;
  /** Root of the API; a trailing `/v1` is taken off, because the SDK adds its own. */
  baseURL?: string;
  fetch?: typeof fetch;
}

/** The name of the service in failures and bylines. */
export const provider = 'claude';

export const remedies = {
  credentials: 'Check ANTHROPIC_API_KEY.',
  spend: 'Add credit or raise the spend limit in the Claude console, then run again: what is done is kept.',
};

/** Stops a key that no header can carry. @throws ProviderFailed */
export function refuseBadKey(apiKey: string): void {
  const problem = keyProblem(apiKey);
  if (problem !== null)
    throw new ProviderFailed(provider, 'credentials', `${provider}: the key ${problem}. ${remedies.credentials}`);
}

/** The root of the API as the SDK wants it. */
export function rootOf({ baseURL = 'https://api.anthropic.com' }: ClaudeAccess): string {
  return baseURL.replace(/\/+$/, '').replace(/\/v1$/, '');
}

/** A client with this key and address and nothing from the developer’s own environment or profile. */
export async function connectClaude(access: ClaudeAccess): Promise<Anthropic> {
  const { apiKey, fetch: send = fetch } = access;
  const { Anthropic: Client } = await import('@anthropic-ai/sdk');
  const silent = (): void => undefined;
  return new Client({
    apiKey,
    authToken: null,
    webhookKey: null,
    baseURL: rootOf(access),
    fetch: withoutForeignHeaders(send, apiKey),
    maxRetries: 0,
    logLevel: 'off',
    logger: { error: silent, warn: silent, info: silent, debug: silent },
    openTelemetry: { traces: false, propagation: false },
  });
}

const sdkHeaders = /^(?:accept|content-type|user-agent|anthropic-version|x-stainless-.*)$/;

/** The SDK adds ANTHROPIC_CUSTOM_HEADERS to every request, even over our key, and has no switch for it. */
function withoutForeignHeaders(send: typeof fetch, apiKey: string): typeof fetch {
  return (input, init) => {
    // The SDK makes them anew for each request.
    const headers = init?.headers instanceof Headers ? init.headers : new Headers(init?.headers);
    for (const name of [...headers.keys()]) if (!sdkHeaders.test(name)) headers.delete(name);
    headers.set('authorization', `Bearer ${apiKey}`);
    return send(input, { ...init, headers });
  };
}

/** What is known of the answer when its body turns out to be unusable. */
export interface Seen {
  status: number | null;
  requestId: string | null;
  contentType: string | null;
}

/** What an error of the SDK, or of reading an answer, amounts to. */
export function failureOf(
  error: unknown,
  seen: Seen,
  { apiKey, now }: { apiKey: string; now: () => Date },
): ProviderFailed {
  if (error instanceof ProviderFailed) return error;
  const from = { provider, remedies, secrets: [apiKey] };
  if (error instanceof StreamFailed)
    return complained(from, complaintOf(null, error.body), { status: seen.status, requestId: seen.requestId });
  if (error instanceof StreamBroken)
    return new ProviderFailed(provider, error.cut ? 'network' : 'malformed', `${provider}: ${error.message}`, seen);
  if (isApiError(error)) {
    const { status, headers } = error;
    return complained(from, complaintOf(status, error.error ?? { message: error.message }), {
      requestId: headers.get('request-id'),
      retryAfterMs: retryAfterMs(headers, now()),
    });
  }
  return brokenCall(provider, error, seen);
}

/** The SDK’s error for an answer with a status. Told by its form: its class would have to be loaded first. */
export function isApiError(error: unknown): error is Error & { status: number; headers: Headers; error: unknown } {
  return (
    error instanceof Error &&
    'status' in error &&
    typeof error.status === 'number' &&
    'headers' in error &&
    error.headers instanceof Headers
  );
}
