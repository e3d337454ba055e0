import { type Identified, identify } from '../../core/facts/identity.ts';
import { areHeldApart, mergedInto, type NameChange, standingMerges } from '../../core/facts/name-changes.ts';
import { slugOf } from '../../core/facts/slug.ts';
import type { Tool } from '../../core/facts/tool.ts';
import { oncePer } from '../../core/once-per.ts';
import type { Desk } from '../../desk.ts';

/** A tool of the store with every name and address it is known under. */
export interface KnownTool {
  slug: string;
  name: string;
  /** Other names: those of its facts, and the names of tools merged into it; without those a person split off. */
  aliases: string[];
  /** What one would hire it for. */
  jobs: string[];
  /** Slugs that mean it since they were merged. */
  merged: string[];
  identified: Identified;
}

/** All tools that are not merged away, by slug, and every change of identity there was. */
export async function gatherNames(desk: Desk): Promise<{ tools: KnownTool[]; changes: NameChange[] }> {
  const [facts, changes] = await Promise.all([desk.store.listFacts(), desk.store.names.list()]);
  const merges = standingMerges(changes);
  const bySlug = new Map(facts.map((tool) => [tool.slug, tool]));
  const changed = new Set(changes.flatMap(({ slug, other }) => [slug, other]));
  const tools = facts
    .filter(({ slug }) => !merges.has(slug))
    .map((tool) => {
      if (!changed.has(tool.slug)) return knowAlone(tool);
      const merged = mergedInto(tool.slug, merges);
      return know(
        tool,
        merged.map((slug) => bySlug.get(slug)).filter((other) => other !== undefined),
        changes,
      );
    });
  return { tools, changes };
}

/** A tool nobody merged or split, taken apart once as long as its facts stay. */
const knowAlone = oncePer((tool: Tool) => know(tool, [], []));

function know(tool: Tool, merged: readonly Tool[], changes: readonly NameChange[]): KnownTool {
  const names = [tool, ...merged].flatMap(({ name, aliases }) => [name, ...aliases]);
  const aliases = withoutSplit(tool, [...new Set(names)], changes).filter((name) => name !== tool.name);
  return {
    slug: tool.slug,
    name: tool.name,
    aliases,
    jobs: tool.jobs,
    merged: merged.map(({ slug }) => slug),
    identified: identifyFacts(tool, aliases, merged),
  };
}

/** The names that nobody split off the tool. */
export function withoutSplit(
  { slug }: Pick<Tool, 'slug'>,
  names: readonly string[],
  changes: readonly NameChange[],
): string[] {
  return names.filter((name) => !areHeldApart(slugOf(name), slug, changes));
}

/** A tool’s facts made ready to be compared, under its own aliases or others. */
export function identifyFacts(tool: Tool, aliases: readonly string[], merged: readonly Tool[] = []): Identified {
  const { name, maker, tagline, description, jobs } = tool;
  const urls = [tool, ...merged].map(({ url }) => url).filter((url) => url !== null);
  return identify({ name, aliases, urls, maker, text: [tagline, description, ...jobs].join('. ') });
}
