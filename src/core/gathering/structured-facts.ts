import type { GatheredDocument } from './document.ts';
import { type FactField, type FoundFact, fitValue } from './found-fact.ts';
import { licenceIn } from './licence.ts';

type Node = Record<string, unknown>;

interface Placed {
  node: Node;
  path: string;
}

const appTypes = new Set([
  'SoftwareApplication',
  'WebApplication',
  'MobileApplication',
  'DeveloperApplication',
  'BusinessApplication',
  'SoftwareSourceCode',
  'Product',
  'APIReference',
]);
const makerTypes = new Set(['Organization', 'Corporation', 'OnlineBusiness']);

/** More products than this on one page are a catalogue, and none of them is the page’s own. */
const mostProducts = 3;

/** Nodes of one page that are looked at, and how deep: structured data comes from anyone. */
const mostNodes = 400;
const deepest = 6;

/** What the structured data (JSON-LD, schema.org) of a page says about the product and who makes it. */
export function findStructuredFacts(document: GatheredDocument): FoundFact[] {
  const placed = nodesOf(document.reading.jsonLd);
  const apps = placed.filter(({ node }) => isOf(node, appTypes));
  const [app] = apps;
  const found: FoundFact[] = [];
  const add = (field: FactField, value: unknown, path: string): void => {
    const fitted = fitValue(field, value);
    if (fitted !== null)
      found.push({
        field,
        value: fitted,
        source: document.source,
        quote: null,
        path: `JSON-LD ${path}`,
        by: 'structured',
      });
  };
  if (app !== undefined && apps.length <= mostProducts) describeApp(app, add);
  const maker = placed.find(({ node }) => isOf(node, makerTypes));
  const hasMaker = found.some(({ field }) => field === 'maker');
  if (!hasMaker && maker !== undefined && ['home', 'about'].includes(document.role))
    add('maker', maker.node.name, `${maker.path}name`);
  return found;
}

type Add = (field: FactField, value: unknown, path: string) => void;

const directly: [member: string, field: FactField][] = [
  ['name', 'name'],
  ['slogan', 'tagline'],
  ['alternativeHeadline', 'tagline'],
  ['description', 'description'],
  ['softwareVersion', 'version'],
];

const makers = ['author', 'creator', 'publisher', 'provider', 'brand', 'manufacturer'];

function describeApp({ node, path }: Placed, add: Add): void {
  for (const [member, field] of directly) add(field, node[member], `${path}${member}`);
  for (const member of ['applicationSubCategory', 'applicationCategory', 'category'])
    add('category', spaced(firstOf(node[member])), `${path}${member}`);
  for (const member of ['releaseDate', 'datePublished']) add('launched', dayOf(node[member]), `${path}${member}`);
  const maker = makers.find((member) => nameOf(node[member]) !== null);
  if (maker !== undefined) add('maker', nameOf(node[maker]), `${path}${maker}.name`);
  const licence = firstOf(node.license);
  if (typeof licence === 'string') add('licence', licenceIn(licence.replaceAll(/[/_]/g, ' ')), `${path}license`);
  describeOffers(node.offers, `${path}offers`, add);
}

/** Offers as words the pricing parser reads: `Pro: 19 USD per month`. An offer of nothing is free. */
function describeOffers(offers: unknown, path: string, add: Add): void {
  const list = Array.isArray(offers) ? offers.slice(0, 12) : [offers];
  for (const [index, offer] of list.entries()) {
    if (!isNode(offer)) continue;
    const here = Array.isArray(offers) ? `${path}[${index}]` : path;
    if (offer.offers !== undefined) describeOffers(offer.offers, `${here}.offers`, add);
    const price = amountOf(offer.price ?? offer.lowPrice);
    const currency = typeof offer.priceCurrency === 'string' ? offer.priceCurrency.trim().toUpperCase() : '';
    if (price === null || (price > 0 && !/^[A-Z]{3}$/.test(currency))) continue;
    const name = typeof offer.name === 'string' && offer.name.trim().length <= 40 ? `${offer.name.trim()}: ` : '';
    const from = offer.price === undefined ? 'starting at ' : '';
    const words = price === 0 ? 'free' : `${from}${price} ${currency}${unitOf(offer)}`;
    add('pricing', `${name}${words}`, `${here}.${offer.price === undefined ? 'lowPrice' : 'price'}`);
  }
}

const unitCodes = new Map([
  ['MON', 'month'],
  ['ANN', 'year'],
  ['DAY', 'day'],
  ['P1M', 'month'],
  ['P1Y', 'year'],
]);

function unitOf(offer: Node): string {
  const specification = firstOf(offer.priceSpecification);
  const from = isNode(specification) ? specification : offer;
  const unit = unitCodes.get(String(from.unitCode ?? from.billingDuration ?? '').toUpperCase());
  const text = typeof from.unitText === 'string' ? from.unitText.toLowerCase().trim() : '';
  const words = unit ?? (/^[a-z ]{3,20}$/.test(text) ? text : null);
  return words === null ? '' : ` per ${words}`;
}

function amountOf(value: unknown): number | null {
  const digits = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
  return /^\d{1,9}(?:\.\d{1,6})?$/.test(digits) ? Number(digits) : null;
}

function dayOf(value: unknown): string | null {
  return typeof value === 'string' ? (/^\d{4}(?:-\d{2}(?:-\d{2})?)?(?=T|$)/.exec(value.trim())?.[0] ?? null) : null;
}

/** `DeveloperApplication` is two words. */
function spaced(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const last = value.replace(/^https?:\/\/schema\.org\//, '');
  return last.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ');
}

function nameOf(value: unknown): string | null {
  const first = firstOf(value);
  if (typeof first === 'string') return first;
  return isNode(first) && typeof first.name === 'string' ? first.name : null;
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isOf(node: Node, types: ReadonlySet<string>): boolean {
  const given = Array.isArray(node['@type']) ? node['@type'] : [node['@type']];
  return given.some((type) => typeof type === 'string' && types.has(type.replace(/^https?:\/\/schema\.org\//, '')));
}

/** All nodes, the outer before the inner; a product’s offers and makers are read with it and not by themselves. */
function nodesOf(roots: readonly unknown[]): Placed[] {
  const placed: Placed[] = [];
  const visit = (value: unknown, path: string, depth: number): void => {
    if (depth > deepest || placed.length >= mostNodes) return;
    if (Array.isArray(value)) {
      for (const [index, item] of value.slice(0, mostNodes).entries()) visit(item, `${path}[${index}]`, depth + 1);
      return;
    }
    if (!isNode(value)) return;
    const here = path === '' ? '' : `${path}.`;
    placed.push({ node: value, path: here });
    for (const member of ['@graph', 'mainEntity', 'about', 'itemListElement', 'item'])
      visit(value[member], `${here}${member}`, depth + 1);
  };
  for (const [index, root] of roots.slice(0, mostNodes).entries()) visit(root, roots.length > 1 ? `[${index}]` : '', 0);
  return placed;
}
