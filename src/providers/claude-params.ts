import type { MessageCreateParamsBase } from '@anthropic-ai/sdk/resources/messages';
import type { Prompt } from '../core/call.ts';

/** How long a cache entry lives after its last use; null for no entry. The longer one costs more to write. */
type CacheLife = '5m' | '1h' | null;

/**
 * A Messages request for a prompt, without the choice to stream. Shared part first, with the cache breakpoint at its end,
 * so that every persona of a tool reads the same entry.
 */
export function paramsOf(
  prompt: Prompt,
  model: string,
  life: CacheLife = '5m',
): Omit<MessageCreateParamsBase, 'stream'> {
  return {
    model,
    max_tokens: prompt.maxOutputTokens,
    system: [
      { type: 'text', text: prompt.shared, ...(life && { cache_control: { type: 'ephemeral', ttl: life } }) },
      { type: 'text', text: prompt.own },
    ],
    messages: prompt.turns.map(({ role, text }) => ({ role, content: text })),
    output_config: { effort: prompt.effort, format: { type: 'json_schema', schema: prompt.schema.schema } },
  };
}
