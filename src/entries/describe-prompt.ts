import type { Prompt } from '../core/call.ts';
import { estimateTokens } from '../core/cost.ts';
import { renderJson } from '../pages/json.ts';
import { schemaInWords } from './schema-words.ts';

/** A prompt part by part, in the order it is sent. The texts are exactly those of the request. */
export function describePrompt({ shared, own, turns, schema, ...prompt }: Omit<Prompt, 'attempt'>): string {
  const all = [shared, own, ...turns.map((turn) => turn.text)].reduce((sum, text) => sum + estimateTokens(text), 0);
  const parts = [
    [
      `# ${prompt.purpose} for ${prompt.seat.tool} / ${prompt.seat.persona}: about ${countOf(all)} tokens in`,
      `# model ${prompt.model}, effort ${prompt.effort}, at most ${countOf(prompt.maxOutputTokens)} tokens out`,
      `# prompt key ${prompt.key}`,
    ].join('\n'),
    `${ruler(`system, part 1: shared by all personas, ${tokensOf(shared)}`)}\n\n${shared}`,
    ruler('cache breakpoint: everything above is written to the cache once and read by the others'),
    `${ruler(`system, part 2: the persona, ${tokensOf(own)}`)}\n\n${own}`,
    ...turns.map(({ role, text }) => `${ruler(`${role}, ${tokensOf(text)}`)}\n\n${text}`),
    `${ruler(`the answer, in words: one JSON object (${schema.name})`)}\n\n${schemaInWords(schema.schema)}`,
    `${ruler(`the answer, as the schema that is sent: ${schema.name}`)}\n\n${renderJson(schema.schema)}`,
  ];
  return parts.join('\n\n');
}

function ruler(text: string): string {
  return `# ---- ${text} ----`;
}

function tokensOf(text: string): string {
  return `about ${countOf(estimateTokens(text))} tokens`;
}

function countOf(tokens: number): string {
  return tokens.toLocaleString('en');
}
