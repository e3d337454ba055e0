import { withoutMarkup } from '../evidence/markup.ts';
import { sentencesOf } from '../evidence/sentence.ts';
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
    for (const { words, start } of columnPrices(lines, index) ?? [linePrice(lines, index)]) {
      const value = fitValue('pricing', words);
      const quote = document.text.slice(start, line.end).trim();
      if (value !== null && !found.has(value))
        found.set(value, { field: 'pricing', value, source: document.source, quote, path: null, by: 'cue' });
    }
  }
  return [...found.values()];
}

/** A price in words, and where the words it was read from begin. */
type PriceWords = Pick<PlacedLine, 'words' | 'start'>;

/** The price of a line, with the plan that stands above it. Of a line of several sentences those that name a price. */
function linePrice(lines: readonly PlacedLine[], index: number): PriceWords {
  const { words = '', start = 0 } = lines[index] ?? {};
  const plan = planWord.test(words) ? null : planAbove(lines, index);
  if (plan !== null) return { words: `${plan.words}: ${words}`, start: plan.start };
  const priced = sentencesOf(words).filter((sentence) => isPrice(sentence, true));
  return { words: priced.length === 0 ? words : priced.join(' '), start };
}

/** Labels of a row that say no more than that it holds prices. */
const priceLabel = /^(?:prices?|pricing|costs?)?$/i;

/** A row of a table with a plan for each column, or a plan for each row and a way of paying for each column: every price with its plan. */
function columnPrices(lines: readonly PlacedLine[], index: number): PriceWords[] | null {
  const row = lines[index];
  if (row === undefined || row.cells.length < 3) return null;
  const above = lines.slice(0, index).findLastIndex(({ cells }) => cells.length !== row.cells.length);
  const head = lines[above + 1];
  const [label = '', ...cells] = row.cells;
  const priced = cells.flatMap((cell, column) =>
    isPrice(cell, true) ? [{ cell, head: head?.cells[column + 1] ?? '' }] : [],
  );
  if (head === row || priced.length < 2 || priced.some((one) => one.head === '' || findAmounts(one.head).length > 0))
    return null;
  return priced.map(({ cell, head: top }) => {
    const [plan, note] = planWord.test(label) && !planWord.test(top) ? [label, top] : [top, label];
    return { words: `${plan}: ${cell}${priceLabel.test(note) ? '' : ` (${note})`}`, start: row.start };
  });
}

interface PlacedLine {
  /** Without marks that only lay it out, and without what is struck through. */
  words: string;
  /** Of a row of a table, what stands in each column. */
  cells: string[];
  start: number;
  end: number;
}

function placedLines(text: string): PlacedLine[] {
  const lines: PlacedLine[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    const isProse = line.length > 4 * longestLine;
    const plain = (part: string) => withoutMarkup(part.replaceAll(/~~[^~]{1,80}~~/g, ' '), 'kept').trim();
    const words = isProse ? line.trim() : plain(line);
    const cells = isProse || !line.includes('|') ? [] : line.split('|').map(plain);
    if (words !== '') lines.push({ words, cells, start, end: start + line.length });
    start += line.length + 1;
  }
  return lines;
}

function isPrice(words: string, onPricingPage: boolean): boolean {
  if (findAmounts(words).length > 0) return onPricingPage || aboutPrice.test(words);
  return saysFree.test(words) && parsePricing(words).model !== 'unknown';
}

/** The name of a plan stands in a line of one to three words, at most two lines above its price. */
function planAbove(lines: readonly PlacedLine[], index: number): PlacedLine | null {
  const above = lines.slice(Math.max(0, index - 2), index).reverse();
  const plan = above.find(({ words }) => words.length <= 30 && words.split(' ').length <= 3 && planWord.test(words));
  const between = above.slice(0, plan === undefined ? 0 : above.indexOf(plan));
  return plan !== undefined && between.every(({ words }) => findAmounts(words).length === 0) ? plan : null;
}
