import { spellOut } from './slug.ts';

/** A product’s name taken apart. All words are spelled out, see spellOut. */
export interface PlainName {
  /** What the product is called, without everything below. Never empty. */
  core: string[];
  /** `5` of “X 5.0”, “X v5” and “X 5.0 beta”; null without one. A number that hangs on a word (`GPT-5`, `Qwen2.5`) is part of the core. */
  version: string | null;
  /** In what form it comes: `sdk`, `api`, `cli`… */
  forms: string[];
  /** For whom it is sold: `pro`, `enterprise`… */
  plans: string[];
  /** What stands in brackets and is neither version, form, plan nor stage. */
  brackets: string[];
  /** “by Somebody” behind the name. */
  maker: string | null;
  /** All words of the name with its version, glued: spellings that differ in spaces and hyphens share it. */
  glued: string;
}

/** Stages of a launch say nothing about which product it is. */
const stages = new Set(
  'beta alpha preview ga rc stable experimental official launch launches launched release released relaunch update oss opensource edition'.split(
    ' ',
  ),
);
const stagePairs = new Set(
  'open source|early access|public beta|private beta|closed beta|technical preview|research preview|developer preview|general availability|coming soon|now available'.split(
    '|',
  ),
);
const forms = new Set('sdk api apis cli app library framework toolkit package tool platform software'.split(' '));
const plans = new Set(
  'pro plus team teams enterprise business community premium free starter personal hobby individual individuals'.split(
    ' ',
  ),
);
const legalForms = new Set('inc llc ltd limited gmbh corp corporation co bv ag plc pty sas oy ab'.split(' '));
const announcing = /^(?:show hn|launch hn|introducing|announcing|presenting|meet|say hello to)\b\s*[:–—-]?\s+/iu;
const byMaker = /(?<!\b(?:powered|backed|made|built|driven|inspired))\s+by\s+(\p{Lu}.{0,60})$/u;

/** Characters that are looked at: what goes on longer is no name. */
const longestName = 300;

/** Takes a name apart. `maker`, where it is known, is not taken for the name in “Maker: Name”. */
export function plainName(name: string, maker: string | null = null): PlainName {
  const text = name
    .slice(0, longestName)
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .trim()
    .replace(announcing, '')
    .replaceAll(/\b(alpha|beta|rc|preview)[ .-]?\d+\b/giu, '$1');
  const { outside, brackets } = splitBrackets(text);
  const head = headOf(outside, maker);
  const by = byMaker.exec(head);
  const words = wordsOf(by === null ? head : head.slice(0, by.index));
  const parts = takeApart(words.length > 0 ? words : [{ text: text.toLowerCase(), joined: false }]);
  for (const inner of brackets.map(wordsOf)) {
    const rest = takeApart(inner, 0);
    parts.version ??= rest.version;
    parts.forms.push(...rest.forms);
    parts.plans.push(...rest.plans);
    if (rest.core.length > 0) parts.brackets.push(rest.core.join(' '));
  }
  const glued = [...parts.core, ...parts.forms, ...parts.plans, parts.version ?? ''].join('');
  return { ...parts, maker: by?.[1] === undefined ? null : gluedName(by[1]), glued };
}

/** A maker’s name or a domain label in one comparable word: no legal form, no spaces. */
export function gluedName(name: string): string {
  const words = wordsOf(name);
  while (words.length > 1 && legalForms.has(words.at(-1)?.text ?? '')) words.pop();
  return words.map(({ text }) => text).join('');
}

export interface NameWord {
  text: string;
  /** Hangs on the word before, by a hyphen. */
  joined: boolean;
}

/** Words of a name; a possessive s is left out, a number keeps its points. */
export function wordsOf(text: string): NameWord[] {
  const spelled = spellOut(
    text
      .replaceAll(/['’]s\b/gu, '')
      .replaceAll(/\.(?:com|ai|app|dev)\b/giu, ' ')
      .replaceAll(/(?<=[\p{L}\p{N}+])\+/gu, 'plus'),
  );
  return [...spelled.matchAll(/[\p{L}\p{M}\p{N}]+(?:\.\p{N}+)*/gu)].map((match) => ({
    text: match[0],
    joined: match.index > 1 && /^[\p{L}\p{N}]-$/u.test(spelled.slice(match.index - 2, match.index)),
  }));
}

function splitBrackets(text: string): { outside: string; brackets: string[] } {
  const brackets: string[] = [];
  const outside = text.replaceAll(/[([]([^()[\]]*)[)\]]/g, (_whole, inner: string) => {
    brackets.push(inner);
    return ' ';
  });
  return /[\p{L}\p{N}]/u.test(outside) ? { outside, brackets } : { outside: text, brackets: [] };
}

/** The name before a dash, bar or colon; what follows is a slogan. */
function headOf(text: string, maker: string | null): string {
  const [first = '', ...rest] = text.split(/\s+[–—|·-]\s+|:\s+/u).filter((part) => /[\p{L}\p{N}]/u.test(part));
  const isMaker = maker !== null && gluedName(first) === gluedName(maker);
  return isMaker && rest[0] !== undefined ? rest[0] : first;
}

type Parts = Omit<PlainName, 'maker' | 'glued'>;

/** Takes version, forms, plans and stages off the end, as long as `least` words remain; a version written `v5` also from within. */
function takeApart(words: readonly NameWord[], least = 1): Parts {
  const parts: Parts = { core: [], version: null, forms: [], plans: [], brackets: [] };
  const rest = words.length > 1 && /^(?:the|a|an)$/.test(words[0]?.text ?? '') ? words.slice(1) : [...words];
  const inner = rest.findIndex(({ text }, index) => index >= least && /^v(?:[1-9]|\d+\.)[\d.]*$/.test(text));
  if (inner >= 0) parts.version = plainVersion(rest.splice(inner, 1)[0]?.text ?? '');
  while (rest.length > least && takeLast(rest, parts, least));
  parts.core = rest.map(({ text }) => text);
  return parts;
}

/** Whether the last word, or the last two, were no part of the name. */
function takeLast(rest: NameWord[], parts: Parts, least: number): boolean {
  const [before, last] = [rest.at(-2)?.text ?? '', rest.at(-1)];
  if (last === undefined) return false;
  const { text, joined } = last;
  if (rest.length - 2 >= least && stagePairs.has(`${before} ${text}`)) return drop(rest, 2);
  if (stages.has(text)) return drop(rest, 1);
  if (forms.has(text)) parts.forms.push(text.replace(/^apis$/, 'api'));
  else if (plans.has(text)) parts.plans.push(text.replace(/^(team|individual)s$/, '$1'));
  else if (/^\d+(?:\.\d+)*$/.test(text) && !joined && parts.version === null) parts.version = plainVersion(text);
  else return false;
  const afterFor = rest.length - 2 >= least && plans.has(text) && before === 'for';
  return drop(rest, afterFor ? 2 : 1);
}

function drop(rest: NameWord[], count: number): true {
  rest.splice(-count);
  return true;
}

function plainVersion(text: string): string {
  return text.replace(/^v/, '').replace(/(?:\.0+)+$/, '');
}
