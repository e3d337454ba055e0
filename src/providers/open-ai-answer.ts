import { z } from 'zod';
import type { Stop, Usage } from '../core/call.ts';

const count = z.number().int().nonnegative();

const usageSchema = z.object({
  prompt_tokens: count,
  completion_tokens: count,
  prompt_tokens_details: z.object({ cached_tokens: count.nullish() }).nullish(),
  completion_tokens_details: z.object({ reasoning_tokens: count.nullish() }).nullish(),
});

const part = z.looseObject({ text: z.unknown().optional() });

/** The part of a chat completion that is read. Usage is kept as it comes: bookkeeping does not spoil an answer. */
export const chatCompletionAnswer = z.object({
  model: z.string().nullish().catch(null),
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish().catch(null),
        message: z.object({
          content: z.union([z.string(), z.array(part)]).nullish(),
          refusal: z.string().nullish().catch(null),
        }),
      }),
    )
    .min(1),
  usage: z.unknown().optional(),
});

export type ChatCompletionAnswer = z.infer<typeof chatCompletionAnswer>;

/** Text, and how it ended, of the first choice. Reasoning beside an empty answer is not an answer. */
export function answerOf({ choices }: ChatCompletionAnswer): { text: string; stop: Stop; stopReason: string } {
  const choice = choices[0];
  const content = choice?.message.content ?? '';
  const text = typeof content === 'string' ? content : content.map((one) => textOf(one.text)).join('');
  const refusal = choice?.message.refusal;
  if (typeof refusal === 'string' && refusal !== '')
    return { text, stop: 'refusal', stopReason: `refusal: ${refusal}` };
  const word = choice?.finish_reason ?? '(none given)';
  return { text, stop: stopWords.get(word) ?? 'other', stopReason: word };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** `eos` and `eos_token` are what text-generation-inference says for a whole answer. */
const stopWords = new Map<string, Stop>([
  ['stop', 'end'],
  ['eos', 'end'],
  ['eos_token', 'end'],
  ['length', 'length'],
  ['content_filter', 'refusal'],
]);

/** Tokens by price class; null when the service does not say, or says nonsense. Cached tokens are a part of the prompt’s. */
export function usageOf({ usage }: Pick<ChatCompletionAnswer, 'usage'>): Usage | null {
  const said = usageSchema.safeParse(usage).data;
  if (said === undefined) return null;
  const cacheRead = Math.min(said.prompt_tokens_details?.cached_tokens ?? 0, said.prompt_tokens);
  return {
    input: said.prompt_tokens - cacheRead,
    output: said.completion_tokens,
    thinking: said.completion_tokens_details?.reasoning_tokens ?? null,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    cacheRead,
  };
}
