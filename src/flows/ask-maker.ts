import { type Question, questionsOf } from '../core/asking/question.ts';
import type { ToolRecord } from '../core/comparison/comparison.ts';
import type { Desk } from '../desk.ts';
import { describeTool } from './gather/describe-tool.ts';
import { readKnown } from './gather/gather-dossier.ts';

/** What the standing reviews of a tool could not settle, as questions to its maker. */
export async function askMaker(desk: Desk, target: string): Promise<{ tool: ToolRecord; questions: Question[] }> {
  const tool = await describeTool(desk, await readKnown(desk, target));
  return { tool, questions: questionsOf(tool) };
}
