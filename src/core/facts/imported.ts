import { z } from 'zod';
import type { UnnumberedSource } from './dossier.ts';
import { parsePricing } from './pricing.ts';
import { Day, longestSource, SourceKind, type Tool, ToolFile, toolOf, WebAddress } from './tool.ts';

const shape = ToolFile.shape;

/** A source inside a row: its text is in the row. */
const RowSource = z.strictObject({
  kind: SourceKind.default('note'),
  title: shape.name.or(z.undefined()).optional(),
  url: WebAddress.nullable().default(null),
  retrieved: Day.optional(),
  text: z.string().trim().min(1, 'text').max(longestSource, `at most ${longestSource} characters`),
});

/** One tool in a list that is imported: what a facts file holds, of which only the name is needed, and what is known of it in words. */
export const ImportedRow = z.object({
  name: shape.name,
  slug: shape.slug,
  maker: shape.maker,
  jobs: shape.jobs.or(z.array(z.never()).length(0)).default([]),
  tagline: shape.tagline.nullable().default(null),
  category: shape.category.nullable().default(null),
  url: WebAddress.nullable().default(null),
  pricing: shape.pricing,
  /** `Free` or `Paid`, where nothing more is known of the price. */
  entry: shape.pricing,
  launched: shape.launched,
  discontinued: shape.discontinued,
  licence: shape.licence,
  description: shape.description.nullable().default(null),
  aliases: shape.aliases,
  facts: z.string().trim().max(longestSource, `at most ${longestSource} characters`).nullable().default(null),
  retrieved: Day.optional(),
  sources: z.array(RowSource).max(60, 'at most 60 sources').default([]),
});
export type ImportedRow = z.infer<typeof ImportedRow>;

/** What readers see in the list of sources for what the row itself says. */
export const importedTitle = 'Imported summary';

/**
 * The tool of a row, and its sources: those it brings, or one note of what it says in words. Null without a word that
 * could be quoted.
 */
export function importedTool(row: ImportedRow, today: string): { tool: Tool; sources: UnnumberedSource[] } | null {
  const { facts, retrieved, sources: given, tagline, description, category, url, entry, ...known } = row;
  const pricing = row.pricing ?? entry;
  const words = [
    facts,
    description,
    sentence('Tagline', tagline),
    sentence('Pricing', pricing),
    sentence('Licence', row.licence),
    sentence('Launched', row.launched),
  ].filter((text) => text !== null);
  const note: UnnumberedSource = {
    kind: 'note',
    title: importedTitle,
    url,
    retrieved: retrieved ?? today,
    text: words.join('\n\n'),
  };
  const brought = given.map(({ kind, title, url: address, retrieved: on, text }) => {
    return { kind, title: title ?? importedTitle, url: address, retrieved: on ?? retrieved ?? today, text };
  });
  const sources = facts === null && brought.length > 0 ? brought : [...(words.length === 0 ? [] : [note]), ...brought];
  if (sources.length === 0) return null;
  const line = tagline ?? lineOf(description) ?? lineOf(facts) ?? row.name;
  const told = {
    ...known,
    pricing,
    tagline: line,
    category: category ?? unknownCategory,
    description: (description ?? facts ?? line).slice(0, 2_000),
    url: '',
  };
  return { tool: { ...toolOf(told, parsePricing), url }, sources };
}

/** The shelf of a tool nobody put on one. */
export const unknownCategory = 'Uncategorised';

function sentence(what: string, text: string | null): string | null {
  return text === null ? null : `${what}: ${text}`;
}

function lineOf(text: string | null): string | null {
  const { success, data } = shape.tagline.safeParse(text);
  return success ? data : null;
}
