import { canonicalAddress } from '../../core/facts/address.ts';
import { compareIdentified, type Identified, identify, type Named } from '../../core/facts/identity.ts';
import { gluedName } from '../../core/facts/plain-name.ts';
import { isReserved, longestSlug, slugOf } from '../../core/facts/slug.ts';
import { hashText } from '../../core/key.ts';
import type { Desk } from '../../desk.ts';
import { gatherNames, type KnownTool } from './gather-names.ts';

/** A product as a launch or an editor tells of it. */
export interface ProductToIdentify {
  name: string;
  url: string | null;
  aliases?: readonly string[];
  maker?: string | null;
  /** Tagline, description, jobs: whatever says what it does. */
  description?: string | null;
}

/** Which tool a product is. */
export interface Identification {
  /** The tool it is; for a product that is none of the known ones, a slug that no tool and no merged tool has. */
  slug: string;
  known: boolean;
  because: string;
  /** Known tools it may be: while there is one, a person decides before it becomes a tool of its own. */
  unsure: { slug: string; because: string }[];
}

/** Tells which tool of the store a product is, or gives it a slug of its own. Stores nothing. */
export async function identifyTool(desk: Desk, product: ProductToIdentify): Promise<Identification> {
  const { tools } = await gatherNames(desk);
  const { name, url, aliases = [], maker = null, description } = product;
  const named: Named = { name, aliases, maker, urls: url === null ? [] : [url], text: description ?? '' };
  const identified = identify(named);
  const compared = tools.map((tool) => ({ tool, ...compareIdentified(identified, tool.identified) }));
  const [found, ...others] = compared.filter(({ same }) => same === 'yes').sort(byCloseness(identified));
  const doubts = [...others, ...compared.filter(({ same }) => same === 'unsure')];
  const unsure = doubts.map(({ tool: { slug }, because }) => ({ slug, because }));
  if (found !== undefined) return { slug: found.tool.slug, known: true, because: found.because, unsure };
  const taken = new Set(tools.flatMap(({ slug, merged }) => [slug, ...merged]));
  return {
    slug: freshSlug(named, identified, taken),
    known: false,
    because: 'no tool of the store is this product',
    unsure,
  };
}

/** Of several tools it could be, the one written exactly alike comes first. */
function byCloseness({ names: [own] }: Identified) {
  const distance = ({ identified }: KnownTool) => (identified.names.some(({ glued }) => glued === own.glued) ? 0 : 1);
  return (a: { tool: KnownTool }, b: { tool: KnownTool }) => distance(a.tool) - distance(b.tool);
}

/**
 * The slug of the name without version, stage and slogan, except of a model, whose version is part of it. Where another
 * product has that slug already, the maker comes behind it, or else a hash of the address: the same product gets the same slug in every
 * store that holds the other.
 */
function freshSlug(
  { name, urls, maker }: Named,
  { names: [own], isModel }: Identified,
  taken: ReadonlySet<string>,
): string {
  const words = [...own.core, ...own.forms.toReversed(), ...own.plans.toReversed()];
  if (isModel && own.version !== null) words.push(own.version);
  const whole = slugOf(name);
  const saysNoMore = whole.replaceAll('-', '') === words.join('').replaceAll('.', '');
  const plain = saysNoMore ? whole : slugOf(words.join(' '));
  if (!taken.has(plain)) return plain;
  const address = canonicalAddress(urls?.[0] ?? '');
  const behind = [maker === null || maker === undefined ? '' : gluedName(maker), hashText(address ?? name).slice(0, 8)];
  const candidates = behind
    .filter((end) => /^[a-z0-9]+$/.test(end))
    .map((end) => `${plain.slice(0, longestSlug - end.length - 1)}-${end}`);
  const free = candidates.find((slug) => !taken.has(slug) && !isReserved(slug));
  return free ?? `tool-${hashText(`${name} ${maker ?? ''} ${address ?? ''}`).slice(0, 16)}`;
}
