import type { Metered, Prompt, Reply } from '../core/call.ts';
import { estimateTokens } from '../core/cost.ts';
import { oncePer } from '../core/once-per.ts';

/** What a call uses of each limit. */
export type Load = Record<Metered, number>;

export const metered: readonly Metered[] = ['requests', 'inputTokens', 'outputTokens', 'tokens'];

/** A form of answers is the same in very many calls. */
const tokensOfSchema = oncePer((schema: Prompt['schema']['schema']) => estimateTokens(JSON.stringify(schema)));

/** A call is weighed more than once. */
const tokensOf = oncePer(({ shared, own, turns, schema }: Prompt) => {
  const fixed = tokensOfSchema(schema.schema);
  const rest = [own, ...turns.map(({ text }) => text)].reduce((sum, text) => sum + estimateTokens(text), fixed);
  return { shared: estimateTokens(shared), rest };
});

/** What a call is expected to use, when answers use this share of their room. What is read from a cache counts against no limit. */
export function loadOf(prompt: Prompt, share: number, reads: boolean): Load {
  const { shared, rest } = tokensOf(prompt);
  const inputTokens = rest + (reads ? 0 : shared);
  const outputTokens = Math.ceil(prompt.maxOutputTokens * share);
  return { requests: 1, inputTokens, outputTokens, tokens: inputTokens + outputTokens };
}

/** What a call did use; null when the service does not say. Claude does not count what it reads from the cache. */
export function usedBy({ usage, provider }: Reply): Load | null {
  if (usage === null) return null;
  const read = provider === 'claude' ? 0 : usage.cacheRead;
  const inputTokens = usage.input + usage.cacheWrite5m + usage.cacheWrite1h + read;
  return { requests: 1, inputTokens, outputTokens: usage.output, tokens: inputTokens + usage.output };
}
