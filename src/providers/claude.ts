import type Anthropic from '@anthropic-ai/sdk';
import type { ContentBlockParam, MessageCreateParams } from '@anthropic-ai/sdk/resources/messages';
import { type Ask, type AskOptions, ProviderFailed, type Reply } from '../core/call.ts';
import type { PriceTier } from '../core/cost.ts';
import { parseModel } from '../core/model.ts';
import { type ClaudeMessage, claudeMessage, readMessages } from './claude-message.ts';
import { paramsOf } from './claude-params.ts';
import { retiringClaudeModels } from './claude-prices.ts';
import { readClaudeStream, StreamBroken, StreamFailed, type WireEvent } from './claude-stream.ts';
import { defaultDeadlineMs, defaultIdleMs, withinDeadline } from './deadline.ts';
import { brokenCall, complained, complaintOf, keyProblem, parseBody, retryAfterMs } from './failure.ts';
import { limitsOf } from './rate-limits.ts';

export interface ClaudeOptions {
  apiKey: string;
  /** Root of the API; a trailing `/v1` is taken off, because the SDK adds its own. */
  baseURL?: string;
  fetch?: typeof fetch;
  /** Price table by model id; a model that is not in it has unknown cost. */
  prices: Readonly<Record<string, readonly PriceTier[]>>;
  now?: () => Date;
  /** Longest wait for a whole answer, body included, in milliseconds. */
  deadlineMs?: number;
  /** Longest silence within a stream, in milliseconds. */
  idleMs?: number;
}

const provider = 'claude';

export const remedies = {
  credentials: 'Check ANTHROPIC_API_KEY.',
  spend: 'Add credit or raise the spend limit in the Claude console, then run again: what is done is kept.',
};

/** From this much room on an answer may take longer than connections without traffic live; the SDK draws its line near here too. */
const longAnswer = 20_000;

/** The SDK’s own timeout covers headers only; it comes this many milliseconds after ours, which covers the body too. */
export const sdkSlack = 60_000;

/** How often an answer that pauses is asked to go on. */
const mostPauses = 3;

/** Asks Claude through its Messages API. The SDK is loaded at the first call. */
export function claude(options: ClaudeOptions): Ask {
  const { prices, now = () => new Date(), deadlineMs = defaultDeadlineMs, idleMs = defaultIdleMs } = options;
  let client: Promise<Anthropic> | undefined;
  return async (prompt, { signal, onBegin, onLimits }) => {
    const model = parseModel(prompt.model).id;
    refuse(model, options.apiKey);
    const started = now().getTime();
    const limits = { provider, signal, deadlineMs, idleMs };
    const { messages, requestId } = await withinDeadline(limits, async (ending, alive) => {
      client ??= connect(options);
      const stream = onBegin !== undefined || prompt.maxOutputTokens > longAnswer;
      const params: MessageCreateParams = { ...paramsOf(prompt, model), stream };
      const request = { signal: ending, timeout: deadlineMs + sdkSlack };
      return converse(await client, params, request, { onBegin, onLimits, alive, now, apiKey: options.apiKey });
    });
    const ended = now();
    const reply: Reply = {
      ...readMessages(messages, model, pricesOf(prices, model), '5m'),
      servedBy: null,
      requestId,
      receivedAt: ended.toISOString(),
      tookMs: ended.getTime() - started,
      supplied: null,
      batch: null,
      callId: null,
    };
    return reply;
  };
}

/** Prices of a model; null when they are unknown. */
export function pricesOf(prices: ClaudeOptions['prices'], model: string): readonly PriceTier[] | null {
  return (Object.hasOwn(prices, model) ? prices[model] : null) ?? null;
}

/** Stops what would fail at the service, or soon will. */
export function refuse(model: string, apiKey: string): void {
  const problem = keyProblem(apiKey);
  if (problem !== null)
    throw new ProviderFailed(provider, 'credentials', `${provider}: the key ${problem}. ${remedies.credentials}`);
  if (retiringClaudeModels.includes(model))
    throw new ProviderFailed(
      provider,
      'request',
      `${provider}: ${model} is about to be retired. Choose a current model, for example claude:claude-sonnet-5-5.`,
    );
}

