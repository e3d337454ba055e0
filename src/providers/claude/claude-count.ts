import type Anthropic from '@anthropic-ai/sdk';
import { z } from 'zod';
import type { Prompt } from '../../core/call.ts';
import { parseModel } from '../../core/model.ts';
import { type ClaudeAccess, connectClaude } from './claude-client.ts';
import { paramsOf } from './claude-params.ts';

const counted = z.object({ input_tokens: z.number().int().nonnegative() });

/** Counts the input tokens of a prompt as Claude would bill them. Free of charge; rejects when there is no count in time. */
export function countClaudeTokens(
  access: ClaudeAccess,
): (prompt: Omit<Prompt, 'attempt'>, signal: AbortSignal) => Promise<number> {
  let client: Promise<Anthropic> | undefined;
  return async (prompt, signal) => {
    client ??= connectClaude(access);
    const { max_tokens: _room, ...sent } = paramsOf(prompt, parseModel(prompt.model).id);
    return counted.parse(await (await client).messages.countTokens(sent, { signal })).input_tokens;
  };
}
