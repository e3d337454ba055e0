import { sentencesOf } from '../evidence/sentence.ts';

/** A job a text speaks of, and the sentence that does. */
export interface JobCue {
  job: string;
  quote: string;
}

const models =
  '(?:LLMs?|(?:AI |language |open )?models?|model (?:providers?|services?)|inference (?:backends?|providers?|services?))';

/** What a model is hired for. */
const usedLikeModels = 'answer prompts with a language model';

/**
 * Jobs that many tools share, in the words the examples use, each with what only a tool for it says of itself. An entry
 * is worth having when its words are used for nothing else: a job that is not found is asked for, a wrong one makes a choice where there is none.
 */
const usualJobs: readonly (readonly [job: string, says: RegExp])[] = [
  [
    usedLikeModels,
    /\b(?:open[- ]weights?|language|reasoning|coding|instruct|multimodal|MoE|vision-language)(?: AI)? models?\b(?! (?:providers?|gateways?|routers?|of your choice))|\b\d+(?:\.\d+)?B (?:dense )?models?\b|\bopen weights\b|\bopen-weight MoE\b/i,
  ],
  [
    'route model calls across providers',
    new RegExp(
      String.raw`\b(?:one|single|unified)\b.{0,30}\b(?:API|endpoint|gateway)\b.{0,60}\b${models}\b|\b(?:LLM|AI|model) (?:gateway|router|proxy)\b|\brout(?:e|es|ing)\b.{0,60}\b${models}\b`,
      'i',
    ),
  ],
  [
    'write code with AI help',
    /(?<!\b(?:every|any|each|other|your|for|of|all|into) )\b(?:AI|agentic) (?:coding|code|pair programming|pair-programming) (?:agent|assistant|tool|editor|companion)\b|(?<!\b(?:every|any|each|other|your|for|of|all|into) )\bcoding agent\b|\bAI (?:IDE|pair programmer)\b|\bcode completion\b/i,
  ],
  [
    'give coding agents rules and a way of working',
    /\b(?:CLAUDE|AGENTS)\.md\b|\b(?:spec|specification)-driven\b|\bcontext engineering\b|\bAI coding workflows?\b/i,
  ],
  [
    'run language models on own hardware',
    /\brun\b.{0,60}\b(?:LLMs?|language models?)\b.{0,40}\b(?:locally|on (?:your|a|their) (?:own )?(?:device|phone|machine|laptop|desk|hardware|computer|android|iphone))/i,
  ],
  [
    'release features behind flags',
    /\bfeature[- ]flag(?:s|ging)? (?:service|platform|tool|management)\b|\bfeature flags for\b/i,
  ],
  ['run background jobs', /\b(?:job|task) queue (?:for|in|on|that)\b|\bbackground jobs? (?:for|in|on)\b/i],
  ['search logs', /\blog (?:search|management)\b/i],
  ['search by vectors', /\bvector (?:database|search engine|store)\b/i],
  ['put a gateway in front of APIs', /\bAPI gateway\b/i],
  ['translate text in applications', /\btranslation API\b|翻訳API|翻译API/i],
];

/** A product called like a generation of a family of models, and nothing more: `GPT-5 Mini API`, not `Notes for GPT-5`. A page may list others’ models, so its text is not looked at for names. */
const modelName =
  /^(?:[a-z]+ )?(?:GPT|Claude|Gemini|Llama|Mistral|Qwen|Gemma|DeepSeek|Phi|Grok)[ -]?\d[\w.]*(?:[ -](?:API|mini|nano|pro|flash|ultra|instruct|chat|coder|turbo|preview|thinking|update|lite|large|small|medium|base|opus|sonnet|haiku|\d+(?:\.\d+)?[BM]))*$/i;

/** What is said of others, measured or denied. */
const ofOthers = /\b(?:benchmarks?|unlike|instead of|compared (?:to|with)|alternatives? to|is (?:not|no)|isn[’']t)\b/i;

/** A sentence that is longer speaks of too much to be about one job. */
const longestSentence = 300;

/**
 * The jobs a product’s text speaks of: those many tools share by their own cues, and those of known tools where one
 * sentence holds every telling word of the job. A job of fewer than two telling words is not looked for.
 */
export function findJobs(name: string, text: string, known: readonly string[] = []): JobCue[] {
  const sentences = sentencesOf(text).filter(
    (sentence) => sentence.length <= longestSentence && !ofOthers.test(sentence),
  );
  const found = new Map<string, string>(modelName.test(name.trim()) ? [[usedLikeModels, name]] : []);
  for (const quote of sentences) {
    const stems = new Set(stemsOf(quote));
    const usual = usualJobs.filter(([, says]) => says.test(quote)).map(([job]) => job);
    const others = known.filter((job) => {
      const telling = stemsOf(job);
      return telling.length >= 2 && telling.every((stem) => stems.has(stem));
    });
    for (const job of [...usual, ...others]) if (!found.has(job)) found.set(job, quote);
  }
  return [...found].map(([job, quote]) => ({ job, quote }));
}

/** Without the jobs that have cues of their own: what one list gives a tool gives no other tool its job. */
export function jobsToLookFor(known: readonly string[]): string[] {
  return known.filter((job) => usualJobs.every(([usual]) => usual !== job));
}

const worn = new Set(
  'and for the with without own your one across from into that this all any more through'.split(' '),
);

/** Crude on purpose: it only has to bring `searches` to `search`. */
function stemsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  return words
    .filter((word) => !worn.has(word))
    .map((word) => (word.length > 4 ? word.replace(/(?:ing|es|ed|e|s)$/, '') : word.replace(/s$/, '')));
}
