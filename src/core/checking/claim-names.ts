/** The words a dossier holds, for looking names up. */
export interface NameIndex {
  /** All words, lower case, each between single spaces. */
  running: string;
  /** Words that stand somewhere with a capital, or in an address; lower case. */
  capitals: ReadonlySet<string>;
}

/** Words of a name: dots, plus signs and apostrophes inside belong to it, a hyphen parts two. */
const namePart = /[\p{L}\p{N}_]+(?:[.&][\p{L}\p{N}_]+)*[+#]*/gu;

/** Reads texts, and addresses, whose words count as capitalised: `github.com` names GitHub. */
export function indexNames(texts: readonly string[], addresses: readonly string[]): NameIndex {
  const words = texts.flatMap(partsOf);
  const inAddresses = addresses.flatMap(partsOf).flatMap((word) => word.split('.'));
  const capitals = words.filter((word) => /\p{Lu}/u.test(word)).flatMap((word) => [word, ...word.split(/[.&]/)]);
  return {
    running: ` ${words.map((word) => word.toLowerCase()).join(' ')} `,
    capitals: new Set([...capitals, ...inAddresses].map((word) => word.toLowerCase())),
  };
}

function partsOf(text: string): string[] {
  return text.replaceAll(/'s?(?!\p{L})/gu, '').match(namePart) ?? [];
}

/** Words with a capital that name nothing in particular, lower case. */
const common = new Set(
  `i ai api apis sdk sdks cli ui ux url urls id ids ok pdf pdfs json jsonl csv http https rest llm llms gpu gpus cpu cpus ram ssd os ide ides saas paas b2b b2c faq ttl
   dns sql html css xml yaml ml nlp gb mb tb kb usd eur ga sla slas rps qps ceo cto cfo vc roi poc mvp kpi crud ip vm vms ci cd pr prs qa tos eula nda io tco
   not no only all and or never must always english internet web monday tuesday wednesday thursday friday saturday sunday january february march april may june july
   august september october november december mr mrs dr today yesterday tomorrow everyone nobody who what it that there here let somebody anybody otherwise if then`.split(
    /\s+/,
  ),
);

/** What a name begins with: a capital, or a small letter before one as in `iPhone`, or a word of code with an underscore. */
const capitalised =
  /(?<![\p{L}\p{N}_.])(?:\p{Lu}[\p{L}\p{N}_]*(?:[.&][\p{L}\p{N}_]+)*[+#]*|\p{Ll}+\p{Lu}[\p{L}\p{N}_]*|[\p{Ll}\p{N}]+(?:_[\p{Ll}\p{N}]+)+)/gu;

/** A sentence that says something is missing may name it. */
const absence =
  /\b(?:no (?:source|page|passage|document|note|mention|word|sign|public)|not? (?:[\w-]+ ){0,3}(?:named|mentioned|listed|stated|given|described|documented|found)|(?:names?|mentions?|lists?|gives?|states?|describes?|says?) (?:no|neither|nothing|none)|nor|neither|not (?:name|mention|list|state|say|give|describe)|silent (?:on|about))\b/i;

interface NamedWord {
  text: string;
  start: number;
  end: number;
  /** It begins a sentence, where any word has a capital. */
  opens: boolean;
}

/** Names of a normalised text that no indexed text holds; `known` are words that never count, lower case. */
export function findUnknownNames(text: string, index: NameIndex, known: ReadonlySet<string>): string[] {
  return sentenceLike(text).flatMap((sentence) => {
    const unknown = phrasesOf(sentence).flatMap((phrase) => unknownOf(phrase, index, known));
    return unknown.length > 0 && absence.test(sentence) ? [] : unknown;
  });
}

function sentenceLike(text: string): string[] {
  return text.split(/(?<=[.!?])["')\]]*\s+(?=["'([]?\p{Lu})/u);
}

/** Capitalised words that follow each other. */
function phrasesOf(sentence: string): NamedWord[][] {
  const phrases: NamedWord[][] = [];
  for (const { 0: text, index: start } of sentence.matchAll(capitalised)) {
    const opens = /(?:^|[:;!?] )["'([]*$/.test(sentence.slice(0, start));
    const word = { text, start, end: start + text.length, opens };
    const last = phrases.at(-1)?.at(-1);
    if (last !== undefined && sentence.slice(last.end, start) === ' ' && !word.opens) phrases.at(-1)?.push(word);
    else phrases.push([word]);
  }
  return phrases.map((phrase) => phrase.filter((word) => !isOrdinaryOpening(word, sentence)));
}

/** `Uploading`, `The`: the first word of a sentence, unless it is written as only names are, or owns something. */
function isOrdinaryOpening({ text, opens, end }: NamedWord, sentence: string): boolean {
  return opens && /^\p{Lu}\p{Ll}*$/u.test(text) && !/^'s\b/.test(sentence.slice(end));
}

function unknownOf(phrase: readonly NamedWord[], index: NameIndex, known: ReadonlySet<string>): string[] {
  const words = phrase.map(({ text }) => text).filter((text) => text !== '');
  if (words.length === 0 || isHeld(words.join(' '), index)) return [];
  const unknown = words.filter((word) => !isKnown(word, index, known));
  return unknown.length === 0 ? [] : [unknown.join(' ')];
}

function isKnown(word: string, index: NameIndex, known: ReadonlySet<string>): boolean {
  const forms = [word, ...word.split(/[.&]/)].map((form) => form.toLowerCase());
  const lower = word.toLowerCase();
  if (common.has(lower) || known.has(lower) || /^\p{Lu}$/u.test(word)) return true;
  if (/^\p{Lu}\p{Ll}+$/u.test(word)) return index.capitals.has(lower) || index.capitals.has(lower.replace(/s$/, ''));
  return forms.every((form) => index.capitals.has(form) || isHeld(form, index)) || isInitials(word, index);
}

/** Whether a number at an offset belongs to a name no text holds, as in `ISO 27001`: the name is the claim then. */
export function belongsToUnknownName(text: string, at: number, index: NameIndex): boolean {
  const [word = ''] = /(?<=[\p{L},] |^)(?:\p{Lu}{2,}|(?<= )\p{Lu}[\p{L}]+) $/u.exec(text.slice(0, at)) ?? [];
  return word !== '' && !isKnown(word.trim(), index, new Set());
}

function isHeld(name: string, { running }: NameIndex): boolean {
  const lower = name.toLowerCase();
  return [lower, lower.replace(/s$/, ''), `${lower}s`].some((form) => running.includes(` ${form} `));
}

/** `ZDR` where the texts say zero data retention. */
function isInitials(word: string, { running }: NameIndex): boolean {
  const letters = word.replace(/s$/, '').toLowerCase();
  if (!/^\p{Lu}{3,6}s?$/u.test(word)) return false;
  const pattern = Array.from(letters, (letter) => `${letter}[\\p{L}\\p{N}]{2,}`).join(' ');
  return new RegExp(` ${pattern} `, 'u').test(running);
}
