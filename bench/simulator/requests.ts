import { isObject } from '../../test/wire/claude-request.ts';
import type { Body } from './juror.ts';
import type { Block } from './prompt-cache.ts';
import type { Service } from './service.ts';

/** A request the service refuses, with its envelope’s words. */
export class Refused extends Error {
  override name = 'Refused';
  readonly status: number;
  readonly type: string;
  readonly headers: Record<string, string>;
  constructor(status: number, type: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.type = type;
    this.headers = headers;
  }
}

/** The request with the text of every stored file in its place. @throws Refused for a file that is not there. */
export function withFiles(body: Body, service: Service): Body {
  const inline = (content: unknown): unknown => {
    if (!Array.isArray(content)) return content;
    return content.map((block) => (isObject(block) ? withFile(block, service) : block));
  };
  const messages = Array.isArray(body.messages) ? body.messages : [];
  return {
    ...body,
    system: inline(body.system),
    messages: messages.map((message) =>
      isObject(message) ? { ...message, content: inline(message.content) } : message,
    ),
  };
}

function withFile(block: Record<string, unknown>, service: Service): Record<string, unknown> {
  const source = block.type === 'document' && isObject(block.source) ? block.source : null;
  if (source?.type === 'text') return { ...block, type: 'text', text: String(source.data ?? '') };
  if (source?.type !== 'file') return block;
  const id = String(source.file_id);
  const file = service.files.get(id);
  if (file === undefined) throw new Refused(404, 'not_found_error', `File not found: ${id}`);
  return { ...block, type: 'text', text: file.text };
}

/** The pieces of a Messages request in the order of the prefix: format, system, turns. */
export function blocksOf(body: Body, service: Service): Block[] {
  const turns = (Array.isArray(body.messages) ? body.messages : []).map((turn) => (isObject(turn) ? turn.content : ''));
  const contents = [body.system, ...turns].flatMap((content) => (Array.isArray(content) ? content : [content]));
  return [JSON.stringify(body.output_config ?? null), ...contents].flatMap((content): Block[] => {
    if (typeof content === 'string') return [{ text: content, lifeMs: null, long: false }];
    if (!isObject(content)) return [];
    const control = isObject(content.cache_control) ? content.cache_control : null;
    const long = control?.ttl === '1h';
    const lifeMs = long ? 3_600_000 : service.settings.cacheSeconds * 1_000;
    return [{ text: String(content.text ?? ''), lifeMs: control === null ? null : lifeMs, long }];
  });
}
