import { z } from 'zod';
import { FoundFact, factFields } from '../gathering/found-fact.ts';
import type { Comparison, ToolRecord } from './comparison.ts';

/** A fact on which the sources of one tool disagree: every side with the source that says it and the words it was read from. */
export const Contradiction = z.strictObject({
  tool: z.string(),
  field: z.enum(factFields),
  sides: z.array(FoundFact).min(2),
});
export type Contradiction = z.infer<typeof Contradiction>;

/** Characters of one side that a reader is shown: what disagrees is an amount, a name or a year. */
const longestSide = 120;

/** The contradictions of a comparison’s tools as a document shows them, in the order of the tools. */
export function recordContradictions(
  contradictions: readonly Contradiction[],
  tools: readonly Pick<ToolRecord, 'slug'>[],
): NonNullable<Comparison['contradictions']> {
  return tools.flatMap(({ slug }) =>
    contradictions
      .filter(({ tool }) => tool === slug)
      .map(({ tool, field, sides }) => ({ tool, field, sides: sides.map(({ value, source }) => ({ value, source })) })),
  );
}

/** What disagrees with whom, on one line: `pricing: $19 per month (S1), $29 per month (S2)`. */
export function sayContradiction({
  field,
  sides,
}: Omit<NonNullable<Comparison['contradictions']>[number], 'tool'>): string {
  const said = sides.map(({ value, source }) => `${cut(value)} (${source})`);
  return `${field}: ${said.join(', ')}`;
}

function cut(value: string): string {
  return value.length > longestSide ? `${value.slice(0, longestSide - 1).toWellFormed()}…` : value;
}
