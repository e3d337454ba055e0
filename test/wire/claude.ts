import { tokensOf, type WireAnswer, type WireFault, type WireRequest, type WireResponse } from './answer.ts';
import { allBlocks, isObject, type Refusal, refuseHeaders, refuseMessages } from './claude-request.ts';
import { countTokens, type WireFiles } from './files.ts';
import type { CacheUse } from './prompt-cache.ts';

/** Models the fake knows; any other is not found. */
const claudeModels = ['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-haiku-5-5'];

/** The head of every answer. */
export function claudeHeaders({ number }: WireRequest): Record<string, string> {
  const limits = ['requests', 'input-tokens', 'output-tokens'].flatMap((name) => [
    [`anthropic-ratelimit-${name}-limit`, '100000'],
    [`anthropic-ratelimit-${name}-remaining`, String(100_000 - number)],
    [`anthropic-ratelimit-${name}-reset`, '2026-11-23T00:01:00Z'],
  ]);
  return { 'request-id': requestIdOf(number), ...Object.fromEntries(limits) };
}

function requestIdOf(number: number): string {
  return `req_${String(number).padStart(6, '0')}`;
}

/** Requests that are answered without the script: what is refused, counting and models. Null for a message to be answered. */
export function claudeRoutine(request: WireRequest, files: WireFiles): { status: number; body: unknown } | null {
  const refusal = request.path === '/v1/messages' ? refuseMessages(request) : refuseHeaders(request);
  const refused = refusal ?? files.refuse(request);
  if (refused !== null) return { status: refused.status, body: claudeError(request, refused) };
  const notFound = (message: string): { status: number; body: unknown } => ({
    status: 404,
    body: claudeError(request, { type: 'not_found_error', message }),
  });
  if (request.method === 'GET' && request.path === '/v1/models')
    return { status: 200, body: { data: claudeModels.map(modelInfo), has_more: false } };
  if (request.method === 'GET' && request.path.startsWith('/v1/models/')) {
    const id = decodeURIComponent(request.path.slice('/v1/models/'.length));
    return claudeModels.includes(id) ? { status: 200, body: modelInfo(id) } : notFound(`model: ${id}`);
  }
  if (request.path === '/v1/messages/count_tokens')
    return { status: 200, body: { input_tokens: countTokens(request.body, files.textOf) } };
  if (request.path !== '/v1/messages' || request.method !== 'POST') return notFound('Not found');
  const model = String(request.body.model);
  return claudeModels.includes(model) ? null : notFound(`model: ${model}`);
}

function modelInfo(id: string): unknown {
  const capabilities = { structured_outputs: true, batch: true, citations: true };
  return {
    type: 'model',
    id,
    display_name: id,
    lifecycle: 'active',
    deprecated_at: null,
    retires_at: null,
    max_input_tokens: 1_000_000,
    max_tokens: 128_000,
    capabilities,
  };
}

/** The error envelope. */
export function claudeError(
  { number }: WireRequest,
  refusal: Omit<Refusal, 'status'> & { code?: string | undefined },
): unknown {
  const { type, message, code } = refusal;
  const details = code === undefined ? {} : { details: { error_code: code } };
  return { type: 'error', error: { type, message, ...details }, request_id: requestIdOf(number) };
}

/** A whole message. */
export function claudeMessage(request: WireRequest, answer: WireAnswer, cache: CacheUse): Record<string, unknown> {
  const { text = '', content, stop = 'end_turn', stopDetails = null } = answer;
  const texts = text === null ? [] : [text].flat();
  return {
    id: `msg_${String(request.number).padStart(6, '0')}`,
    type: 'message',
    role: 'assistant',
    model: request.body.model,
    content: content ?? texts.map((one) => ({ type: 'text', text: one, citations: null })),
    ...(stop === null ? {} : { stop_reason: stop, stop_sequence: null }),
    stop_details: stopDetails,
    ...(answer.usage === null ? {} : { usage: usageOf(answer, texts, cache, request.body) }),
  };
}

function usageOf(
  { usage }: WireAnswer,
  texts: string[],
  cache: CacheUse,
  body: WireRequest['body'],
): Record<string, unknown> {
  const written = usage?.cacheWrite ?? cache.cacheWrite;
  const anHour = allBlocks({ ...body }).some(({ cache_control: how }) => isObject(how) && how.ttl === '1h');
  return {
    input_tokens: usage?.input ?? cache.input,
    cache_creation_input_tokens: written,
    cache_read_input_tokens: usage?.cacheRead ?? cache.cacheRead,
    cache_creation: {
      ephemeral_5m_input_tokens: anHour ? 0 : written,
      ephemeral_1h_input_tokens: anHour ? written : 0,
    },
    output_tokens: usage?.output ?? tokensOf(texts.join('')),
    output_tokens_details: usage?.thinking === undefined ? null : { thinking_tokens: usage.thinking },
    service_tier: 'standard',
  };
}

/** The events of a message, as the wire has them. */
function claudeEvents(message: Record<string, unknown>): string[] {
  const { content, stop_reason, stop_details, usage, ...rest } = message;
  const blocks = Array.isArray(content) ? content : [];
  return [
    event('message_start', {
      message: {
        ...rest,
        content: [],
        stop_reason: null,
        usage: usage === undefined ? undefined : { ...usage, output_tokens: 1 },
      },
    }),
    event('ping', {}),
    ...blocks.flatMap((block, index) => blockEvents(block, index)),
    event('message_delta', { delta: { stop_reason, stop_details, stop_sequence: null }, usage }),
    event('message_stop', {}),
  ];
}

function blockEvents(block: Record<string, unknown>, index: number): string[] {
  const text = typeof block.text === 'string' ? block.text : '';
  const pieces = text.match(/[\s\S]{1,16}/gu) ?? [];
  const start = block.type === 'text' ? { ...block, text: '' } : block;
  return [
    event('content_block_start', { index, content_block: start }),
    ...pieces.map((piece) => event('content_block_delta', { index, delta: { type: 'text_delta', text: piece } })),
    event('content_block_stop', { index }),
  ];
}

function event(type: string, fields: Record<string, unknown>): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

/** Sends a message as a stream, with the faults only a stream can have. */
export async function streamClaude(
  request: WireRequest,
  response: WireResponse,
  message: Record<string, unknown>,
  how: { answer: WireAnswer; fault: WireFault | null; begin: () => void },
): Promise<void> {
  const [first = '', ...rest] = claudeEvents(message);
  response.head(200, {
    ...claudeHeaders(request),
    ...how.answer.headers,
    'content-type': 'text/event-stream; charset=utf-8',
  });
  how.begin();
  response.write(first);
  await how.answer.hold;
  const half = rest.slice(0, Math.floor(rest.length / 2));
  if (how.fault === null) response.end(rest.join(''));
  else if (how.fault.fault === 'early-end') response.end(half.join(''));
  else if (how.fault.fault === 'stream-error') {
    const { type = 'overloaded_error', message: words = 'Overloaded' } = how.fault;
    response.end(half.join('') + event('error', { error: { type, message: words } }));
  } else await breakOff(how.fault, half.join(''), response);
}

/** Faults of a body under way, for either API. */
export async function breakOff(fault: WireFault, half: string, response: WireResponse): Promise<void> {
  if (fault.fault === 'drip') {
    const drip = setInterval(() => response.write(' '), 5);
    await response.closed;
    clearInterval(drip);
    return;
  }
  response.write(half);
  if (fault.fault === 'cut') response.cut();
  else await response.closed;
}
