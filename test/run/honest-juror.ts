import type { WireRequest } from '../wire/answer.ts';

/** What a request asks, read from the prompt alone, as a model would. */
export interface Question {
  persona: string;
  tool: string;
  kind: 'opinion' | 'ballot' | 'repair' | 'duel';
  checks: string[];
  beats: string[];
  sentences: { source: string; text: string }[];
}

/** Reads the question out of a request of either API. */
export function questionOf(request: WireRequest): Question {
  const texts = [...allTexts([request.body.system, request.body.messages]), ...request.documents];
  const prompt = texts.join('\n');
  const points = between(prompt, '# Your points', '# Your checks');
  const checks = between(prompt, '# Your checks', '# Your prose');
  const turns = request.body.messages;
  const repaired = Array.isArray(turns) && turns.some((turn: { role?: string }) => turn.role === 'assistant');
  const asked = prompt.includes('write no review')
    ? 'duel'
    : prompt.includes('Write no opinion')
      ? 'ballot'
      : 'opinion';
  const kind = repaired && asked !== 'duel' ? 'repair' : asked;
  return {
    persona: /You are (\w+), one of the panel/.exec(prompt)?.[1] ?? '',
    tool: /"slug": "([^"]+)"/.exec(prompt)?.[1] ?? '',
    kind,
    checks: [...checks.matchAll(/^- ([a-z0-9-]+) \((?:stated|judged)\):/gm)].map((match) => match[1] ?? ''),
    beats: [...points.matchAll(/^- ([a-z0-9-]+): /gm)].map((match) => match[1] ?? ''),
    sentences: sentencesOf(prompt),
  };
}

/**
 * An answer a careful model could give: every check with a sentence copied from a source, all yes but OpenRouter’s first
 * two, so that it trails by more than the noise. Head to head it prefers neither.
 */
export function answerHonestly(question: Question): string {
  const { persona, tool, checks, beats, sentences } = question;
  if (question.kind === 'duel')
    return JSON.stringify({ because: 'The sources do not settle it.', quotes: [], prefers: 'neither' });
  const quoteAt = (index: number) => sentences[index % sentences.length] ?? { source: 'S1', text: '' };
  const answers = checks.map((id, index) => ({
    id,
    answer: tool === 'openrouter' && index < 2 ? 'no' : 'yes',
    because: 'A source says so.',
    quotes: [quoteAt(index)],
  }));
  if (question.kind === 'ballot') return JSON.stringify({ checks: answers });
  const shift = persona.length;
  const statements = beats.map((beat, index) => {
    const quote = quoteAt(index * 3 + shift);
    const predicts = beat === 'ending' || beat === 'thesis';
    const timing = beat === 'timing' ? ' and comes on time' : '';
    return {
      beat,
      kind: predicts ? 'prediction' : 'opinion',
      text: `${manners[persona] ?? `${persona} would weigh that`} ${clause(quote.text)}${timing}.`,
      quotes: [quote],
      judgeBy: predicts ? '2031-12-31' : null,
    };
  });
  const advice = {
    headline: `What ${persona} found written down`,
    bestFor: 'you read the sources first',
    avoidIf: 'you never do',
    gutScore: 60,
  };
  return JSON.stringify({ checks: answers, statements, ...advice });
}

/** How each begins a sentence: two personas that quote the same passage still say it in words of their own. */
const manners: Record<string, string> = {
  Builder: 'Before the first call a developer would want to know that',
  Skeptic: 'Whoever answers for this choice next year should remember one thing:',
  Founder: 'A budget holder signs more calmly, or never, on reading how',
  Futurist: 'Three years from now much will have depended upon whether',
};

/** At most twelve words, so that a review stays within its length. */
function clause(sentence: string): string {
  const words = sentence
    .replace(/[.!?]$/, '')
    .split(' ')
    .slice(0, 12)
    .join(' ');
  return `${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}

function sentencesOf(prompt: string): { source: string; text: string }[] {
  const sources = [...prompt.matchAll(/=== (S\d+) begin \w+ ===\n[^\n]*\n\n([\s\S]*?)\n=== \1 end/g)];
  return sources.flatMap(([, source = '', text = '']) =>
    [...text.matchAll(/[A-Z][^.!?\n]{30,160}(?=\. )/g)].map((match) => ({ source, text: match[0] })),
  );
}

function between(text: string, start: string, end: string): string {
  const from = text.indexOf(start);
  return text.slice(from, text.indexOf(end, from));
}

function allTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(allTexts);
  if (typeof value !== 'object' || value === null) return [];
  return allTexts('content' in value ? value.content : 'text' in value ? value.text : null);
}
