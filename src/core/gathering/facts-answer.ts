import { z } from 'zod';
import { type Evidence, prepareEvidence, type QuoteFinding, verifyQuote } from '../evidence/evidence.ts';
import { findAmounts } from '../facts/price-amount.ts';
import { findObjects } from '../opinion/json.ts';
import { findSteering } from '../steering/steering.ts';
import type { GatheredDocument } from './document.ts';
import { type FactField, type FoundFact, factFields, fitValue } from './found-fact.ts';
import { licenceIn } from './licence.ts';

/** What a model is asked for: facts, each with the words it was read from. */
export const FactsAnswer = z.strictObject({
  facts: z.array(
    z.strictObject({ field: z.enum(factFields), value: z.string(), source: z.string(), quote: z.string() }),
  ),
});

/** A statement of a model that nothing proves. */
export interface DroppedFact {
  field: string;
  value: string;
  source: string;
  why: string;
}

export interface VerifiedFacts {
  facts: FoundFact[];
  dropped: DroppedFact[];
}

/** Most statements that are looked at; an answer has a dozen or two. */
const mostFacts = 100;

/**
 * Reads a model’s answer and holds each statement against its quote, and the quote against its source, exactly as a
 * review’s quotes are. What does not hold is dropped and told. Null when the answer is no list of facts.
 */
export function readFactsAnswer(text: string, documents: readonly GatheredDocument[]): VerifiedFacts | null {
  const answer = findObjects(text).objects.findLast(
    ({ value }) => typeof value === 'object' && value !== null && 'facts' in value && Array.isArray(value.facts),
  )?.value;
  const { success, data } = z.looseObject({ facts: z.array(z.unknown()) }).safeParse(answer);
  if (!success) return null;
  const evidence = prepareEvidence(documents.map(({ source, text: words }) => ({ id: source, text: words })));
  const read: VerifiedFacts = { facts: [], dropped: [] };
  for (const given of data.facts.slice(0, mostFacts)) {
    const fact = FactsAnswer.shape.facts.element.safeParse(given);
    if (fact.success) verify(fact.data, evidence, read);
    else read.dropped.push({ field: '?', value: '', source: '', why: 'it is no fact of the form that was asked for' });
  }
  return read;
}

type GivenFact = z.infer<typeof FactsAnswer>['facts'][number];

function verify(given: GivenFact, evidence: Evidence, read: VerifiedFacts): void {
  const { field, source, quote } = given;
  const value = fitValue(field, given.value);
  const finding = verifyQuote({ source, text: quote }, evidence);
  const why = value === null ? 'its value is none a facts file could hold' : faultOf(field, value, quote, finding);
  if (value === null || why !== null)
    read.dropped.push({ field, value: given.value.slice(0, 200), source: source.slice(0, 20), why: why ?? '' });
  else if (
    finding.kind === 'exact' &&
    !read.facts.some((fact) => fact.field === field && fact.value === value && fact.source === finding.source)
  )
    read.facts.push({ field, value, source: finding.source, quote, path: null, by: 'model' });
}

function faultOf(field: FactField, value: string, quote: string, { kind }: QuoteFinding): string | null {
  if (kind === 'flagged') return 'its quote stands in a passage that tries to steer its readers';
  if (kind === 'too-short') return 'its quote is too short to prove anything';
  if (kind !== 'exact') return 'its quote does not stand in that source';
  if (findSteering(value).length > 0) return 'its value speaks to its readers';
  return supports(field, value, quote) ? null : 'its quote does not say so';
}

/** Whether the words of a quote hold what a value rests on: its name, amounts, year, count. Wording is a model’s own; the quote is what it rests on. */
function supports(field: FactField, value: string, quote: string): boolean {
  switch (field) {
    case 'name':
    case 'maker':
      return plain(quote).includes(plain(value));
    case 'licence':
      return plain(quote).includes(plain(value)) || licenceIn(quote) === value;
    case 'version':
      return quote.includes(value);
    case 'launched':
      return quote.includes(value.slice(0, 4));
    case 'stars':
      return digitsOf(quote).some((digits) => value.startsWith(digits.replace(/0+$/, '')));
    case 'pricing':
      return findAmounts(value).every(({ value: amount }) =>
        amount === 0 ? /\b(?:free|0)\b/i.test(quote) : findAmounts(quote).some((other) => other.value === amount),
      );
    default:
      return digitsOf(value).every((digits) => digitsOf(quote).includes(digits));
  }
}

function digitsOf(text: string): string[] {
  return Array.from(text.matchAll(/\d[\d,.]*/g), ([digits]) => digits.replaceAll(/[,.]/g, ''));
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}
