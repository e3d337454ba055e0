import { sentencesOf } from '../evidence/sentence.ts';
import type { GatheredDocument, Role } from './document.ts';
import { type FactField, type FoundFact, fitValue } from './found-fact.ts';
import { licenceIn } from './licence.ts';
import { findPriceFacts } from './price-facts.ts';

/** Longest sentence a cue is looked for in. */
const longestSentence = 600;

/** Sentences of one document that are looked at. */
const mostSentences = 3_000;

interface Cue {
  field: FactField;
  /** Documents that speak of the product itself where they use these words. */
  roles: readonly Role[];
  read: (sentence: string) => string | null;
}

const cues: readonly Cue[] = [
  { field: 'licence', roles: ['repository', 'home', 'docs', 'about', 'pricing'], read: readLicence },
  { field: 'maker', roles: ['home', 'about', 'pricing', 'docs', 'repository'], read: readMaker },
  { field: 'launched', roles: ['home', 'about', 'repository', 'docs'], read: readLaunch },
  { field: 'stars', roles: ['repository', 'home', 'about', 'docs'], read: readStars },
  { field: 'version', roles: ['changelog', 'repository', 'docs', 'home'], read: readVersion },
];

/** What the text of a document says in words that are used for nothing else. The first sentence that says it counts. */
export function findCueFacts(document: GatheredDocument): FoundFact[] {
  const sentences = sentencesOf(document.text)
    .slice(0, mostSentences)
    .filter(({ length }) => length <= longestSentence);
  const found = cues.flatMap(({ field, roles, read }) => {
    if (!roles.includes(document.role)) return [];
    for (const sentence of sentences) {
      const value = fitValue(field, read(sentence));
      if (value !== null) return [{ ...cueOf(document, field), value, quote: sentence }];
    }
    return [];
  });
  return [...found, ...findPriceFacts(document), ...findDescription(document, sentences)];
}

function cueOf(document: GatheredDocument, field: FactField): Omit<FoundFact, 'value' | 'quote'> {
  return { field, source: document.source, path: null, by: 'cue' };
}

/** The first whole sentence of the product’s own page: what its makers say first. */
function findDescription(document: GatheredDocument, sentences: readonly string[]): FoundFact[] {
  if (document.role !== 'home') return [];
  const first = sentences.find(
    (sentence) =>
      (sentence.length >= 40 && /\p{L}[.!?]$/u.test(sentence)) ||
      (sentence.length >= 15 && /\p{L}[。！？]$/u.test(sentence)),
  );
  const value = fitValue('description', first);
  return value === null || first === undefined ? [] : [{ ...cueOf(document, 'description'), value, quote: first }];
}

/** `licensed under`, `MIT License`: the name of a licence next to the word. What others are licensed under is not ours. */
function readLicence(sentence: string): string | null {
  const near = /.{0,40}\blicen[cs]ed?\b.{0,60}/i.exec(sentence)?.[0];
  if (near === undefined || /\b(?:depend\w*|third[- ]party|librar\w+|not|no longer|formerly|until)\b/i.test(near))
    return null;
  return licenceIn(near);
}

/** Who owns a page or made a product, from a sentence or a copyright line; null when it names nobody. */
export function readMaker(sentence: string): string | null {
  const owner =
    /(?:©|\(c\)|\bcopyright\b)\s*(?:©\s*)?(?:\d{4}(?:\s*[-–]\s*(?:\d{4}|present))?)?[\s,]*(?:by\s+)?(?<name>[\p{Lu}\p{Lo}][^|·•©\n]{1,80})/iu.exec(
      sentence,
    )?.groups?.name;
  const name =
    owner ??
    /\b(?:[Mm]ade|[Bb]uilt|[Dd]eveloped|[Cc]reated) (?:with \S+ )?by (?:the team at )?(?<name>\p{Lu}[\p{L}\p{N}&'’-]*(?:[ .]\p{Lu}[\p{L}\p{N}&'’-]*){0,3})/u.exec(
      sentence,
    )?.groups?.name;
  const plain = name
    ?.replace(/[\s,.]*all rights reserved.*$/i, '')
    .replace(/(?<!\b(?:inc|ltd|co|corp))\.(?:\s.*)?$/i, '')
    .trim();
  return plain === undefined || plain.split(/\s+/).length > 6 ? null : plain;
}

const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const monthName = months.join('|');
const launchPattern = new RegExp(
  String.raw`\b(?:(?:first|initially|publicly|originally) (?:released|launched|published)|was launched|launched|initial release|first release|public launch|generally available)\b(?:\s\w+){0,2}?\s?(?:in|on|since|:)?\s?` +
    String.raw`(?:(?<iso>\d{4}-\d{2}(?:-\d{2})?)|(?:(?<before>\d{1,2}) )?(?<month>${monthName})(?: (?<after>\d{1,2})(?:st|nd|rd|th)?,?)? (?<year>\d{4})|(?<only>(?:19|20)\d{2})\b)`,
  'i',
);

function readLaunch(sentence: string): string | null {
  const { iso, before, month, after, year, only } = launchPattern.exec(sentence)?.groups ?? {};
  if (iso !== undefined || only !== undefined) return iso ?? only ?? null;
  if (month === undefined || year === undefined) return null;
  const number = String(months.indexOf(month.toLowerCase()) + 1).padStart(2, '0');
  const day = before ?? after;
  return day === undefined ? `${year}-${number}` : `${year}-${number}-${day.padStart(2, '0')}`;
}

const scales = new Map([
  ['k', 1_000],
  ['m', 1_000_000],
]);

/** Stars of a repository; a rating of five stars is something else. */
function readStars(sentence: string): string | null {
  const found =
    /(?<count>\d[\d,]*(?:\.\d+)?)\s?(?<scale>[km])?\+?\s+(?:github\s+)?(?:stars|stargazers)\b(?!\s+(?:out|rating|reviews?|hotel))/i.exec(
      sentence,
    ) ??
    /(?:★|⭐️?|\bstars?(?: on github)?:?)\s*(?<count>\d[\d,]*(?:\.\d+)?)\s?(?<scale>[km])?\b(?!\s*(?:\/|out of|reviews?|ratings?))/i.exec(
      sentence,
    );
  const { count, scale = '' } = found?.groups ?? {};
  if (count === undefined) return null;
  const stars = Math.round(Number(count.replaceAll(',', '')) * (scales.get(scale.toLowerCase()) ?? 1));
  return stars >= 10 ? String(stars) : null;
}

function readVersion(sentence: string): string | null {
  const pattern =
    /\b(?:latest (?:release|version)|current version|version|release)[:\s]+v?(\d+\.\d+(?:\.\d+)?)\b|^v(\d+\.\d+(?:\.\d+)?)\b/i;
  const found = pattern.exec(sentence);
  return found?.[1] ?? found?.[2] ?? null;
}
