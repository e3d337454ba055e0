import { withoutMarkup } from '../evidence/markup.ts';
import { findAmounts } from '../facts/price-amount.ts';
import { parsePricing } from '../facts/pricing.ts';
import type { GatheredDocument } from './document.ts';
import { type FoundFact, fitValue } from './found-fact.ts';

/** Prices that are taken from one document: a table of fifty is not read line by line by anybody. */
const mostPrices = 12;

/** Characters of a line that can be a price and what it is for; a longer one is prose. */
const longestLine = 240;

const planWord =
  /\b(?:free|hobby|starter|basic|lite|pro|plus|team|teams|business|scale|enterprise|premium|standard|growth|individual|personal|developer|community|max|ultra|startup)\b/i;

/** Says beside an amount that it is the price of something here. */
const aboutPrice =
  /\b(?:pric(?:e|es|ing)|costs?|plans?|tiers?|starts? at|starting at|from|per|billed|subscription|pay|pays|charged?|fees?)\b|\/\s?(?:mo|month|yr|year|seat|user|hour|1?[mk]\b|token|request|gb)/i;

/** Free entry in so many words. */
const saysFree =
  /\bfree (?:forever|plan|tier|to use|for (?:personal|open|individual|small|up))\b|\b(?:is|are|completely|always) free\b|\bpay[ -]as[ -]you[ -]go\b|\bcontact (?:us|sales) for (?:pricing|a quote)\b|\bfree (?:and|&) open[ -]?source\b|\bno free (?:plan|tier)\b/i;

/** Lines a visitor reads a price from: on the pricing page every amount, elsewhere only one that is said to be a price. */
export function findPriceFacts(document: GatheredDocument): FoundFact[] {
  if (document.role === 'changelog') return [];
  const lines = placedLines(document.text);
  const found = new Map<string, FoundFact>();
  for (const [index, line] of lines.entries()) {
    if (found.size >= mostPrices) break;
    if (line.words.length > longestLine || !isPrice(line.words, document.role === 'pricing')) continue;
    const plan = planWord.test(line.words) ? null : planAbove(lines, index);
    const value = fitValue('pricing', plan === null ? line.words : `${plan.words}: ${line.words}`);
    const quote = document.text.slice(plan?.start ?? line.start, line.end).trim();
    if (value !== null && !found.has(value))
      found.set(value, { field: 'pricing', value, source: document.source, quote, path: null, by: 'cue' });
  }
  return [...found.values()];
}

interface PlacedLine {
  /** Without marks that only lay it out. */
  words: string;
  start: number;
  end: number;
}

function placedLines(text: string): PlacedLine[] {
  const lines: PlacedLine[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    const words = line.length > 4 * longestLine ? line : withoutMarkup(line, 'kept');
    if (words.trim() !== '') lines.push({ words: words.trim(), start, end: start + line.length });
    start += line.length + 1;
  }
  return lines;
}

function isPrice(words: string, onPricingPage: boolean): boolean {
  if (findAmounts(words).length > 0) return onPricingPage || aboutPrice.test(words);
  return saysFree.test(words) && parsePricing(words).model !== 'unknown';
}

/** The name of a plan stands in a short line of its own, at most two lines above its price. */
function planAbove(lines: readonly PlacedLine[], index: number): PlacedLine | null {
  const above = lines.slice(Math.max(0, index - 2), index).reverse();
  const plan = above.find(({ words }) => words.length <= 30 && planWord.test(words));
  const between = above.slice(0, plan === undefined ? 0 : above.indexOf(plan));
  return plan !== undefined && between.every(({ words }) => findAmounts(words).length === 0) ? plan : null;
}
