import { openBecause, type Question } from '../core/asking/question.ts';
import type { ToolRecord } from '../core/comparison/comparison.ts';
import { escapeMarkdown } from './escape.ts';

const headings: Record<Question['why'], string> = {
  contested: 'Our reviewers read the sources differently',
  'not-stated': 'The sources do not say, so it counts as no for now',
  unknown: 'The sources do not say, so it is left out of the score',
};

/** A short note to a tool’s maker, in Markdown. Everything of a model or a source is escaped. */
export function renderQuestions(
  tool: Pick<ToolRecord, 'name' | 'maker' | 'sources' | 'asOf'>,
  questions: readonly Question[],
): string {
  const name = escapeMarkdown(tool.name);
  if (questions.length === 0)
    return `# No open questions about ${name}\n\nThe sources settled everything our reviewers asked.\n`;
  const count = tool.sources.length === 1 ? 'one source' : `${tool.sources.length} sources`;
  const open = questions.length === 1 ? 'one question' : `${questions.length} questions`;
  return [
    `# Questions about ${name}`,
    `To ${escapeMarkdown(tool.maker ?? tool.name)}:`,
    `AI reviewers have judged ${name} from ${count}, as of ${tool.asOf}. Nobody used the product. ${capital(open)} stayed open. ` +
      `You are welcome to answer ${questions.length === 1 ? 'it' : 'any of them'}, in your own words, with an address where readers can check it.`,
    'We add your answer word for word to the numbered sources, marked as yours and dated, and ask the reviewers again. ' +
      'The page then shows the score before and after. Please send only what may be published.',
    ...openBecause.flatMap((why) => renderGroup(why, questions)),
    'Thank you.',
  ]
    .join('\n\n')
    .concat('\n');
}

function renderGroup(why: Question['why'], questions: readonly Question[]): string[] {
  const group = questions.filter((question) => question.why === why);
  return group.length === 0 ? [] : [`## ${headings[why]}`, group.map(renderQuestion).join('\n')];
}

function renderQuestion({ ask, askedBy, found }: Question): string {
  const reasons = found.map(({ answer, because }) => `\n  - found (${answer}): ${escapeMarkdown(because)}`);
  return `- **${escapeMarkdown(ask)}** Asked by the ${askedBy.map(escapeMarkdown).join(' and the ')}.${reasons.join('')}`;
}

function capital(text: string): string {
  return `${text[0]?.toUpperCase()}${text.slice(1)}`;
}
