import type Anthropic from '@anthropic-ai/sdk';
import type { ContentBlockParam, MessageCreateParams } from '@anthropic-ai/sdk/resources/messages';
import { type Ask, type AskOptions, ProviderFailed, type Reply } from '../../core/call.ts';
import type { Prices } from '../../core/cost.ts';
import { parseModel } from '../../core/model.ts';
import { defaultDeadlineMs, defaultIdleMs, withinDeadline } from '../deadline.ts';
import { parseBody } from '../failure.ts';
import { limitsOf } from '../rate-limits.ts';
import {
  type ClaudeAccess,
  connectClaude,
  failureOf,
  isApiError,
  provider,
  refuseBadKey,
  type Seen,
} from './claude-client.ts';
import type { ClaudeFiles, FileIds } from './claude-files.ts';
import { type ClaudeMessage, claudeMessage, readMessages } from './claude-message.ts';
import { paramsOf } from './claude-params.ts';
import { retiringClaudeModels } from './claude-prices.ts';
import { readClaudeStream, StreamBroken, StreamFailed, type WireEvent } from './claude-stream.ts';

export interface ClaudeOptions extends ClaudeAccess {
  /** What a model id costs; null when that is unknown. */
  priceOf: (id: string) => Prices | null;
  /** Keeps large documents at the Files API; without it their text goes with every call. */
  files?: ClaudeFiles;
  now?: () => Date;
  /** Longest wait for a whole answer, body included, in milliseconds. */
  deadlineMs?: number;
  /** Longest silence within a stream, in milliseconds. */
  idleMs?: number;
}

/** From this much room on an answer may take longer than connections without traffic live; the SDK draws its line near here too. */
const longAnswer = 20_000;

/** The SDK’s own timeout covers headers only; it comes this many milliseconds after ours, which covers the body too. */
export const sdkSlack = 60_000;

/** How often an answer that pauses is asked to go on. */
const mostPauses = 3;

/** Asks Claude through its Messages API. The SDK is loaded at the first call. */
export function claude(options: ClaudeOptions): Ask {
  const { priceOf, files, now = () => new Date(), deadlineMs = defaultDeadlineMs, idleMs = defaultIdleMs } = options;
  let client: Promise<Anthropic> | undefined;
  return async (prompt, { signal, onBegin, onLimits, cacheLife }) => {
    const model = parseModel(prompt.model).id;
    refuse(model, options.apiKey);
    const ask = async (ids: FileIds) =>
      withinDeadline({ provider, signal, deadlineMs, idleMs }, async (ending, alive) => {
        client ??= connectClaude(options);
        const stream = onBegin !== undefined || prompt.maxOutputTokens > longAnswer;
        const params: MessageCreateParams = { ...paramsOf(prompt, model, cacheLife, ids), stream };
        const request = { signal: ending, timeout: deadlineMs + sdkSlack };
        return converse(await client, params, request, { onBegin, onLimits, alive, now, apiKey: options.apiKey });
      });
    const ids: FileIds = files === undefined ? new Map() : await files.idsFor(prompt, signal);
    const started = now().getTime();
    const { messages, requestId } = await ask(ids).catch(async (failure: unknown) => {
      if (files === undefined || !(await files.forgetGone(ids, failure, signal))) throw failure;
      return ask(await files.idsFor(prompt, signal));
    });
    const ended = now();
    const reply: Reply = {
      ...readMessages(messages, model, priceOf(model), null),
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

/** Stops what would fail at the service, or soon will. */
export function refuse(model: string, apiKey: string): void {
  refuseBadKey(apiKey);
  if (retiringClaudeModels.includes(model))
    throw new ProviderFailed(
      provider,
      'request',
      `${provider}: ${model} is about to be retired. Choose a current model, for example claude:claude-sonnet-5-5.`,
    );
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
    const sending = send(client, turn, request, { ...call, onBegin });
    const { message: last, requestId } = await (earlier.length === 0 ? sending : sending.catch(failAfterPause));
    const [first = last, ...later] = [...earlier, last];
    const messages: [ClaudeMessage, ...ClaudeMessage[]] = [first, ...later];
    if (last.stop_reason !== 'pause_turn' || messages.length > mostPauses) return { messages, requestId };
    earlier.push(last);
    // The service’s own blocks, exactly as they came; their kinds are more than the SDK can name.
    const content = messages.flatMap((message) => message.content) as unknown as ContentBlockParam[];
    turn = { ...params, messages: [...params.messages, { role: 'assistant', content }] };
  }
}

function failAfterPause(error: unknown): never {
  if (!(error instanceof ProviderFailed)) throw error;
  throw new ProviderFailed(error.provider, error.kind, error.message, { ...error, afterPause: true, cause: error });
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
