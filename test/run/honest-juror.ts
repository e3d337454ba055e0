import type { WireRequest } from '../wire/answer.ts';

/** What a request asks, read from the prompt alone, as a model would. */
export interface Question {
  persona: string;
  tool: string;
  kind: 'opinion' | 'ballot' | 'repair' | 'duel' | 'answer';
  /** Slugs of all tools it is about, in the order of their letters. */
  tools: string[];
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
  const asked = prompt.includes('stand on top of the comparison')
    ? 'answer'
    : prompt.includes('write no review')
      ? 'duel'
      : prompt.includes('Write no opinion')
        ? 'ballot'
        : 'opinion';
  const kind = repaired && (asked === 'opinion' || asked === 'ballot') ? 'repair' : asked;
  const tools = [...new Set([...prompt.matchAll(/"slug": "([^"]+)"/g)].map((match) => match[1] ?? ''))];
  return {
    persona: /You are (\w+), one of the panel/.exec(prompt)?.[1] ?? '',
    tool: tools[0] ?? '',
    tools,
    kind,
    checks: [...checks.matchAll(/^- ([a-z0-9-]+) \((?:stated|judged)\):/gm)].map((match) => match[1] ?? ''),
    beats: [...points.matchAll(/^- ([a-z0-9-]+): /gm)].map((match) => match[1] ?? ''),
    sentences: sentencesOf(prompt),
  };
}

/**
 * An answer a careful model could give: every check with a sentence copied from a source, all yes but two of OpenRouter’s
 * own checks, so that it trails by more than the noise. Head to head it prefers neither; on top it says what that comes to.
 */
export function answerHonestly(question: Question): string {
  const { persona, tool, checks, beats, sentences } = question;
  if (question.kind === 'duel')
    return JSON.stringify({ because: 'The sources do not settle it.', quotes: [], prefers: 'neither' });
  if (question.kind === 'answer') return answerOnTop(question);
  const quoteAt = (index: number) => sentences[index % sentences.length] ?? { source: 'S1', text: '' };
  const ballot = checks.map((id, index) => ({
    id,
    answer: tool === 'openrouter' && (index === 4 || index === 5) ? 'no' : 'yes',
    because: 'A source says so.',
    quotes: [quoteAt(index)],
  }));
  if (question.kind === 'ballot') return JSON.stringify({ checks: ballot });
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
  const own = ballot.map((answer) => ({ ...answer, matters: 'normal' }));
  return JSON.stringify({ checks: own, statements, ...advice });
}

/** Against OpenRouter the other tool is recommended, else none. */
function answerOnTop({ tools, sentences }: Question): string {
  const letterOf = (place: number) => String.fromCharCode(65 + place);
  const point = { kind: 'opinion', text: 'Take what the sources show to be kept up.', quotes: sentences.slice(0, 1) };
  return JSON.stringify({
    answer: [point],
    exception: [],
    suits: tools.map((_, place) => ({ product: letterOf(place), text: 'you read the sources first', quotes: [] })),
    checkFirst: [point],
    pick:
      tools.includes('openrouter') && tools.length > 1
        ? letterOf(tools.findIndex((tool) => tool !== 'openrouter'))
        : 'none',
  });
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
  const sources = [...prompt.matchAll(/=== ((?:[A-Z]\.)?S\d+) begin \w+ ===\n[^\n]*\n\n([\s\S]*?)\n=== \1 end/g)];
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
