import type { ContentBlockParam, MessageCreateParamsBase, TextBlockParam } from '@anthropic-ai/sdk/resources/messages';
import type { CacheLife, Prompt } from '../../core/call.ts';
import type { FileIds } from './claude-files.ts';

/**
 * A Messages request for a prompt, without the choice to stream. Shared part first, with the cache breakpoint at its end,
 * so that every persona of a tool reads the same entry. Documents stand before the persona, as the file they were
 * uploaded as, or as the same text.
 */
export function paramsOf(
  prompt: Question,
  model: string,
  life: CacheLife | null = '5m',
  files: FileIds = new Map(),
): Omit<MessageCreateParamsBase, 'stream'> {
  return {
    model,
    max_tokens: prompt.maxOutputTokens,
    ...(prompt.documents.length === 0 ? inRules(prompt, life) : besideRules(prompt, life, files)),
    output_config: { effort: prompt.effort, format: { type: 'json_schema', schema: prompt.schema.schema } },
  };
}

/** As much of a prompt as is sent. */
type Question = Omit<Prompt, 'attempt'>;

type Laid = Pick<MessageCreateParamsBase, 'system' | 'messages'>;

/** The dossier is part of the rules. */
function inRules({ shared, own, turns }: Question, life: CacheLife | null): Laid {
  return {
    system: [{ ...textBlock(shared), ...entryOf(life) }, textBlock(own)],
    messages: turns.map(({ role, text }) => ({ role, content: text })),
  };
}

/** Documents cannot stand in the system part: they begin the first turn, and the persona follows them. */
function besideRules({ shared, own, documents, turns }: Question, life: CacheLife | null, files: FileIds): Laid {
  const rules = shared.slice(0, documents[0]?.start).trimEnd();
  const blocks = documents.map(({ dossierKey, title, start, end }, index): ContentBlockParam => {
    const id = files.get(dossierKey);
    return {
      type: 'document',
      source:
        id === undefined
          ? { type: 'text', media_type: 'text/plain', data: shared.slice(start, end) }
          : { type: 'file', file_id: id },
      title,
      ...(index === documents.length - 1 ? entryOf(life) : {}),
    };
  });
  return {
    system: [textBlock(rules)],
    messages: turns.map(({ role, text }, index) => ({
      role,
      content: index === 0 ? [...blocks, textBlock(own), textBlock(text)] : text,
    })),
  };
}

/** What asks for a cache entry that ends here; nothing for no entry. */
function entryOf(life: CacheLife | null): Pick<TextBlockParam, 'cache_control'> {
  return life === null ? {} : { cache_control: { type: 'ephemeral', ttl: life } };
}

function textBlock(text: string): TextBlockParam {
  return { type: 'text', text };
}
