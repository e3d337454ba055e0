/** What an amount buys, and how many characters of the text said so. */
export interface FoundUnit {
  /** In words, the thing before the time: `seat per month`, `million input tokens`; null when the text does not say. */
  words: string | null;
  length: number;
}

const times = 'second:sec|minute:min|hour:hr,h|day|week:wk|month:mo,mth|quarter|year:yr,y,annum';
const things =
  'seat|user|member|person|developer:dev|editor|agent|team|organization:org,organisation|workspace|project|site|domain|device|host|node|' +
  'server|cluster|core|vCPU|GPU|token:tok|call|request:req|query|message:msg|prompt|image:img|photo|video|page|document:doc|file|GB|TB|MB|' +
  'credit|task|run|job|session|transaction|conversation|word|character:char|step|generation|search|email|contact|event|execution|build|' +
  'song|app|repository:repo|unit|piece|copy|licence:license|scan|review|test|lookup|resolution|deployment|environment|invocation|' +
  'operation|record|row|vector|lead|invoice|order|customer|student|employee';

/** Every spelling in lower case, plural or not, to the word we use. */
const spellings = new Map<string, string>();
for (const entry of `${times}|${things}`.split('|')) {
  const [name = '', others] = entry.split(':');
  for (const spelling of [name, ...(others?.split(',') ?? [])]) {
    spellings.set(spelling.toLowerCase(), name);
    spellings.set(pluralOf(spelling).toLowerCase(), name);
  }
}
const timeNames = new Set(times.split('|').map((entry) => entry.split(':')[0]));
const adverbs = new Map(
  Object.entries({
    hourly: 'hour',
    daily: 'day',
    weekly: 'week',
    monthly: 'month',
    quarterly: 'quarter',
    yearly: 'year',
    annually: 'year',
    annual: 'year',
  }),
);
const scales = new Map(
  Object.entries({
    k: 'thousand',
    thousand: 'thousand',
    m: 'million',
    mm: 'million',
    million: 'million',
    b: 'billion',
    billion: 'billion',
  }),
);

const known = [...spellings.keys()].sort((a, b) => b.length - a.length).join('|');
const kinds =
  'input/output|cached input|monthly active|input|output|cached|prompt|completion|audio|text|image|video|active|named|api|build|search|web|GPU|CPU';
const kindWords = String.raw`(?:(?:${kinds})\b\s?)`;
const partPattern = new RegExp(
  String.raw`^(?:\s+(?<adverb>${[...adverbs.keys()].join('|')})\b|` +
    String.raw`(?<joint>\s*\/\s?|,?\s*\bper\s+|\s+(?:a|an|each|every)\s+|-)` +
    String.raw`(?:(?<count>\d[\d,]{0,11})\s?)?(?:(?<scale>${[...scales.keys()].join('|')})(?:(?![a-z])\s?|(?=tok)))?` +
    String.raw`(?:(?<kind>${kindWords}{0,2})(?<noun>${known})\b|(?<implied>${kindWords}{1,2})|(?<other>(?<=\bper\s+)[a-z]{3,20})\b|))`,
  'i',
);

/** Reads the unit at the beginning of what follows an amount: `/seat/month billed yearly` is `seat per month`. A scale alone (`/1M`) counts tokens, as the field writes it. */
export function readUnit(rest: string): FoundUnit {
  const parts: string[] = [];
  let length = 0;
  while (parts.length < 3) {
    const match = partPattern.exec(rest.slice(length));
    const part = match === null ? null : nameOf(match.groups ?? {});
    if (match === null || part === null) break;
    parts.push(part);
    length += match[0].trimEnd().length;
  }
  if (parts.length === 0) return { words: null, length: 0 };
  const ordered = [...parts.filter((part) => !timeNames.has(part)), ...parts.filter((part) => timeNames.has(part))];
  return { words: ordered.join(' per '), length };
}

/** The words of one part, or null when it names nothing that can be bought. */
function nameOf(groups: Partial<Record<string, string>>): string | null {
  const { adverb, joint = '', count = '', scale = '', implied = '', kind = implied, noun, other } = groups;
  if (adverb !== undefined) return adverbs.get(adverb.toLowerCase()) ?? null;
  const name = spellings.get(noun?.toLowerCase() ?? '') ?? other ?? (scale === '' ? null : 'token');
  if (name === null || (joint === '-' && !timeNames.has(name))) return null;
  const many = countWords(count, scale);
  return [...many, ...kind.trim().toLowerCase().split(/\s+/), many.length > 0 ? pluralOf(name) : name]
    .filter((part) => part !== '')
    .join(' ');
}

function countWords(count: string, scale: string): string[] {
  const number = Number(count.replaceAll(',', '') || '1');
  const scaled = scales.get(scale.toLowerCase());
  if (scaled !== undefined) return number === 1 ? [scaled] : [String(number), scaled];
  if (number === 1_000_000) return ['million'];
  if (number === 1000) return ['thousand'];
  return number === 1 ? [] : [String(number)];
}

function pluralOf(name: string): string {
  if (/[A-Z]B$/.test(name)) return name;
  if (/[^aeiou]y$/.test(name) && name.length > 1) return `${name.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/.test(name) ? `${name}es` : `${name}s`;
}
