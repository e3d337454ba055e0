import type { PageElement } from './page-nodes.ts';

/** Parts of every page of a site, by what they are called. */
const furniture = [
  'nav',
  '[role="navigation"]',
  '[role="search"]',
  '[role="banner"]',
  '[role="contentinfo"]',
  '[role="menu"]',
  '[role="menubar"]',
  '[role="alertdialog"]',
];

/** Around the content, but not inside it: there an aside is a remark and a footer a signature. */
const surroundings = ['header', 'footer', 'aside', '[role="complementary"]'];

/** Banners that lie over a page. They are known by their names only, and are short. */
const banners = ['cookie', 'consent', 'gdpr'].flatMap((word) => [`[id*="${word}" i]`, `[class*="${word}" i]`]);
const longestBanner = 1500;

/** Share of the page’s text that its main part must hold to be taken for it. */
const mainShare = 0.25;

/**
 * The part of a page that is about its subject, cleared of menus, footers and banners. Where a page does not say which part
 * that is, or says so of next to nothing, it is all of it: to keep a menu is better evidence than to lose a price.
 */
export function findContent(root: PageElement): PageElement {
  clear(root, banners, (element) => lengthOf(element) <= longestBanner && element.querySelector('h1, main') === null);
  clear(root, furniture, () => true);
  clear(root, surroundings, isAround);
  return findMain(root) ?? root;
}

function findMain(root: PageElement): PageElement | null {
  const whole = lengthOf(root);
  for (const selector of ['main', '[role="main"]', 'article']) {
    const [first, second] = root.querySelectorAll(selector);
    if (first !== undefined && second === undefined && lengthOf(first) >= mainShare * whole) return first;
  }
  return null;
}

/** A header with the page’s heading in it belongs to the content. */
function isAround(element: PageElement): boolean {
  const within = element.parentElement?.closest('main, [role="main"], article, section, blockquote, li, td') ?? null;
  return within === null && element.querySelector('h1') === null;
}

function clear(root: PageElement, selectors: readonly string[], goes: (element: PageElement) => boolean): void {
  for (const element of root.querySelectorAll(selectors.join(', '))) {
    if (element !== root && element.localName !== 'html' && element.localName !== 'body' && goes(element))
      element.remove();
  }
}

function lengthOf(element: PageElement): number {
  return (element.textContent ?? '').replaceAll(/\s+/g, '').length;
}
