import { z } from 'zod';
import { ToolFile } from '../facts/tool.ts';

/** What is looked for in the documents of a tool. `job` may be found several times, and `pricing` once for each price. */
export const factFields = [
  'name',
  'tagline',
  'description',
  'maker',
  'category',
  'job',
  'pricing',
  'licence',
  'launched',
  'stars',
  'version',
] as const;
export type FactField = (typeof factFields)[number];

/** How a fact was found: by a model and held against its quote, in structured data, in a cue of the text, or in the head of the page. */
export const finders = ['model', 'structured', 'cue', 'meta'] as const;

/** A statement about a tool, bound to the source that makes it. */
export const FoundFact = z.strictObject({
  field: z.enum(factFields),
  value: z.string(),
  /** `S2` of the dossier it was found for. */
  source: z.string(),
  /** Words of that source’s text, verbatim; null for what stands beside the text. */
  quote: z.string().nullable(),
  /** Where it stands beside the text: `JSON-LD offers[0].price`, `meta og:site_name`; null for a quote. */
  path: z.string().nullable(),
  by: z.enum(finders),
});
export type FoundFact = z.infer<typeof FoundFact>;

const shapes: Record<FactField, z.ZodType<string | null>> = {
  name: ToolFile.shape.name,
  tagline: ToolFile.shape.tagline,
  description: ToolFile.shape.description,
  maker: ToolFile.shape.maker.unwrap(),
  category: ToolFile.shape.category,
  job: ToolFile.shape.jobs.transform(([job = '']) => job),
  pricing: ToolFile.shape.pricing.unwrap(),
  licence: ToolFile.shape.licence.unwrap(),
  launched: ToolFile.shape.launched.unwrap(),
  stars: z.string().regex(/^\d{1,10}$/),
  version: z.string().regex(/^\d+(?:\.\d+){1,3}[\w.+-]{0,20}$/),
};

/** The value as a facts file could hold it, on one line; null for what it could not. */
export function fitValue(field: FactField, value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const line = String(value).toWellFormed().replaceAll(/\s+/g, ' ').trim();
  const { success, data } = shapes[field].safeParse(field === 'job' ? [line] : line);
  return success && typeof data === 'string' ? data : null;
}
