import { hashText } from '../key.ts';

/** Shape of a slug: lower-case ASCII words joined by single hyphens. */
export const slugPattern = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Longest slug: it is a folder name, and two of them stand in one address. */
export const longestSlug = 80;

/** Latin letters that have no accent to take off. */
const spelledOut = new Map(
  Object.entries({ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' }),
);

/** Signs that tell names apart: `C`, `C++` and `C#` are three languages, and `.NET` is not a net. */
const spokenSigns: [RegExp, string][] = [
  [/&/g, ' and '],
  [/\+/g, ' plus '],
  [/(?<=[a-z])[#♯]/g, ' sharp '],
  [/(?<=[a-z])\*(?![a-z0-9*])/g, ' star '],
  [/(?<![a-z0-9.])\.(?=[a-z])/g, ' dot '],
];

/** Names no folder may have: devices of Windows, and what stands beside the comparisons in an output folder. */
const reserved = /^(?:con|prn|aux|nul|(?:com|lpt)\d|methodology|logs|drafts|tools)$/;

/** Whether a slug would be a folder that cannot be made or that holds something else. */
export function isReserved(slug: string): boolean {
  return reserved.test(slug);
}

/**
 * The name in lower case with Latin letters plain and telling signs as words: no accents, no full-width forms, no
 * characters nobody sees, `C++` as `c plus plus`. Letters of other scripts stay.
 */
export function spellOut(name: string): string {
  const latin = name
    .replaceAll(/[\u2122\u2120\u00ae\u00a9'\u2019`]|\p{Cf}/gu, '')
    .normalize('NFKD')
    .replaceAll(/(\p{sc=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\0-\x7f]/g, (letter) => spelledOut.get(letter) ?? letter);
  return spokenSigns.reduce((text, [sign, word]) => text.replaceAll(sign, word), latin);
}

/**
 * Identity of a tool made from its name: matches slugPattern, at most 80 characters, the same for every spelling of the
 * same letters (accents, case, width, white space). Where letters would be lost, eight digits of a hash of the name keep
 * names distinct: `tool-<hash>` without any Latin letter or digit to use, the Latin part and a hash for a mixed name or a cut one.
 * A reserved name gets `-tool` behind it.
 */
export function slugOf(name: string): string {
  const spoken = spellOut(name);
  const words = spoken.match(/[a-z0-9]+/g) ?? [];
  const slug = words.join('-');
  const foreign = /[^\P{L}a-z]|[^\P{N}0-9]/u.test(spoken);
  if (slug === '' || (foreign && !/[a-z]/.test(slug))) return `tool-${shortHash(name)}`;
  if (isReserved(slug)) return `${slug}-tool`;
  if (!foreign && slug.length <= longestSlug) return slug;
  const hash = shortHash(name);
  return `${cutAtWord(slug, longestSlug - hash.length - 1)}-${hash}`;
}

function cutAtWord(slug: string, length: number): string {
  if (slug.length <= length) return slug;
  const end = slug.lastIndexOf('-', length);
  return slug.slice(0, end > 0 ? end : length);
}

/** Spellings that look alike (composed or not, wide or narrow, upper or lower case, with invisible characters or without) share a hash. */
function shortHash(name: string): string {
  return hashText(
    name
      .replaceAll(/\p{Cf}/gu, '')
      .normalize('NFKC')
      .toLowerCase()
      .trim()
      .replaceAll(/\s+/g, ' '),
  ).slice(0, 8);
}
