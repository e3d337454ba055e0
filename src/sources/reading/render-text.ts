import { struckMark } from './cut-hidden.ts';
import { childrenOf, isElement, isText, type PageElement, type PageNode } from './page-nodes.ts';
import { renderTable } from './render-table.ts';
import { openSheet, type Sheet } from './sheet.ts';

/** Elements with space above and below. */
const blocks = new Set(
  'p h1 h2 h3 h4 h5 h6 ul ol dl table pre blockquote section article figure details fieldset hr main form'.split(' '),
);

/** Elements on lines of their own. */
const lines = new Set(
  'div li dt dd tr td th caption summary figcaption legend header footer aside nav address hgroup option center body html'.split(
    ' ',
  ),
);

/** Elements that look like things of their own even where the page puts no space between them. */
const things = new Set(['a', 'button', 'label']);

/** The text of an element as a person reads it: headings, lists, tables and code marked, a line for each thing that has one. */
export function renderText(element: PageElement): string {
  const sheet = openSheet();
  renderNode(element, sheet);
  return sheet.text();
}

function renderChildren(element: PageElement, sheet: Sheet): void {
  let before: PageNode | null = null;
  for (const child of childrenOf(element)) {
    if (before !== null && areApart(before, child, sheet)) sheet.gap();
    renderNode(child, sheet);
    if (!isText(child) || child.textContent !== '') before = child;
  }
}

/** Whether two neighbours without a space between them are two words: links, buttons, or a name and a price in spans. */
function areApart(before: PageNode, next: PageNode, sheet: Sheet): boolean {
  if (!isElement(before) || !isElement(next)) return false;
  if (things.has(before.localName) && things.has(next.localName)) return true;
  if (before.localName !== 'span' || next.localName !== 'span') return false;
  return /[\p{Ll}\d)%]$/u.test(sheet.tail()) && /^(?:\p{Lu}|[$€£¥])/u.test(next.textContent ?? '');
}

function renderNode(node: PageNode, sheet: Sheet): void {
  if (!isElement(node)) {
    if (isText(node)) sheet.write(node.textContent ?? '');
    return;
  }
  const name = node.localName;
  const isBlock = blocks.has(name);
  if (isBlock) sheet.breakBlock();
  else if (lines.has(name)) sheet.breakLine();
  (renderers.get(name) ?? renderStruck)(node, sheet);
  if (isBlock) sheet.breakBlock();
  else if (lines.has(name)) sheet.breakLine();
}

type Render = (element: PageElement, sheet: Sheet) => void;

/** A price that no longer holds is not read as one that does. */
const renderStruck: Render = (element, sheet) => {
  if (element.hasAttribute(struckMark)) wrap(element, sheet, '~~');
  else renderChildren(element, sheet);
};

const heading =
  (depth: number): Render =>
  (element, sheet) => {
    const text = oneLineOf(element);
    if (text !== '') sheet.write(`${'#'.repeat(depth)} ${text}`);
  };

const renderList: Render = (element, sheet) => {
  let number = Number.parseInt(element.getAttribute('start') ?? '1', 10) || 1;
  sheet.tight(() => {
    for (const child of childrenOf(element)) {
      if (!isElement(child) || child.localName !== 'li') {
        renderNode(child, sheet);
        continue;
      }
      const bullet = element.localName === 'ol' ? `${number}. ` : '- ';
      number += 1;
      if (!isBlank(child)) sheet.indent(bullet, ' '.repeat(bullet.length), () => renderStruck(child, sheet));
    }
  });
};

/** Terms and descriptions, those in groups too. */
function termsOf(list: PageElement): PageElement[] {
  const parts = childrenOf(list).filter(isElement);
  return parts.flatMap((part) => (part.localName === 'div' ? termsOf(part) : isBlank(part) ? [] : [part]));
}

/** A term and its first description share a line. */
const renderTerms: Render = (element, sheet) => {
  sheet.tight(() => {
    let isTerm = false;
    for (const part of termsOf(element)) {
      if (part.localName === 'dd' && isTerm) sheet.write(/[:?]$/.test(sheet.tail()) ? ' ' : ': ');
      else sheet.breakLine();
      renderStruck(part, sheet);
      isTerm = part.localName === 'dt';
    }
  });
};

const renderCode: Render = (element, sheet) => {
  const text = oneLineOf(element);
  const isPlain = text === '' || text.includes('`') || element.querySelector('pre, p, div, table') !== null;
  if (isPlain) renderChildren(element, sheet);
  else sheet.write(`\`${text}\``);
};

const renderPreformatted: Render = (element, sheet) => {
  for (const lineBreak of element.querySelectorAll('br')) lineBreak.textContent = '\n';
  const code = (element.textContent ?? '').replaceAll(/\r\n?/g, '\n').replace(/^\n+/, '').trimEnd();
  if (code.trim() === '') return;
  const fence = code.includes('```') ? '~~~~' : '```';
  sheet.writeAsIs(`${fence}\n${code}\n${fence}`);
};

/** Cents stand high after a price; other high figures are powers and footnotes, and must not run into the number before them. */
const renderHigh: Render = (element, sheet) => {
  const text = oneLineOf(element);
  const isCents = /^\d\d$/.test(text) && /[$€£¥]\s?\d[\d,]*$/.test(sheet.tail());
  if (isCents) sheet.write(`.${text}`);
  else if (/^[\d,*†‡§()[\]+\-−]+$/.test(text)) sheet.write(`^${text}`);
  else renderChildren(element, sheet);
};

/** A heading’s link to itself says nothing. */
const renderLink: Render = (element, sheet) => {
  if (!/^\s*[#¶§🔗]?\s*$/u.test(element.textContent ?? '')) renderStruck(element, sheet);
};

const struck: Render = (element, sheet) => wrap(element, sheet, '~~');

const renderers = new Map<string, Render>([
  ...[1, 2, 3, 4, 5, 6].map((depth) => [`h${depth}`, heading(depth)] as const),
  ['ul', renderList],
  ['ol', renderList],
  ['menu', renderList],
  ['dl', renderTerms],
  ['code', renderCode],
  ['kbd', renderCode],
  ['samp', renderCode],
  ['pre', renderPreformatted],
  ['a', renderLink],
  ['sup', renderHigh],
  ['del', struck],
  ['s', struck],
  ['strike', struck],
  ['br', (_, sheet) => sheet.breakLine()],
  ['blockquote', (element, sheet) => sheet.indent('> ', '> ', () => sheet.tight(() => renderChildren(element, sheet)))],
  ['q', (element, sheet) => wrap(element, sheet, '"')],
  ['table', (element, sheet) => renderTable(element, sheet, { renderNode, oneLineOf })],
]);

function wrap(element: PageElement, sheet: Sheet, mark: string): void {
  const text = oneLineOf(element);
  if (text !== '') sheet.write(`${mark}${text}${mark}`);
}

function isBlank(element: PageElement): boolean {
  return (element.textContent ?? '').trim() === '';
}

/** Everything in an element on one line. */
function oneLineOf(element: PageElement): string {
  const sheet = openSheet();
  sheet.tight(() => renderChildren(element, sheet));
  return sheet.text().replaceAll(/\s+/g, ' ');
}
