import { z } from 'zod';
import { unknownCategory } from '../facts/imported.ts';
import { parsePricing } from '../facts/pricing.ts';
import { slugOf } from '../facts/slug.ts';
import { type Tool, ToolFile } from '../facts/tool.ts';
import { type Role, roles } from './document.ts';
import { type FactField, type FoundFact, factFields, finders } from './found-fact.ts';

/** What a person says over whatever was found. */
export const Said = z.strictObject({
  name: z.string().optional(),
  slug: z.string().optional(),
  jobs: z.array(z.string()).optional(),
  category: z.string().optional(),
});
export type Said = z.infer<typeof Said>;

/** Where a field is told best: the product’s own pricing page beats what another page says of its price. The rest follow in the order of the sources. */
const bestRoles: Partial<Record<FactField, readonly Role[]>> = {
  pricing: ['pricing', 'home', 'docs'],
  licence: ['repository', 'docs', 'about'],
  stars: ['repository'],
  version: ['changelog', 'repository'],
  launched: ['about', 'home', 'changelog'],
  maker: ['about', 'home'],
};

/**
 * Facts of one field, the one to believe first: by the page’s role, then by how it was found (a model’s reading held
 * against its quote, structured data, a cue, the head of the page), then by the order of the sources.
 */
function rankFacts(field: FactField, facts: readonly FoundFact[], roleOf: (source: string) => Role): FoundFact[] {
  const best = bestRoles[field] ?? [];
  const order = [...best, ...roles.filter((role) => !best.includes(role))];
  const rank = ({ source, by }: FoundFact): number =>
    order.indexOf(roleOf(source)) * finders.length + finders.indexOf(by);
  return facts.filter((fact) => fact.field === field).sort((a, b) => rank(a) - rank(b));
}

/** The facts that went into a dossier, and the fields nothing was found for. */
export interface ChosenFacts {
  tool: Tool;
  chosen: FoundFact[];
  /** What a reader would want to know and no source says. */
  missing: FactField[];
}

/** Characters of the prices that are put together. */
const longestPricing = 480;

/** Chooses one fact for each field. Null when no name is known. What is unknown stays unknown. */
export function chooseFacts(
  facts: readonly FoundFact[],
  { url, said, roleOf }: { url: string; said: Said; roleOf: (source: string) => Role },
): ChosenFacts | null {
  const ranked = (field: FactField): FoundFact[] => rankFacts(field, facts, roleOf);
  const first = (field: FactField): FoundFact | undefined => ranked(field)[0];
  const name = said.name ?? first('name')?.value;
  if (name === undefined) return null;
  const tagline = ranked('tagline').find(({ value }) => value !== name) ?? lineOf(first('description'));
  const description = first('description') ?? tagline;
  const jobs = said.jobs ?? jobsOf(ranked('job'));
  const prices = pricesOf(ranked('pricing'));
  const text = prices.length === 0 ? null : prices.map(({ value }) => value).join('; ');
  const single = (['maker', 'licence', 'launched'] as const).map((field) => first(field));
  const tool: Tool = {
    slug: said.slug ?? slugOf(name),
    name,
    maker: first('maker')?.value ?? null,
    jobs,
    tagline: tagline?.value ?? name,
    category: said.category ?? first('category')?.value ?? unknownCategory,
    url,
    pricing: parsePricing(text),
    launched: first('launched')?.value ?? null,
    discontinued: null,
    licence: first('licence')?.value ?? null,
    description: description?.value ?? name,
    aliases: [],
  };
  const used = [
    first('name'),
    tagline,
    description,
    first('category'),
    ...ranked('job').filter(({ value }) => jobs.includes(value)),
    ...prices,
    ...single,
    first('stars'),
    first('version'),
  ];
  const chosen = [...new Set(used.filter((fact) => fact !== undefined))];
  const known = new Set<FactField>(chosen.map(({ field }) => field));
  if (said.name !== undefined) known.add('name');
  if (jobs.length > 0) known.add('job');
  if (said.category !== undefined) known.add('category');
  return {
    tool,
    chosen,
    missing: factFields.filter((field) => !known.has(field) && !['version', 'stars'].includes(field)),
  };
}

/** A description that is one line long serves as the line about a tool. */
function lineOf(fact: FoundFact | undefined): FoundFact | undefined {
  return fact !== undefined && ToolFile.shape.tagline.safeParse(fact.value).success ? fact : undefined;
}

/** What a model read, or else what cues and keywords say. */
function jobsOf(ranked: readonly FoundFact[]): string[] {
  const isRead = ranked[0]?.by === 'model';
  const jobs = ranked.filter(({ by }) => !isRead || by === 'model').map(({ value }) => value);
  return [...new Map(jobs.map((job) => [job.toLowerCase(), job])).values()].slice(0, 8);
}

/** All prices of the source that is believed, as far as they fit a line. */
function pricesOf(ranked: readonly FoundFact[]): FoundFact[] {
  const [first] = ranked;
  const prices: FoundFact[] = [];
  let length = 0;
  for (const fact of ranked) {
    if (fact.source !== first?.source || fact.by !== first.by || length + fact.value.length + 2 > longestPricing)
      continue;
    prices.push(fact);
    length += fact.value.length + 2;
  }
  return prices;
}
