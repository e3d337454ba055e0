/** A day, month or year a text names; what it does not say is null. */
export interface NamedDate {
  text: string;
  start: number;
  end: number;
  year: number | null;
  /** 1 to 12. */
  month: number | null;
  day: number | null;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const month =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const day = String.raw`(\d{1,2})(?:st|nd|rd|th)?`;
const year = String.raw`((?:19|20)\d{2})`;
const before = String.raw`(?<![\p{L}\p{N}$€£¥.,])`;
const after = String.raw`(?![\p{L}\p{N}]|[.,]\d)`;

type Field = 'year' | 'month' | 'day';

/** Longer forms first: what one has read, the next does not see. */
const forms: readonly { pattern: RegExp; fields: readonly Field[] }[] = [
  {
    pattern: form(String.raw`(?<!\d)((?:19|20)\d{2})-(\d{2})-(\d{2})(?:t[\d:.]+z?)?(?!\d)`),
    fields: ['year', 'month', 'day'],
  },
  { pattern: form(String.raw`(?<!\d)((?:19|20)\d{2})-(0[1-9]|1[0-2])(?![\d-])`), fields: ['year', 'month'] },
  {
    pattern: form(`${before}(?:\\d{1,2} ?(?:-|to|and) ?)?${day}(?: of)? ${month},? ${year}${after}`),
    fields: ['day', 'month', 'year'],
  },
  {
    pattern: form(`${before}${month} ${day}(?: ?(?:-|to) ?\\d{1,2})?,? ${year}${after}`),
    fields: ['month', 'day', 'year'],
  },
  { pattern: form(`${before}${month},? (?:of )?${year}${after}`), fields: ['month', 'year'] },
  { pattern: form(`${before}${day}(?: of)? ${month}${after}`), fields: ['day', 'month'] },
  { pattern: form(`${before}${month} ${day}${after}`), fields: ['month', 'day'] },
  { pattern: form(`${before}${year}${after}`), fields: ['year'] },
];

function form(source: string): RegExp {
  return new RegExp(source, 'giu');
}

/** The dates of a normalised text, in any of the usual ways to write one. */
export function findDates(text: string): NamedDate[] {
  if (!/\d/.test(text)) return [];
  const found: NamedDate[] = [];
  let rest = text;
  for (const { pattern, fields } of forms) {
    rest = rest.replaceAll(pattern, (whole: string, ...more: unknown[]) => {
      const start = more.find((part) => typeof part === 'number') ?? 0;
      const date = { text: whole, start, end: start + whole.length, year: null, month: null, day: null };
      const parts = fields.map((field, index) => [field, numberOf(String(more[index]))]);
      found.push({ ...date, ...Object.fromEntries(parts) });
      return '_'.repeat(whole.length);
    });
  }
  return found;
}

function numberOf(part: string): number {
  return /^\d/.test(part) ? Number(part) : months.indexOf(part.slice(0, 3).toLowerCase()) + 1;
}

/** Whether one of the known dates says what the named one says: each part it gives must agree. */
export function standsDate(named: NamedDate, known: readonly NamedDate[]): boolean {
  const agrees = (field: Field, date: NamedDate): boolean => named[field] === null || named[field] === date[field];
  if (known.some((date) => agrees('year', date) && agrees('month', date) && agrees('day', date))) return true;
  // a source may give the year once and then days without it
  const parts = known.some((date) => date.year === null && agrees('month', date) && agrees('day', date));
  return named.month !== null && parts && known.some((date) => date.year === named.year);
}

/** Whether a date lies after a day, as far as it is told. */
export function isAfter({ year, month, day }: NamedDate, asOf: string): boolean {
  if (year === null) return false;
  const two = (part: number): string => String(part).padStart(2, '0');
  const told = [
    String(year),
    ...(month === null ? [] : [two(month)]),
    ...(month === null || day === null ? [] : [two(day)]),
  ].join('-');
  return told >= asOf.slice(0, told.length);
}
