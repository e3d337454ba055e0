import { dimensionOf, unitOfSign } from './claim-units.ts';

/** A number with what it counts. */
export interface Quantity {
  text: string;
  start: number;
  end: number;
  /** Scale words counted in: `1.5 million` is 1500000. */
  value: number;
  /** `usd`, `percent`, `bytes`, `seconds`…; null when it counts things, or nothing. */
  unit: string | null;
  /** In the smallest unit of its kind: `1 TB` is 1e12 bytes. */
  amount: number;
  /** The word it stands before, lower case; null when it stands alone or before a word like `per` or `to`. */
  noun: string | null;
  /** Written as a word. */
  spelt: boolean;
}

const small: readonly string[] = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
];
const tens: readonly string[] = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const scales = new Map([
  ['hundred', 100],
  ['dozen', 12],
  ['k', 1e3],
  ['thousand', 1e3],
  ['m', 1e6],
  ['mn', 1e6],
  ['million', 1e6],
  ['b', 1e9],
  ['bn', 1e9],
  ['billion', 1e9],
  ['trillion', 1e12],
]);

const sign = String.raw`(us\$|[$€£¥₹])?[ ]?`;
const digits = String.raw`(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)`;
const numeral = new RegExp(
  String.raw`(?<![\p{L}\p{N}_]|\p{L}[-./]|\d[.,:])${sign}${digits}(?![.,:]?\d)(k|m|mn|b|bn)?(?![\p{L}\p{N}])`,
  'giu',
);
const stuck = new RegExp(
  String.raw`(?<![\p{L}\p{N}_]|\p{L}[-./]|\d[.,:])${sign}${digits}(k[ib]?b|[mgtp]i?b|ms|s|sec|min|h|hrs?|d|x|¢)(?![\p{L}\p{N}])`,
  'giu',
);
const spelt = new RegExp(
  String.raw`(?<![\p{L}\p{N}'-])(?:(${tens.join('|')})(?:[- ](${small.slice(1, 10).join('|')}))?|(${small.join('|')})|(an?))(?![\p{L}\p{N}'])`,
  'giu',
);

/** The quantities of a normalised text. */
export function findQuantities(text: string): Quantity[] {
  return /\d/.test(text) ? [...findWritten(text), ...findSpelt(text)] : findSpelt(text);
}

function findWritten(text: string): Quantity[] {
  const written = Array.from(text.matchAll(numeral), (match) => {
    const [whole, currency, number = '', scale] = match;
    const value = Number(number.replaceAll(',', '')) * scaleOf(scale);
    return quantityAt(text, { whole, start: match.index, value, currency: currency ?? null, unit: null, spelt: false });
  });
  const joined = Array.from(text.matchAll(stuck), (match) => {
    const [whole, currency, number = '', unit] = match;
    const value = Number(number.replaceAll(',', ''));
    return quantityAt(text, {
      whole,
      start: match.index,
      value,
      currency: currency ?? null,
      unit: unit ?? null,
      spelt: false,
    });
  });
  return [...written, ...joined];
}

function findSpelt(text: string): Quantity[] {
  return Array.from(text.matchAll(spelt), (match) => {
    const [whole, ten, one, alone, article] = match;
    const value = article
      ? 1
      : ten
        ? (tens.indexOf(ten.toLowerCase()) + 2) * 10 + small.indexOf((one ?? 'zero').toLowerCase())
        : small.indexOf((alone ?? '').toLowerCase());
    return quantityAt(text, { whole, start: match.index, value, currency: null, unit: null, spelt: true });
  });
}

interface Reading {
  whole: string;
  start: number;
  value: number;
  currency: string | null;
  /** Written against the digits: `5MB`. */
  unit: string | null;
  spelt: boolean;
}

function scaleOf(word: string | undefined): number {
  return (word === undefined ? undefined : scales.get(word.toLowerCase())) ?? 1;
}

const functionWord =
  /^(?:a|an|the|per|to|or|and|of|in|on|at|for|from|by|with|within|until|than|through|is|are|was|were|be|as|if|that|which|when|while|but|so|because|since|after|before|each|every|it|its|under|over|into|without|not|has|have|had|will|would|can|may|must)$/;

/** Reads on behind the digits: scale words, then a unit one or two words away. */
function quantityAt(
  text: string,
  { whole, start, value: bare, currency, unit: joined, spelt: isSpelt }: Reading,
): Quantity {
  let end = start + whole.length;
  let value = bare;
  const scale = /^[- ](hundred|dozen|thousand|million|billion|trillion)(?: (thousand|million|billion))?\b/i.exec(
    text.slice(end, end + 30),
  );
  if (scale !== null) {
    value *= scaleOf(scale[1]) * scaleOf(scale[2]);
    end += scale[0].length;
  }
  const next = /^ ?(%|[€£¥₹](?!\d)|¢)|^(?:[- ]([\p{L}]+))?(?:[- ]([\p{L}]+))?/u.exec(text.slice(end, end + 60));
  const [, symbol, first, second] = next ?? [];
  const noun = first === undefined || functionWord.test(first.toLowerCase()) ? null : first.toLowerCase();
  const far = noun !== null && second !== undefined ? dimensionOf(second) : null;
  const dimension =
    (currency === null ? null : unitOfSign(currency)) ??
    dimensionOf(joined ?? symbol ?? '') ??
    (first === undefined ? null : dimensionOf(first)) ??
    far;
  if (symbol !== undefined) end += (next?.[0] ?? '').length;
  else if (dimension !== null && currency === null && joined === null)
    end += dimensionOf(first ?? '') === null ? `${first} ${second}`.length + 1 : (first ?? '').length + 1;
  return {
    text: text.slice(start, end).trim(),
    start,
    end,
    value,
    unit: dimension?.unit ?? null,
    amount: value * (dimension?.factor ?? 1),
    noun: dimension === null ? noun : null,
    spelt: isSpelt,
  };
}

/** Sums and products of decimals differ in the last digits. */
const same = (a: number, b: number): boolean => a === b || Math.abs(a - b) < 1e-9 * Math.max(Math.abs(a), Math.abs(b));

/**
 * Whether a quantity stands among known ones. With a unit it needs the same amount of the same kind, or the bare number;
 * before a noun it needs the number of something countable; else the number is enough.
 */
export function standsQuantity(named: Quantity, known: readonly Quantity[]): boolean {
  return known.some((other) => {
    if (named.unit !== null && other.unit !== null)
      return named.unit === other.unit && same(named.amount, other.amount);
    if (!same(named.value, other.value)) return false;
    if (named.unit !== null) return other.noun === null;
    return named.noun === null || other.unit === null;
  });
}
