import { parseHTML } from 'linkedom';
import type { PageElement } from './page-nodes.ts';

/** Characters of a page that are parsed; what comes after them is not read. */
const longestPage = 3_000_000;

/** In XHTML an element may close itself; to an HTML parser `<script/>` would swallow the rest of the page. */
const selfClosed = /<(script|style|title|textarea|iframe|div|span|p|a|td|li|ul|section)((?:\s[^<>]{0,2000})?)\/>/gi;

/**
 * Parses a page, however broken, into one root of our own. The page’s html and body are elements below it: so nothing that
 * stands before or after them is lost.
 */
export function parsePage(html: string, isXhtml: boolean): PageElement {
  const page = html.slice(0, longestPage);
  const { document } = parseHTML(`<page>${isXhtml ? page.replaceAll(selfClosed, '<$1$2></$1>') : page}</page>`);
  const root = document.documentElement as unknown as PageElement;
  lowerAttributeNames(root);
  return root;
}

/** `STYLE` is `style`: the parser keeps the case of attributes, browsers do not. Of two of one name the first counts. */
function lowerAttributeNames(root: PageElement): void {
  for (const element of root.querySelectorAll('*')) {
    const names = element.getAttributeNames();
    if (names.every((name) => name === name.toLowerCase())) continue;
    const values = new Map<string, string>();
    for (const name of names) {
      const lower = name.toLowerCase();
      if (!values.has(lower)) values.set(lower, element.getAttribute(name) ?? '');
    }
    for (const [name, value] of values) element.setAttribute(name, value);
  }
}
