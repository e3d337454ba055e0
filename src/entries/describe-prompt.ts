import { isLarge } from '../core/asking/document.ts';
import type { Prompt } from '../core/call.ts';
import { estimateTokens } from '../core/cost.ts';
import { renderJson } from '../pages/json.ts';
import { schemaInWords } from './schema-words.ts';

/** A prompt part by part, in the order it is sent. The texts are exactly those of the request. */
export function describePrompt(prompt: Omit<Prompt, 'attempt'>): string {
  const { shared, own, turns, schema } = prompt;
  const all = [shared, own, ...turns.map((turn) => turn.text)].reduce((sum, text) => sum + estimateTokens(text), 0);
  const parts = [
    [
      `# ${prompt.purpose} for ${prompt.seat.tool} / ${prompt.seat.persona}: about ${countOf(all)} tokens in`,
      `# model ${prompt.model}, effort ${prompt.effort}, at most ${countOf(prompt.maxOutputTokens)} tokens out`,
      `# prompt key ${prompt.key}`,
    ].join('\n'),
    ...(prompt.documents.length === 0 ? systemOf(prompt) : documentsOf(prompt)),
    ...turns.map(({ role, text }) => `${ruler(`${role}, ${tokensOf(text)}`)}\n\n${text}`),
    `${ruler(`the answer, in words: one JSON object (${schema.name})`)}\n\n${schemaInWords(schema.schema)}`,
    `${ruler(`the answer, as the schema that is sent: ${schema.name}`)}\n\n${renderJson(schema.schema)}`,
  ];
  return parts.join('\n\n');
}

const breakpoint = 'cache breakpoint: everything above is written to the cache once and read by the others';

/** The dossier is part of the rules. */
function systemOf({ shared, own }: Omit<Prompt, 'attempt'>): string[] {
  return [
    `${ruler(`system, part 1: shared by all personas, ${tokensOf(shared)}`)}\n\n${shared}`,
    ruler(breakpoint),
    `${ruler(`system, part 2: the persona, ${tokensOf(own)}`)}\n\n${own}`,
  ];
}

/** The dossier is too long for the rules. Claude is sent a long one as a file; everyone else reads all of it in the system part. */
function documentsOf({ shared, own, documents }: Omit<Prompt, 'attempt'>): string[] {
  const rules = shared.slice(0, documents[0]?.start).trimEnd();
  return [
    `${ruler(`system: rules shared by all personas, ${tokensOf(rules)}`)}\n\n${rules}`,
    ...documents.map(({ title, start, end }) => {
      const text = shared.slice(start, end);
      const how = isLarge({ text }) ? 'uploaded once to Claude and named by its id' : 'a document in the first turn';
      return `${ruler(`${title}: ${how}, ${tokensOf(text)}`)}\n\n${text}`;
    }),
    ruler(breakpoint),
    `${ruler(`the persona, ${tokensOf(own)}`)}\n\n${own}`,
  ];
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
