import { cascadeOf } from './cascade.ts';
import { type Ink, inkOfPage, inkWithin, isLegible } from './ink.ts';
import { isOutOfSight } from './out-of-sight.ts';
import { childrenOf, isElement, isText, type PageElement } from './page-nodes.ts';
import { readStyleSheet } from './style-sheet.ts';

/** Elements a browser shows nothing of, or nothing a person could quote: programs, pictures, fields, other documents. */
const unshown = new Set(
  'script style template noscript title meta link base iframe object embed applet svg canvas audio video picture source track map area param textarea select datalist input noembed noframes frameset rp annotation annotation-xml'.split(
    ' ',
  ),
);

/** Elements are nested no deeper than this afterwards: those below move up beside their parents, as in a browser. */
const deepest = 200;

/** Mark on elements whose text is struck through. */
export const struckMark = 'data-struck';

/**
 * Takes out of a page what people do not see when it opens: by its element, its attributes, its style attribute or the
 * page’s own style sheets. What only sheets elsewhere hide cannot be known and stays.
 */
export function cutHidden(root: PageElement): void {
  const sheets = Array.from(root.querySelectorAll('style'), (sheet) => sheet.textContent ?? '');
  const hasOtherSheets = root.querySelector('link[rel~="stylesheet" i][href]') !== null;
  const cascade = cascadeOf(sheets.slice(0, mostSheets).flatMap(readStyleSheet));
  const waiting: { element: PageElement; around: Ink; depth: number }[] = [
    { element: root, around: inkOfPage(hasOtherSheets), depth: 0 },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { element, around, depth } = next;
    const style = cascade(element);
    const isWhole = whole.has(element.localName);
    if (!isWhole && (isUnshown(element) || isOutOfSight(style))) {
      element.remove();
      continue;
    }
    if (/line-through/.test(`${style.get('text-decoration')} ${style.get('text-decoration-line')}`))
      element.setAttribute(struckMark, '');
    const ink = { ...inkWithin(around, element, style), ...(isWhole ? { isVisible: true } : {}) };
    const legible = isLegible(ink);
    const children = childrenOf(element);
    const lift = depth >= deepest ? element.parentElement : null;
    const after = element.nextSibling;
    for (const child of children) {
      if (isElement(child)) waiting.push({ element: child, around: ink, depth: lift === null ? depth + 1 : depth });
      else if (!isText(child) || !legible) child.remove();
      if (lift !== null && child.parentNode !== null) lift.insertBefore(child, after);
    }
  }
}

/** A page that hides all of itself does so until its program has run. */
const whole = new Set(['page', 'html', 'body']);

/** Style elements of a page that are read. */
const mostSheets = 100;

function isUnshown(element: PageElement): boolean {
  if (unshown.has(element.localName) || element.hasAttribute('hidden') || element.hasAttribute('popover')) return true;
  return element.localName === 'dialog' && !element.hasAttribute('open');
}
