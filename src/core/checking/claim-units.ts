/** What a unit measures, and how many of the smallest unit of its kind it holds. */
export interface Dimension {
  unit: string;
  factor: number;
}

const table: readonly { unit: string; factor: number; words: string }[] = [
  { unit: 'percent', factor: 1, words: '% percent percentage' },
  { unit: 'usd', factor: 1, words: '$ us$ usd dollar dollars' },
  { unit: 'usd', factor: 0.01, words: '¢ cent cents' },
  { unit: 'eur', factor: 1, words: '€ eur euro euros' },
  { unit: 'gbp', factor: 1, words: '£ gbp pound pounds' },
  { unit: 'jpy', factor: 1, words: '¥ jpy yen' },
  { unit: 'inr', factor: 1, words: '₹ inr rupees' },
  { unit: 'bytes', factor: 1, words: 'byte bytes' },
  { unit: 'bytes', factor: 1e3, words: 'kb kib kilobyte kilobytes' },
  { unit: 'bytes', factor: 1e6, words: 'mb mib megabyte megabytes' },
  { unit: 'bytes', factor: 1e9, words: 'gb gib gigabyte gigabytes gigs' },
  { unit: 'bytes', factor: 1e12, words: 'tb tib terabyte terabytes' },
  { unit: 'bytes', factor: 1e15, words: 'pb petabyte petabytes' },
  { unit: 'seconds', factor: 0.001, words: 'ms millisecond milliseconds' },
  { unit: 'seconds', factor: 1, words: 's sec secs second seconds' },
  { unit: 'seconds', factor: 60, words: 'min mins minute minutes' },
  { unit: 'seconds', factor: 3600, words: 'h hr hrs hour hours hourly' },
  { unit: 'seconds', factor: 86_400, words: 'd day days' },
  { unit: 'seconds', factor: 604_800, words: 'week weeks' },
  { unit: 'months', factor: 1, words: 'month months' },
  { unit: 'months', factor: 3, words: 'quarter quarters' },
  { unit: 'months', factor: 12, words: 'year years yr yrs' },
  { unit: 'fold', factor: 1, words: 'x times fold' },
];

const dimensions = new Map<string, Dimension>(
  table.flatMap(({ unit, factor, words }) => words.split(' ').map((word) => [word, { unit, factor }] as const)),
);

/** What a word or sign measures, whatever its case; null for a word that is no unit. */
export function dimensionOf(word: string): Dimension | null {
  return dimensions.get(word.toLowerCase()) ?? null;
}

/** The currency of a sign before a number. */
export function unitOfSign(sign: string): Dimension | null {
  return dimensionOf(sign.toLowerCase());
}
