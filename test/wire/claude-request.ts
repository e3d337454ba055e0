import type { WireRequest } from './answer.ts';

/** Why the Messages API would refuse a request. */
export interface Refusal {
  status: number;
  type: string;
  message: string;
}

type Body = Record<string, unknown>;

const gone = ['temperature', 'top_p', 'top_k'];
const unsupportedKeywords = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
];
const withoutForcedTools = /^claude-(?:opus-5-5|sonnet-5-5|fable-5)/;

/** Checks a request as the real API does; null when it is good. */
export function refuseMessages(request: WireRequest): Refusal | null {
  return refuseHeaders(request) ?? asInvalid(firstProblem(request.body));
}

/** 401 without a bearer token, 400 without a version. */
export function refuseHeaders({ headers }: WireRequest): Refusal | null {
  if (!/^Bearer \S+$/.test(headers.authorization ?? ''))
    return { status: 401, type: 'authentication_error', message: 'invalid authorization header' };
  if (headers['anthropic-version'] === undefined) return asInvalid('anthropic-version: header is required');
  return null;
}

function asInvalid(message: string | null): Refusal | null {
  return message === null ? null : { status: 400, type: 'invalid_request_error', message };
}

function firstProblem(body: Body): string | null {
  return parametersOf(body) ?? messagesOf(body) ?? blocksOf(body) ?? outputOf(body);
}

function parametersOf(body: Body): string | null {
  const old = gone.find((name) => name in body);
  if (old !== undefined) return `${old}: this parameter is not supported by this version of the API`;
  if (typeof body.model !== 'string') return 'model: Field required';
  if (!('max_tokens' in body)) return 'max_tokens: Field required';
  if (!Number.isInteger(body.max_tokens) || Number(body.max_tokens) < 1)
    return 'max_tokens: must be an integer of at least 1';
  const choice = isObject(body.tool_choice) ? body.tool_choice.type : undefined;
  if ((choice === 'any' || choice === 'tool') && withoutForcedTools.test(body.model))
    return `tool_choice: type ${choice} is not supported by this model`;
  if ('output_format' in body) return 'output_format: Extra inputs are not permitted';
  return null;
}

function messagesOf(body: Body): string | null {
  const messages = body.messages;
  if (!Array.isArray(messages) || messages.length === 0) return 'messages: at least one message is required';
  for (const [index, message] of messages.entries()) {
    if (!isObject(message) || !['user', 'assistant'].includes(String(message.role)))
      return `messages.${index}: Input does not match the expected shape.`;
    if (message.content === '') return `messages.${index}: content must not be empty`;
  }
  const last = messages.at(-1);
  if (isObject(last) && last.role === 'assistant' && formatOf(body) !== null && !goesOn(last.content))
    return 'messages: assistant prefill is not compatible with output_config.format';
  return null;
}

/** A paused answer sent back, to go on where a server tool stopped; anything else at the end is a prefill. */
function goesOn(content: unknown): boolean {
  const last: unknown = Array.isArray(content) ? content.at(-1) : null;
  return isObject(last) && last.type === 'server_tool_use';
}

function blocksOf(body: Body): string | null {
  const blocks = allBlocks(body);
  if (blocks.some((block) => block.type === 'text' && String(block.text ?? '').trim() === ''))
    return 'system: text content blocks must be non-empty';
  const breakpoints = blocks.filter((block) => isObject(block.cache_control)).length;
  if (breakpoints > 4) return `A maximum of 4 blocks with cache_control may be provided. Found ${breakpoints}.`;
  const cites = blocks.some((block) => isObject(block.citations) && block.citations.enabled === true);
  if (cites && formatOf(body) !== null) return 'output_config.format: not compatible with citations';
  const documents = blocks.filter(({ type }) => type === 'document').map(documentProblem);
  return misplacedDocument(body) ?? documents.find((problem) => problem !== null) ?? null;
}

/** Documents belong to people: neither the system part nor an assistant’s turn may hold one. */
function misplacedDocument({ system, messages }: Body): string | null {
  const holds = (content: unknown) =>
    Array.isArray(content) && content.some((block) => isObject(block) && block.type === 'document');
  if (holds(system)) return "system: Input tag 'document' does not match any of the expected tags: 'text'";
  const assistants = Array.isArray(messages) ? messages.filter((one) => isObject(one) && one.role === 'assistant') : [];
  return assistants.some(({ content }) => holds(content))
    ? 'messages: document blocks are not permitted in assistant messages'
    : null;
}

function documentProblem({ source, title }: Body): string | null {
  if (title !== undefined && (typeof title !== 'string' || title.length > 500))
    return 'document.title: at most 500 characters';
  if (!isObject(source)) return 'document.source: Field required';
  if (source.type === 'file')
    return typeof source.file_id === 'string' ? null : 'document.source.file_id: Field required';
  if (source.type !== 'text') return `document.source: unexpected type ${String(source.type)}`;
  if (source.media_type !== 'text/plain') return 'document.source.media_type: must be text/plain';
  return typeof source.data === 'string' && source.data !== '' ? null : 'document.source.data: must not be empty';
}

function outputOf(body: Body): string | null {
  const config = body.output_config;
  if (config === undefined) return null;
  if (!isObject(config)) return 'output_config: Input should be an object';
  const effort = config.effort;
  if (effort !== undefined && effort !== null && !['low', 'medium', 'high', 'xhigh', 'max'].includes(String(effort)))
    return 'output_config.effort: unknown level';
  const format = formatOf(body);
  if (format === null) return null;
  if (format.type !== 'json_schema' || !isObject(format.schema))
    return 'output_config.format: needs type json_schema and a schema';
  return schemaProblem(format.schema, 'output_config.format.schema');
}

function formatOf(body: Body): Body | null {
  const config = body.output_config;
  return isObject(config) && isObject(config.format) ? config.format : null;
}

/** The first thing in a schema that structured outputs do not support. */
function schemaProblem(schema: unknown, path: string): string | null {
  if (!isObject(schema)) return null;
  const keyword = unsupportedKeywords.find((name) => name in schema);
  if (keyword !== undefined)
    return `${path}: For '${String(schema.type)}' type, property '${keyword}' is not supported`;
  if (Number(schema.minItems ?? 0) > 1) return `${path}: minItems values other than 0 or 1 are not supported`;
  if (schema.type === 'object' && schema.additionalProperties !== false)
    return `${path}: additionalProperties must be explicitly set to false`;
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  const variants = Array.isArray(schema.anyOf)
    ? schema.anyOf.map((variant, index) => [`anyOf.${index}`, variant] as const)
    : [];
  const definitions = isObject(schema.$defs) ? Object.entries(schema.$defs) : [];
  const inside = [...properties, ...variants, ...definitions, ['items', schema.items] as const];
  return (
    inside.map(([name, part]) => schemaProblem(part, `${path}.${name}`)).find((problem) => problem !== null) ?? null
  );
}

/** Every content block that is sent, in the order of the prefix: system, then messages. */
export function allBlocks(body: Body): Body[] {
  const messages = Array.isArray(body.messages) ? body.messages : [];
  return [body.system, ...messages.map((message) => (isObject(message) ? message.content : null))].flatMap(
    (content) => {
      if (typeof content === 'string') return [{ type: 'text', text: content }];
      return Array.isArray(content) ? content.filter(isObject) : [];
    },
  );
}

export function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
