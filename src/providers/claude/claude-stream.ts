import { z } from 'zod';
import type { ClaudeMessage } from './claude-message.ts';

/** One server-sent event, as the wire has it. */
export interface WireEvent {
  event: string | null;
  data: string;
}

/** The stream said that it failed: the body of its `error` event. */
export class StreamFailed extends Error {
  override name = 'StreamFailed';
  readonly body: unknown;
  constructor(body: unknown) {
    super('the stream ended with an error event');
    this.body = body;
  }
}

/** The stream cannot be read as one whole message; `cut` when it just ended early. */
export class StreamBroken extends Error {
  override name = 'StreamBroken';
  readonly cut: boolean;
  constructor(message: string, cut = false) {
    super(message);
    this.cut = cut;
  }
}

const index = z.number().int().nonnegative();
const event = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('message_start'),
    message: z.looseObject({
      id: z.string().nullish(),
      model: z.string().nullish(),
      usage: z.record(z.string(), z.unknown()).nullish(),
    }),
  }),
  z.object({
    type: z.literal('content_block_start'),
    index,
    content_block: z.looseObject({ type: z.string(), text: z.unknown().optional() }),
  }),
  z.object({
    type: z.literal('content_block_delta'),
    index,
    delta: z.looseObject({ type: z.string() }),
  }),
  z.object({
    type: z.literal('message_delta'),
    delta: z.looseObject({ stop_reason: z.string().nullish(), stop_details: z.unknown().optional() }),
    usage: z.record(z.string(), z.unknown()).nullish(),
  }),
  z.object({ type: z.literal('message_stop') }),
]);

type Event = z.infer<typeof event>;

/** Kinds of events that carry something we read; any other kind may come and is passed over. */
const kinds = new Set<unknown>(event.options.map((option) => option.shape.type.value));

/**
 * The message a stream amounts to. `begin` is called once, at message_start: from then on others can read the prompt’s
 * prefix from the cache.
 * @throws StreamFailed for an error event, StreamBroken when the events are not one message from start to stop.
 */
export async function readClaudeStream(events: AsyncIterable<WireEvent>, begin: () => void): Promise<ClaudeMessage> {
  const draft: Draft = { id: undefined, message: null, usage: {}, blocks: new Map() };
  for await (const { data } of events) {
    const next = parseEvent(data);
    if (next === null) continue;
    if (next.type === 'message_start' && draft.message === null) begin();
    if (next.type === 'message_stop' && draft.message !== null) return finished(draft);
    take(draft, next);
  }
  throw new StreamBroken('the stream ended before its message did', true);
}

interface Draft {
  id: unknown;
  message: Pick<ClaudeMessage, 'model' | 'stop_reason' | 'stop_details'> | null;
  /** message_start and message_delta each give a part; the later one holds the totals. */
  usage: Record<string, unknown>;
  blocks: Map<number, Block>;
}

/** A block with all its fields, which a paused answer needs back, and the JSON of a tool’s input as it comes. */
interface Block {
  fields: { type: string } & Record<string, unknown>;
  json: string;
}

/** The fields a delta adds to, by its type. */
const grows = new Map([
  ['text_delta', 'text'],
  ['thinking_delta', 'thinking'],
  ['signature_delta', 'signature'],
]);

function finished({ message, usage, blocks }: Draft): ClaudeMessage {
  const content = [...blocks].sort(([a], [b]) => a - b).map(([, block]) => whole(block));
  return { ...message, content, usage, stop_details: message?.stop_details };
}

function take(draft: Draft, next: Event): void {
  if (next.type === 'message_start') {
    start(draft, next.message);
    return;
  }
  if (draft.message === null) throw new StreamBroken(`the stream begins with ${next.type}`);
  if (next.type === 'content_block_start') {
    draft.blocks.set(next.index, { fields: { ...next.content_block }, json: '' });
  } else if (next.type === 'content_block_delta') {
    const block = draft.blocks.get(next.index);
    if (block === undefined) throw new StreamBroken('the stream continues a block that never began');
    grow(block, next.delta);
  } else if (next.type === 'message_delta') {
    draft.message.stop_reason = next.delta.stop_reason;
    draft.message.stop_details = next.delta.stop_details;
    Object.assign(draft.usage, stated(next.usage));
  }
}

function grow(block: Block, delta: { type: string } & Record<string, unknown>): void {
  const field = grows.get(delta.type);
  const more = field === undefined ? undefined : delta[field];
  if (field !== undefined && typeof more === 'string') {
    const before = block.fields[field];
    block.fields[field] = `${typeof before === 'string' ? before : ''}${more}`;
  }
  if (delta.type === 'input_json_delta' && typeof delta.partial_json === 'string') block.json += delta.partial_json;
}

/** An input that is not JSON stays as the block began: nobody here calls tools. */
function whole({ fields, json }: Block): Block['fields'] {
  if (json === '') return fields;
  try {
    return { ...fields, input: JSON.parse(json) };
  } catch {
    return fields;
  }
}

/** Gateways repeat the first event; two different messages spliced into one stream are none. */
function start(draft: Draft, message: Extract<Event, { type: 'message_start' }>['message']): void {
  if (draft.message !== null && draft.id !== message.id) throw new StreamBroken('the stream holds two messages');
  draft.id = message.id;
  draft.message = { model: message.model, stop_reason: null, stop_details: null };
  Object.assign(draft.usage, stated(message.usage));
}

function stated(usage: Record<string, unknown> | null | undefined): Record<string, unknown> {
  return Object.fromEntries(Object.entries(usage ?? {}).filter(([, value]) => value !== null && value !== undefined));
}

/** Null for pings, comments, unknown kinds and the `[DONE]` some gateways add. */
function parseEvent(data: string): Event | null {
  if (data === '' || data === '[DONE]') return null;
  const body: unknown = JSON.parse(data);
  const kind = typeof body === 'object' && body !== null && 'type' in body ? body.type : null;
  if (kind === 'error') throw new StreamFailed(body);
  if (!kinds.has(kind)) return null;
  const parsed = event.safeParse(body);
  if (!parsed.success) throw new StreamBroken(`the stream holds a ${String(kind)} event in an unknown form`);
  return parsed.data;
}
