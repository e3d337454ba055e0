import { z } from 'zod';
import type { Reply, Stop, Usage } from '../../core/call.ts';
import { batchShare, costOf, type Prices, type PriceTier, sumKnown, sumKnownUsage } from '../../core/cost.ts';

const count = z.number().int().nonnegative();
const optionalCount = count.nullish().transform((value) => value ?? 0);

const usageSchema = z.object({
  input_tokens: count,
  output_tokens: count,
  cache_creation_input_tokens: optionalCount,
  cache_read_input_tokens: optionalCount,
  cache_creation: z
    .object({ ephemeral_5m_input_tokens: optionalCount, ephemeral_1h_input_tokens: optionalCount })
    .nullish(),
  output_tokens_details: z.object({ thinking_tokens: count.nullish() }).nullish(),
});

/**
 * The part of a Messages answer that is read. Usage and stop details are kept as they come: an answer that was paid for is
 * not thrown away because of its bookkeeping.
 */
export const claudeMessage = z.object({
  id: z.string().nullish(),
  model: z.string().nullish(),
  content: z.array(z.looseObject({ type: z.string(), text: z.unknown().optional() })),
  stop_reason: z.string().nullish(),
  stop_details: z.unknown().optional(),
  usage: z.unknown().optional(),
});

export type ClaudeMessage = z.infer<typeof claudeMessage>;

/** The joined text of all text blocks: thinking and tool blocks may come first, and one text may come in many blocks. */
function textOf({ content }: Pick<ClaudeMessage, 'content'>): string {
  return content.map(({ type, text }) => (type === 'text' && typeof text === 'string' ? text : '')).join('');
}

/** How the answer ended, and the service’s word for it with its explanation of a refusal. */
function stopOf(message: Pick<ClaudeMessage, 'stop_reason' | 'stop_details'>): {
  stop: Stop;
  stopReason: string;
} {
  const word = message.stop_reason ?? '(none given)';
  const stop = stopWords.get(word) ?? 'other';
  const details = stopDetails.safeParse(message.stop_details).data;
  const more = [details?.category, details?.explanation].filter((part) => typeof part === 'string' && part !== '');
  return { stop, stopReason: more.length === 0 ? word : `${word}: ${more.join(', ')}` };
}

const stopDetails = z.object({ category: z.string().nullish(), explanation: z.string().nullish() });

/** Everything else is no answer to a prompt that offers no tools: tool_use, or a pause_turn that never ends. */
const stopWords = new Map<string, Stop>([
  ['end_turn', 'end'],
  ['stop_sequence', 'end'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['refusal', 'refusal'],
]);

/** What a reply says of its answer, whichever way it was asked. */
type Read = Pick<
  Reply,
  'text' | 'stop' | 'stopReason' | 'provider' | 'model' | 'family' | 'usage' | 'costUsd' | 'prices' | 'batch'
>;

/**
 * Reads an answer that came in one message or, when it paused, in several, of which the last tells how it ended.
 * @param prices of the model that was asked, as listed; null when they are unknown.
 * @param batch the batch it came in, at the price of one; null for a call of its own. A service that does not split what was
 * written to the cache wrote the entries that are made this way: those of an hour in a batch, of five minutes else.
 */
export function readMessages(
  messages: readonly [ClaudeMessage, ...ClaudeMessage[]],
  model: string,
  prices: Prices | null,
  batch: string | null,
): Read {
  const last = messages.at(-1) ?? messages[0];
  const usages = messages.map((message) => usageOf(message, batch === null ? '5m' : '1h'));
  return {
    text: messages.map(textOf).join(''),
    ...stopOf(last),
    provider: 'claude',
    model: last.model ?? model,
    family: 'anthropic',
    usage: sumKnownUsage(usages),
    costUsd: prices && atShare(costOfAll(usages, prices.tiers), batchShare(batch)),
    prices,
    batch,
  };
}

function atShare(costUsd: number | null, share: number): number | null {
  return costUsd === null ? null : costUsd * share;
}

/** Tokens by price class; null when the answer does not say, or says nonsense. */
function usageOf({ usage }: Pick<ClaudeMessage, 'usage'>, unsplit: '5m' | '1h'): Usage | null {
  const said = usageSchema.safeParse(usage).data;
  if (said === undefined) return null;
  const written = said.cache_creation_input_tokens;
  const told = said.cache_creation?.ephemeral_1h_input_tokens ?? (unsplit === '1h' ? written : 0);
  const oneHour = Math.min(told, written);
  return {
    input: said.input_tokens,
    output: said.output_tokens,
    thinking: said.output_tokens_details?.thinking_tokens ?? null,
    cacheWrite5m: written - oneHour,
    cacheWrite1h: oneHour,
    cacheRead: said.cache_read_input_tokens,
  };
}

/** Cost in US dollars; each message is priced by its own length. Null when one of them does not tell its tokens. */
function costOfAll(usages: readonly (Usage | null)[], tiers: readonly PriceTier[]): number | null {
  return sumKnown(usages.map((usage) => (usage === null ? null : costOf(usage, tiers))));
}