/** A client with this key and address and nothing from the developer’s own environment or profile. */
export async function connect({ apiKey, baseURL, fetch: send = fetch }: ClaudeOptions): Promise<Anthropic> {
  const { Anthropic: Client } = await import('@anthropic-ai/sdk');
  const silent = (): void => undefined;
  return new Client({
    apiKey,
    authToken: null,
    webhookKey: null,
    baseURL: (baseURL ?? 'https://api.anthropic.com').replace(/\/+$/, '').replace(/\/v1$/, ''),
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
    const headers = [...new Headers(init?.headers)].filter(([name]) => sdkHeaders.test(name));
    return send(input, { ...init, headers: [...headers, ['authorization', `Bearer ${apiKey}`]] });
  };
}

interface Call {
  onBegin: AskOptions['onBegin'];
  onLimits: AskOptions['onLimits'];
  /** Called at each sign of life of a stream. */
  alive: () => void;
  now: () => Date;
  apiKey: string;
}

/** An answer that pauses is asked to go on: what it said so far is sent back, and nothing is added. */
async function converse(
  client: Anthropic,
  params: MessageCreateParams,
  request: { signal: AbortSignal; timeout: number },
  call: Call,
): Promise<{ messages: [ClaudeMessage, ...ClaudeMessage[]]; requestId: string | null }> {
  const earlier: ClaudeMessage[] = [];
  for (let turn = params; ; ) {
    const onBegin = earlier.length === 0 ? call.onBegin : undefined;
    const { message: last, requestId } = await send(client, turn, request, { ...call, onBegin });
    const [first = last, ...later] = [...earlier, last];
    const messages: [ClaudeMessage, ...ClaudeMessage[]] = [first, ...later];
    if (last.stop_reason !== 'pause_turn' || messages.length > mostPauses) return { messages, requestId };
    earlier.push(last);
    // The service’s own blocks, exactly as they came; their kinds are more than the SDK can name.
    const content = messages.flatMap((message) => message.content) as unknown as ContentBlockParam[];
    turn = { ...params, messages: [...params.messages, { role: 'assistant', content }] };
  }
}

/** One request and its whole answer. The SDK builds and sends it; the body is read here, where its form is not taken on trust. */
async function send(
  client: Anthropic,
  params: MessageCreateParams,
  request: { signal: AbortSignal; timeout: number },
  call: Call,
): Promise<{ message: ClaudeMessage; requestId: string | null }> {
  const seen: Seen = { status: null, requestId: null, contentType: null };
  try {
    const response = await client.messages.create(params, request).asResponse();
    seen.status = response.status;
    seen.requestId = response.headers.get('request-id');
    seen.contentType = response.headers.get('content-type');
    call.onLimits?.(limitsOf(response.headers, call.now()));
    return { message: await read(response, call), requestId: seen.requestId };
  } catch (error) {
    if (isApiError(error)) call.onLimits?.(limitsOf(error.headers, call.now()));
    throw failureOf(error, seen, call);
  }
}

/** What is known of the answer when its body turns out to be unusable. */
export interface Seen {
  status: number | null;
  requestId: string | null;
  contentType: string | null;
}

async function read(response: Response, { onBegin = () => undefined, alive }: Call): Promise<ClaudeMessage> {
  if (response.headers.get('content-type')?.includes('text/event-stream') === true) {
    const { Stream } = await import('@anthropic-ai/sdk/core/streaming');
    return readClaudeStream(watched(Stream.rawEvents(response), alive), onBegin);
  }
  const body = parseBody(await response.text());
  const message = claudeMessage.safeParse(body);
  if (message.success) {
    onBegin();
    return message.data;
  }
  if (typeof body === 'object' && body !== null && 'error' in body) throw new StreamFailed(body);
  throw new StreamBroken('the answer is not a message');
}

/** Says `alive` at the head of a stream and at each of its events. */
async function* watched(events: AsyncIterable<WireEvent>, alive: () => void): AsyncIterable<WireEvent> {
  alive();
  for await (const event of events) {
    alive();
    yield event;
  }
}

/** What a request to the service came to, as the one error a run knows. */
export function failureOf(
  error: unknown,
  seen: Seen,
  { apiKey, now }: { apiKey: string; now: () => Date },
): ProviderFailed {
  if (error instanceof ProviderFailed) return error;
  const from = { provider, remedies, secrets: [apiKey] };
  if (error instanceof StreamFailed)
    return complained(from, complaintOf(null, error.body), { requestId: seen.requestId });
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
function isApiError(error: unknown): error is Error & { status: number; headers: Headers; error: unknown } {
  return (
    error instanceof Error &&
    'status' in error &&
    typeof error.status === 'number' &&
    'headers' in error &&
    error.headers instanceof Headers
  );
}
