import { childrenOf, isElement, type PageElement, type PageNode } from './page-nodes.ts';
import type { Sheet } from './sheet.ts';

/** What a table needs of whoever renders its cells. */
interface CellRenderer {
  renderNode: (node: PageNode, sheet: Sheet) => void;
  oneLineOf: (element: PageElement) => string;
}

/** Columns or rows a cell may span; pages write any number. */
const widestSpan = 20;

/**
 * A row of a table is a line, its cells parted by bars. A cell that spans columns or rows stands in each of them, so that a
 * value keeps its column. A table that only lays out a page is rendered as the blocks it holds.
 */
export function renderTable(table: PageElement, sheet: Sheet, { renderNode, oneLineOf }: CellRenderer): void {
  const rows = Array.from(table.querySelectorAll('tr')).filter((row) => row.closest('table') === table);
  const widest = Math.max(0, ...rows.map((row) => cellsOf(row).length));
  const isLayout = /^(?:presentation|none)$/.test(table.getAttribute('role') ?? '');
  if (isLayout || widest < 2 || table.querySelector('table') !== null) {
    for (const child of childrenOf(table)) renderNode(child, sheet);
    return;
  }
  for (const caption of table.querySelectorAll('caption')) renderNode(caption, sheet);
  const hanging = new Map<number, { text: string; left: number }>();
  for (const row of rows) {
    const texts: string[] = [];
    const hang = (): void => {
      for (let above = hanging.get(texts.length); above !== undefined; above = hanging.get(texts.length)) {
        if (above.left > 1) hanging.set(texts.length, { text: above.text, left: above.left - 1 });
        else hanging.delete(texts.length);
        texts.push(above.text);
      }
    };
    for (const cell of cellsOf(row)) {
      hang();
      const text = oneLineOf(cell);
      const below = spanOf(cell, 'rowspan') - 1;
      for (let column = spanOf(cell, 'colspan'); column > 0; column -= 1) {
        if (below > 0) hanging.set(texts.length, { text, left: below });
        texts.push(text);
      }
    }
    hang();
    sheet.breakLine();
    if (texts.some((text) => text !== '')) sheet.write(texts.join(' | '));
  }
}

function cellsOf(row: PageElement): PageElement[] {
  return childrenOf(row).filter(
    (child): child is PageElement => isElement(child) && (child.localName === 'td' || child.localName === 'th'),
  );
}

function spanOf(cell: PageElement, attribute: string): number {
  const span = Number.parseInt(cell.getAttribute(attribute) ?? '1', 10);
  return span > 1 ? Math.min(span, widestSpan) : 1;
}
