import { findAmounts } from '../facts/price-amount.ts';
import type { FactField, FoundFact } from './found-fact.ts';

/** Two or more sources that say different things of one field. */
export interface FactConflict {
  field: FactField;
  /** What is said, each different thing once, with who says it. */
  sides: FoundFact[];
}

/** Fields that can be said in many words without anybody disagreeing. */
const wording: readonly FactField[] = ['tagline', 'description', 'category', 'job'];

/** Where what was found contradicts itself. Prices of one source are held together against those of another. */
export function findConflicts(facts: readonly FoundFact[]): FactConflict[] {
  const fields = Map.groupBy(facts, ({ field }) => field);
  return [...fields].flatMap(([field, found]) => {
    if (wording.includes(field)) return [];
    const sides = field === 'pricing' ? priceSides(found) : sidesOf(field, found);
    return sides.length > 1 ? [{ field, sides }] : [];
  });
}

function sidesOf(field: FactField, found: readonly FoundFact[]): FoundFact[] {
  const sides: FoundFact[] = [];
  for (const fact of found) if (!sides.some((side) => agree(field, side.value, fact.value))) sides.push(fact);
  return sides;
}

/** Whether two values of a field can both be true of one product. */
export function agree(field: FactField, a: string, b: string): boolean {
  switch (field) {
    case 'launched':
      return a.startsWith(b) || b.startsWith(a);
    case 'stars':
      return agreeOnStars(a, b);
    case 'version':
      return `${a}.`.startsWith(`${b}.`) || `${b}.`.startsWith(`${a}.`);
    case 'maker':
      return plainMaker(a) === plainMaker(b);
    default:
      return plain(a) === plain(b);
  }
}

/** 12,431 stars are 12.4k, and 12k. */
function agreeOnStars(a: string, b: string): boolean {
  const [long = '', short = ''] = [a, b].sort((x, y) => significant(y) - significant(x));
  const step = 10 ** (short.length - significant(short));
  return Math.abs(Number(long) - Number(short)) < step;
}

function significant(digits: string): number {
  return Math.max(1, digits.replace(/0+$/, '').length);
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}+#]/gu, '');
}

function plainMaker(text: string): string {
  return plain(text.replace(/[\s,]+(?:inc|llc|ltd|gmbh|corp(?:oration)?|co|ag|sa|bv|plc|pbc|limited)\.?$/i, ''));
}

interface Price {
  plan: string | null;
  value: number;
  currency: string;
  unit: string | null;
  fact: FoundFact;
}

const planPattern =
  /\b(hobby|starter|basic|lite|pro|plus|teams?|business|scale|enterprise|premium|standard|growth|individual|personal|developer|max|ultra)\b/i;

/** Prices of different sources that cannot both hold: of one plan, or each of a source that does not name the other’s. Each amount once. */
function priceSides(found: readonly FoundFact[]): FoundFact[] {
  const groups = [...Map.groupBy(found, ({ source, by }) => `${source} ${by === 'structured'}`).values()].map(pricesOf);
  const sides = groups.flatMap((group, index) =>
    groups
      .slice(index + 1)
      .flatMap(
        (other) =>
          samePlan(group, other) ??
          noSuchStart(group, other) ??
          noSuchStart(other, group) ??
          neitherHolds(group, other) ??
          [],
      ),
  );
  const amounts = new Map(
    sides
      .map((side) => [
        findAmounts(side.value)
          .map(({ value }) => value)
          .join(' '),
        side,
      ])
      .reverse() as [string, FoundFact][],
  );
  return [...amounts.values()].sort((a, b) => found.indexOf(a) - found.indexOf(b));
}

function pricesOf(facts: readonly FoundFact[]): Price[] {
  return facts.flatMap((fact) => {
    const plans = new Set(
      [...fact.value.matchAll(new RegExp(planPattern, 'gi'))].map(([word]) => word.toLowerCase().replace(/s$/, '')),
    );
    const [plan = null] = plans.size === 1 ? plans : [];
    return findAmounts(fact.value)
      .filter(({ value }) => value > 0)
      .map(({ value, currency, unit }) => ({ plan, value, currency, unit, fact }));
  });
}

function comparable(a: Price, b: Price): boolean {
  return a.currency === b.currency && (a.unit === null || b.unit === null || a.unit === b.unit);
}

/** Each source names one amount for a plan, and they differ. */
function samePlan(group: readonly Price[], other: readonly Price[]): FoundFact[] | null {
  for (const price of group) {
    if (price.plan === null) continue;
    const [mine, theirs] = [group, other].map((prices) =>
      prices.filter((given) => given.plan === price.plan && comparable(given, price)),
    );
    if (mine === undefined || theirs === undefined || theirs.length === 0) continue;
    if (mine.some(({ value }) => theirs.some((their) => their.value === value))) continue;
    return [price.fact, ...theirs.slice(0, 1).map(({ fact }) => fact)];
  }
  return null;
}

const startsAt = /\b(?:from|start(?:s|ing)? at)\b/i;

/** One says where its prices start, and the other names prices for the same time and none of that amount. Prices start for somebody, so a seat is left out. */
function noSuchStart(group: readonly Price[], other: readonly Price[]): FoundFact[] | null {
  const timeOf = ({ unit }: Price): string | null => unit?.split(' ').at(-1) ?? null;
  for (const start of group.filter(({ fact, plan }) => plan === null && startsAt.test(fact.value))) {
    const theirs = other.filter((price) => price.currency === start.currency && timeOf(price) === timeOf(start));
    const lowest = theirs.toSorted((a, b) => a.value - b.value)[0];
    if (lowest !== undefined && theirs.every(({ value }) => value !== start.value)) return [start.fact, lowest.fact];
  }
  return null;
}

/** Each names an amount the other does not have; a source that names only some of the prices contradicts nothing. */
function neitherHolds(group: readonly Price[], other: readonly Price[]): FoundFact[] | null {
  const lonely = (prices: readonly Price[], others: readonly Price[]): Price | undefined => {
    const open = prices.filter((price) =>
      others.some((their) => comparable(their, price) && mayBeOnePlan(their, price)),
    );
    return open.find((price) => !others.some((their) => comparable(their, price) && their.value === price.value));
  };
  const mine = lonely(group, other);
  const theirs = lonely(other, group);
  return mine === undefined || theirs === undefined ? null : [mine.fact, theirs.fact];
}

function mayBeOnePlan(a: Price, b: Price): boolean {
  return a.plan === null || b.plan === null || a.plan === b.plan;
}
