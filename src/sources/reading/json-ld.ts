import type { PageElement } from './page-nodes.ts';

const mostScripts = 30;
const longestScript = 300_000;
const mostItems = 100;
const deepest = 12;
const mostMembers = 200;

/** The things a page describes for machines, those of a graph singly. Scripts that are no JSON are passed over. */
export function readJsonLd(root: PageElement): unknown[] {
  const items: unknown[] = [];
  for (const script of [...root.querySelectorAll('script[type*="ld+json" i]')].slice(0, mostScripts)) {
    const text = script.textContent ?? '';
    const value = text.length > longestScript ? undefined : parseLeniently(text);
    for (const item of itemsOf(value)) if (items.length < mostItems) items.push(bounded(item, 0));
  }
  return items;
}

function itemsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flat().filter(isObject);
  if (!isObject(value)) return [];
  const graph = value['@graph'];
  return Array.isArray(graph) ? graph.filter(isObject) : [value];
}

/** JSON as sites write it: in comments, with comments, with a comma too many. */
function parseLeniently(text: string): unknown {
  const bare = text
    .replaceAll(/<!--|-->|<!\[CDATA\[|\]\]>/g, '')
    .replaceAll(/^\s*\/\/.*$/gm, '')
    .replaceAll(/^\s*\/\*[^*]*\*\/|;\s*$/g, '')
    .trim();
  for (const candidate of [text, bare, bare.replaceAll(/,(?=\s*[}\]])/g, ''), bare.replaceAll(/[\n\r\t]/g, ' ')]) {
    try {
      return JSON.parse(candidate) as unknown;
    } catch {
      // the next reading may do
    }
  }
  return undefined;
}

/** The value without what lies too deep, or is one of too many. */
function bounded(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '');
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= deepest) return null;
  if (Array.isArray(value)) return value.slice(0, mostMembers).map((item) => bounded(item, depth + 1));
  const members = Object.entries(value).slice(0, mostMembers);
  return Object.fromEntries(members.map(([name, member]) => [name, bounded(member, depth + 1)]));
}

/** Members that hold no words about the thing. */
const wordless =
  /^@(?!type$)|^(?:url|image|logo|sameAs|contentUrl|embedUrl|thumbnailUrl|mainEntityOfPage|potentialAction|identifier|isPartOf|breadcrumb)$/;

const mostLines = 80;
const longestValue = 1000;

/** What the data says, a line for each value: what search engines show of a page that has no text of its own. */
export function sayJsonLd(items: readonly unknown[]): string[] {
  const lines = items.flatMap((item) => linesOf(item, ''));
  return [...new Set(lines)].slice(0, mostLines);
}

function linesOf(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => linesOf(item, path));
  if (isObject(value)) {
    return Object.entries(value).flatMap(([name, member]) =>
      wordless.test(name) ? [] : linesOf(member, `${path} ${name}`.trim()),
    );
  }
  const text =
    typeof value === 'string' || typeof value === 'number' ? String(value).replaceAll(/\s+/g, ' ').trim() : '';
  return text === '' || /^https?:\/\//.test(text) ? [] : [`${path}: ${text.slice(0, longestValue)}`];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
