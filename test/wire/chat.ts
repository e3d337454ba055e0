import { tokensOf, type WireAnswer, type WireRequest } from './answer.ts';
import { isObject } from './claude-request.ts';

/** A model the router lists, as the router writes it. */
export interface RoutedModel {
  id: string;
  providers: readonly Record<string, unknown>[];
}

const policies = ['cheapest', 'fastest', 'preferred'];

/** A pinned provider serves; otherwise it is groq. */
export function chatHeaders({ number, body }: WireRequest): Record<string, string> {
  const suffix = /:([\w-]+)$/.exec(String(body.model))?.[1] ?? 'cheapest';
  return { 'x-request-id': `Root=${number}`, 'x-inference-provider': policies.includes(suffix) ? 'groq' : suffix };
}

/** Requests that are answered without the script: what is refused, and models. Null for a completion to be answered. */
export function chatRoutine(
  request: WireRequest,
  models: readonly RoutedModel[],
  open: boolean,
): { status: number; body: unknown } | null {
  if (!open && !/^Bearer \S+$/.test(request.headers.authorization ?? ''))
    return { status: 401, body: { error: 'Invalid username or password.' } };
  if (request.method === 'GET' && request.path === '/v1/models')
    return { status: 200, body: { object: 'list', data: models } };
  if (request.method === 'GET' && request.path.startsWith('/v1/models/')) {
    const id = request.path.slice('/v1/models/'.length).split('/').map(decodeURIComponent).join('/');
    const model = models.find((one) => one.id === id);
    return model === undefined
      ? { status: 404, body: { error: { message: `The model ${id} does not exist` } } }
      : { status: 200, body: model };
  }
  if (request.method !== 'POST' || request.path !== '/v1/chat/completions')
    return { status: 404, body: { error: 'Not Found' } };
  const problem = problemOf(request.body);
  return problem === null
    ? null
    : { status: 400, body: chatError({ message: problem, type: 'invalid_request_error' }) };
}

function problemOf(body: WireRequest['body']): string | null {
  if (typeof body.model !== 'string' || body.model.startsWith('http')) return 'model: must be the name of a model';
  const messages = body.messages;
  if (!Array.isArray(messages) || messages.length === 0) return 'messages: must not be empty';
  if (messages.some((message) => !isObject(message) || typeof message.content !== 'string' || message.content === ''))
    return 'messages: content must be a text';
  if (messages.filter((message) => message.role === 'system').length > 1)
    return 'messages: only one system message is supported';
  if (!Number.isInteger(body.max_tokens) || Number(body.max_tokens) < 1)
    return 'max_tokens: must be an integer of at least 1';
  if (body.stream === true) return 'stream: not supported by this model';
  return formatProblem(body.response_format);
}

function formatProblem(format: unknown): string | null {
  if (format === undefined) return null;
  const config = isObject(format) && format.type === 'json_schema' ? format.json_schema : null;
  if (!isObject(config)) return 'response_format: needs type json_schema';
  if (!/^[\w-]{1,64}$/.test(String(config.name ?? '')))
    return 'response_format: json_schema.name is missing or has other characters';
  if (config.strict !== true) return 'response_format: strict must be true';
  return strictProblem(config.schema, 'schema');
}

/** Strict schemas close every object and require every property. */
function strictProblem(schema: unknown, path: string): string | null {
  if (!isObject(schema)) return path === 'schema' ? 'response_format: json_schema.schema is missing' : null;
  const properties = isObject(schema.properties) ? schema.properties : {};
  if (schema.type === 'object') {
    if (schema.additionalProperties !== false) return `${path}: additionalProperties must be false`;
    const required = Array.isArray(schema.required) ? schema.required : [];
    const optional = Object.keys(properties).find((name) => !required.includes(name));
    if (optional !== undefined) return `${path}: property ${optional} must be required`;
  }
  const variants = Array.isArray(schema.anyOf) ? schema.anyOf : [];
  const inside = [
    ...Object.entries(properties),
    ...variants.map((one, index) => [`anyOf.${index}`, one] as const),
    ['items', schema.items] as const,
  ];
  return (
    inside
      .map(([name, part]) => (part === undefined ? null : strictProblem(part, `${path}.${name}`)))
      .find((problem) => problem !== null) ?? null
  );
}

/** The error envelope. */
export function chatError({
  message,
  type,
  code,
}: {
  message: string;
  type: string;
  code?: string | undefined;
}): unknown {
  return { error: { message, type, param: null, code: code ?? null } };
}

/** A whole completion. */
export function chatCompletion(request: WireRequest, answer: WireAnswer): Record<string, unknown> {
  const { text = '', content, stop = 'stop', usage } = answer;
  const joined = text === null ? null : [text].flat().join('');
  const fields = isObject(content) ? content : { content: content ?? joined };
  return {
    id: `chatcmpl-${request.number}`,
    object: 'chat.completion',
    created: 1_795_000_000,
    model: String(request.body.model).replace(/:[\w-]+$/, ''),
    choices: [
      { index: 0, message: { role: 'assistant', ...fields }, ...(stop === null ? {} : { finish_reason: stop }) },
    ],
    ...(usage === null ? {} : { usage: usageOf(request, usage ?? {}, joined ?? '') }),
  };
}

function usageOf(request: WireRequest, usage: NonNullable<WireAnswer['usage']>, text: string): Record<string, unknown> {
  const messages = Array.isArray(request.body.messages) ? request.body.messages : [];
  const sent = messages.map((message) => (isObject(message) ? String(message.content ?? '') : '')).join('');
  const prompt = usage.input ?? tokensOf(sent);
  const completion = usage.output ?? tokensOf(text);
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    ...(usage.cacheRead === undefined ? {} : { prompt_tokens_details: { cached_tokens: usage.cacheRead } }),
    ...(usage.thinking === undefined ? {} : { completion_tokens_details: { reasoning_tokens: usage.thinking } }),
  };
}
