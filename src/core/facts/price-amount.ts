import { readUnit } from './price-unit.ts';

/** One amount found in a pricing text: `$15/mo` is { value: 15, currency: 'USD', unit: 'month' }. */
export interface PriceAmount {
  /** Finite, not negative. */
  value: number;
  /** ISO 4217 code. */
  currency: string;
  /** What the amount buys, in words (`month`, `million tokens`, `seat per month`); null when the text does not say. */
  unit: string | null;
  /** The words it was read from, as they stand in the text. */
  text: string;
}

/** Signs and words of money; a bare `$` is taken as US dollars and `¥` as yen. Longer signs first, so that `US$` is not read as `$`. */
const spellings =
  'US$=USD CA$=CAD AU$=AUD NZ$=NZD HK$=HKD NT$=TWD CN¥=CNY C$=CAD A$=AUD S$=SGD R$=BRL $=USD €=EUR £=GBP ¥=JPY ￥=JPY 円=JPY 元=CNY 원=KRW ₹=INR ₩=KRW ₪=ILS ZŁ=PLN';
const words = 'DOLLARS=USD DOLLAR=USD EUROS=EUR EURO=EUR YEN=JPY YUAN=CNY RMB=CNY CENTS=USD CENT=USD';
const codes = 'USD|EUR|GBP|JPY|CNY|INR|KRW|CAD|AUD|NZD|CHF|SEK|NOK|DKK|PLN|BRL|MXN|SGD|HKD|TWD|ILS|ZAR|CZK';
const currencies = new Map([...spellings.split(' '), ...words.split(' '), '¢=USD'].map((entry) => pairOf(entry)));
const hundredths = new Set(['CENTS', 'CENT', '¢']);

const sign = spellings.replaceAll('$', '\\$').replaceAll(/=\w+/g, '').replaceAll(' ', '|');
const word = words.replaceAll(/=\w+/g, '').replaceAll(' ', '|');
const grouped = String.raw`\d{1,3}(?:[\u00a0\u202f'’]\d{3}(?!\d))+(?:[.,]\d{1,2}(?!\d))?`;
const number = String.raw`(?:${grouped}|\d[\d.,]{0,19}(?<=\d)|\.\d{1,12})(?!\d)(?:k(?![a-z]))?`;
const spaced = String.raw`\d{1,3}(?: \d{3}(?!\d))+(?:[.,]\d{1,2}(?!\d))?`;

/** Currency, number and (for a range) a second number; or number and currency. A code after the number settles what the sign left open. */
const amountPattern = new RegExp(
  String.raw`(?<![\p{L}\d.,])(?:` +
    String.raw`(?<before>${sign}|(?:${codes})\b)[ \u00a0]?(?<first>${number})(?:\s?(?:-|–|—|to)\s?(?<upper>${number})(?![\p{L}\d%]))?(?: ?(?<settled>${codes})\b)?` +
    String.raw`|(?<lone>${spaced}|${number})[ \u00a0]?(?<after>(?:${codes}|${word})\b|(?:${sign}|¢)(?! ?\d)))`,
  'giu',
);

/** Money that is given, saved or raised is no price. */
const noPriceBefore = /\b(?:saves?|saving|worth|raised|valued at)\s+(?:of |up to )?$/i;
const noPriceAfter =
  /^\+?(?:\s?\/\s?mo(?:nth)?\b)?\s+(?:(?:of|in|worth|free|monthly|sign-?up|starting|welcome|bonus|promotional|usage|api)\s+){0,3}(?:credits?|discount|cashback|off|raised|in funding)\b/i;

interface FoundAmount extends PriceAmount {
  start: number;
  end: number;
}

/**
 * All prices of a text, in its order; both ends of a range. Credits, discounts and numbers of more than twenty digits are left out.
 * One mark before exactly three digits separates thousands when it is a comma (`$1,299`), or when the currency follows
 * (`1.299 €`); a lone mark elsewhere is a decimal one (`$0.075`, `19,99 €`).
 */
export function findAmounts(text: string): PriceAmount[] {
  const found = [...text.matchAll(amountPattern)].flatMap((match) => amountsOf(match, text));
  return found.map((amount, index) => ({
    value: amount.value,
    currency: amount.currency,
    unit: amount.unit ?? sharedUnit(text, amount, found[index + 1]),
    text: amount.text,
  }));
}

function amountsOf(match: RegExpExecArray, text: string): FoundAmount[] {
  const start = match.index;
  const end = start + match[0].length;
  if (noPriceBefore.test(text.slice(Math.max(0, start - 30), start)) || noPriceAfter.test(text.slice(end, end + 80)))
    return [];
  const { before, first, upper, settled, lone, after } = match.groups ?? {};
  const written = (settled ?? before ?? after ?? '').toUpperCase();
  const currency = currencies.get(written) ?? written;
  const factor = hundredths.has(written) ? 0.01 : 1;
  const unit = readUnit(text.slice(end, end + 120));
  const rest = {
    currency,
    unit: unit.words,
    text: text.slice(start, end + unit.length),
    start,
    end: end + unit.length,
  };
  return [first ?? lone, upper]
    .filter((digits) => digits !== undefined)
    .map((digits) => ({ ...rest, value: numberOf(digits, lone !== undefined) * factor }));
}

/** Two prices side by side share what stands after the second: `$3 / $15 per million tokens`, `$10 to $20 per month`. */
function sharedUnit(text: string, amount: FoundAmount, next: FoundAmount | undefined): string | null {
  if (next === undefined || next.start <= amount.end) return null;
  return /^\s*(?:-|–|—|to|\/)\s*$/.test(text.slice(amount.end, next.start)) ? next.unit : null;
}

function numberOf(written: string, currencyFollows: boolean): number {
  const plain = written.replaceAll(/[\s'’k]/gi, '');
  const factor = /k$/i.test(written) ? 1000 : 1;
  const marks = plain.replaceAll(/\d/g, '');
  const groups = /^[1-9]\d{0,2}[.,]\d{3}$/.test(plain) && (marks === ',' || currencyFollows);
  const decimalMark =
    groups || (marks.length > 1 && new Set(marks).size === 1)
      ? -1
      : Math.max(plain.lastIndexOf(','), plain.lastIndexOf('.'));
  if (decimalMark < 0) return Number(plain.replaceAll(/[.,]/g, '')) * factor;
  return Number(`${plain.slice(0, decimalMark).replaceAll(/[.,]/g, '')}.${plain.slice(decimalMark + 1)}`) * factor;
}

function pairOf(entry: string): [string, string] {
  const at = entry.lastIndexOf('=');
  return [entry.slice(0, at), entry.slice(at + 1)];
}
