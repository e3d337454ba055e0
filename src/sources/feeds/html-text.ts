import { parseHTML } from 'linkedom';
import { productAddress } from '../../core/launches/launch-address.ts';
import { cleanLine } from '../../core/steering/steering.ts';

/** Longest piece of markup that is read, in characters. */
const longestMarkup = 50_000;

/** Most links of one entry. */
const mostLinks = 50;

/** What a piece of markup says: one line of text, and its links as whole addresses. */
export interface HtmlText {
  text: string;
  links: { href: string; text: string }[];
}

/** Reads a fragment of HTML; plain text comes out as it is. Hidden characters and comments go. */
export function readHtml(html: string, base: string): HtmlText {
  const cut = html.slice(0, longestMarkup);
  if (!/[<&]/.test(cut)) return { text: cleanLine(cut), links: [] };
  const { document } = parseHTML(`<!doctype html><html><body>${cut}</body></html>`);
  for (const unseen of document.querySelectorAll('script, style, template, noscript, iframe, svg')) unseen.remove();
  for (const block of document.querySelectorAll('p, div, br, li, h1, h2, h3, h4, tr, pre')) block.after(' ');
  const anchors = [...document.querySelectorAll('a[href]')].slice(0, mostLinks);
  const links = anchors.flatMap((anchor) => {
    const href = productAddress(anchor.getAttribute('href') ?? '', base);
    return href === null ? [] : [{ href, text: cleanLine(anchor.textContent ?? '') }];
  });
  return { text: cleanLine(document.body.textContent ?? ''), links };
}

/** Words of a feed on one line of at most so many characters; cut at a whole character. */
export function lineOf(html: string, base: string, longest: number): string {
  return cutLine(readHtml(html, base).text, longest);
}

/** The same for text that holds no markup. */
export function cutLine(text: string, longest: number): string {
  const line = cleanLine(text);
  return line.length <= longest
    ? line
    : `${line
        .slice(0, longest - 1)
        .toWellFormed()
        .replace(/\uFFFD$/, '')
        .trimEnd()}…`;
}
