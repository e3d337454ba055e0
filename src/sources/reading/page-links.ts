import type { PageElement } from './page-nodes.ts';
import { fitTitle } from './page-text.ts';

export interface PageLink {
  /** Absolute, http or https, without a fragment. */
  url: string;
  text: string;
  rel: string | null;
}

const mostLinks = 5000;
const longestAddress = 2000;

/** The address relative ones on the page start from. */
export function baseOf(root: PageElement, url: string): string {
  return resolve(root.querySelector('base[href]')?.getAttribute('href') ?? '', url) ?? url;
}

/** An address on a page as a whole one without its fragment; null when it is no web address. */
function resolve(written: string, base: string): string | null {
  const url = written.length > longestAddress ? null : URL.parse(written.trim(), base);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return null;
  url.hash = '';
  return url.href.length > longestAddress ? null : url.href;
}

/** Where a page leads, each address once, in the order of the page; the first text that names it is kept. */
export function readLinks(root: PageElement, base: string): PageLink[] {
  const links = new Map<string, PageLink>();
  for (const element of root.querySelectorAll('a[href]')) {
    if (links.size >= mostLinks) break;
    const url = resolve(element.getAttribute('href') ?? '', base);
    if (url === null) continue;
    const text = fitTitle(element.textContent ?? '');
    const known = links.get(url);
    if (known === undefined) links.set(url, { url, text, rel: element.getAttribute('rel')?.toLowerCase() || null });
    else if (known.text === '') known.text = text;
  }
  return [...links.values()];
}

export function readCanonical(root: PageElement, base: string): string | null {
  const href = root.querySelector('link[rel~="canonical" i][href]')?.getAttribute('href');
  return href ? resolve(href, base) : null;
}
