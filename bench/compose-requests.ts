import { join } from 'node:path';
import type { MessageCreateParamsNonStreaming } from '@anthropic-ai/sdk/resources/messages';
import { composeOpinion } from '../src/core/asking/prompt.ts';
import type { Prompt } from '../src/core/call.ts';
import { assembleDossier, type Dossier } from '../src/core/facts/dossier.ts';
import { parseModel } from '../src/core/model.ts';
import { paramsOf } from '../src/providers/claude/claude-params.ts';
import { readFactsFile } from '../src/sources/facts-file.ts';
import { readPanel, readPromptTemplates } from '../src/sources/panel-files.ts';

const root = join(import.meta.dirname, '..');

/** The questions the program asks about these tools, in the order it asks them. */
export async function composePrompts(files: readonly string[]): Promise<Prompt[]> {
  const panel = await readPanel(join(root, 'personas'));
  const templates = await readPromptTemplates(join(root, 'prompts'));
  const model = parseModel('claude:claude-sonnet-5-5');
  const prompts: Prompt[] = [];
  for (const file of files) {
    const { tool, sources } = await readFactsFile(file);
    const dossier: Dossier = { ...assembleDossier(tool, sources), asOf: today() };
    for (const persona of panel.personas) {
      const parts = { templates, panel: panel.panel, persona, dossier, model };
      prompts.push({ ...composeOpinion(parts, null), attempt: 1 });
    }
  }
  return prompts;
}

/** The same as requests to the Messages API, for others to send. */
export async function composeRequests(files: readonly string[]): Promise<MessageCreateParamsNonStreaming[]> {
  const prompts = await composePrompts(files);
  return prompts.map((prompt) => ({ ...paramsOf(prompt, parseModel(prompt.model).id), stream: false }));
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
