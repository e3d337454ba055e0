import { tokensOf } from './answer.ts';
import { allBlocks, isObject } from './claude-request.ts';
import type { WireFiles } from './files.ts';

/** Prefixes shorter than this are never cached, in tokens. */
const minimumPrefix = 512;

/** What a request’s prefix costs, and how to make it readable for others. */
export interface CacheUse {
  /** Tokens after the last breakpoint or outside any entry. */
  input: number;
  cacheRead: number;
  cacheWrite: number;
  /** To be called when the answer begins: from then on the prefix can be read. */
  publish(): void;
}

/** Prompt caching as the real service does it: by prefix, per model and settings, readable once the first answer begins. */
export function promptCache(textOf: WireFiles['textOf']): (body: Record<string, unknown>) => CacheUse {
  const readable = new Set<string>();
  return (body) => {
    const prefixes = prefixesOf(body, textOf);
    const whole = prefixes.at(-1)?.tokens ?? 0;
    const breakpoints = prefixes.filter(({ ends, tokens }) => ends && tokens >= minimumPrefix);
    const last = breakpoints.at(-1)?.tokens ?? 0;
    const cacheRead = breakpoints.findLast(({ key }) => readable.has(key))?.tokens ?? 0;
    return {
      input: whole - last,
      cacheRead,
      cacheWrite: last - cacheRead,
      publish: () => {
        for (const { key } of breakpoints) readable.add(key);
      },
    };
  };
}

function prefixesOf(
  body: Record<string, unknown>,
  textOf: WireFiles['textOf'],
): { key: string; tokens: number; ends: boolean }[] {
  let text = JSON.stringify([body.model, body.tools, body.thinking, body.output_config]);
  let tokens = 0;
  return allBlocks(body).map((block) => {
    const { cache_control, ...content } = block;
    text += JSON.stringify(content);
    tokens += tokensOf(textOf(block));
    return { key: text, tokens, ends: isObject(cache_control) };
  });
}
