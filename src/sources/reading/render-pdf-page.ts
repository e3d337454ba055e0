/** A run of letters on a page. */
interface TextItem {
  str: string;
  /** a, b, c, d: how the letters are scaled and turned; e, f: where they stand. */
  transform: number[];
  width: number;
  height: number;
  hasEOL: boolean;
}

/** The parts of a PDF page that reading it needs. */
export interface PdfPage {
  /** Left, bottom, right and top of what is shown. */
  view: number[];
  getTextContent(): Promise<{ items: (TextItem | object)[] }>;
  getOperatorList(): Promise<{ fnArray: number[]; argsArray: (unknown[] | null)[] }>;
}

/** Numbers of drawing operators by name. */
export type Operators = Readonly<Record<string, number>>;

/** Letters lower than so many points cannot be read. */
const smallest = 2;

/** Runs further apart on a line than so many times their height stand in different columns. */
const columnGap = 1.5;

/** The text of one page, as far as people see it: a line for each line, columns parted by bars as in a table. */
export async function renderPdfPage(page: PdfPage, operators: Operators): Promise<string> {
  const { items } = await page.getTextContent();
  const unseen = await findUnseen(page, operators);
  let text = '';
  let last: TextItem | null = null;
  for (const item of items) {
    if (!('str' in item)) continue;
    if (item.str.trim() !== '') {
      if (!isOnPage(item, page.view) || unseen.has(plain(item.str))) continue;
      if (last !== null) text += between(last, item);
      text += item.str;
      last = item;
    } else if (!text.endsWith('\n') && item.str !== '') text += ' ';
    if (item.hasEOL && !text.endsWith('\n')) text += '\n';
  }
  return text
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ ?\| ?(?=\n|$)/g, '')
    .trim();
}

/** What parts two runs: nothing, a column, or an empty line. */
function between(before: TextItem, next: TextItem): string {
  const [x, y] = placeOf(next);
  const [beforeX, beforeY] = placeOf(before);
  const height = Math.max(before.height, next.height, 1);
  if (Math.abs(y - beforeY) < height / 2) return x - (beforeX + before.width) > columnGap * height ? ' | ' : '';
  return Math.abs(y - beforeY) > 1.8 * height ? '\n\n' : '';
}

function placeOf({ transform }: TextItem): [x: number, y: number] {
  return [transform[4] ?? 0, transform[5] ?? 0];
}

function isOnPage(item: TextItem, view: number[]): boolean {
  const [left = 0, bottom = 0, right = 0, top = 0] = view;
  const [x, y] = placeOf(item);
  const size = Math.hypot(item.transform[2] ?? 0, item.transform[3] ?? 0);
  return size >= smallest && x + item.width > left && x < right && y + size > bottom && y < top;
}

/**
 * Runs that are drawn without ink, or white where nothing but paper is behind them. On a page with pictures or painted
 * areas neither is certain: a scanned page carries its text without ink.
 */
async function findUnseen(page: PdfPage, operators: Operators): Promise<Set<string>> {
  const { fnArray, argsArray } = await page.getOperatorList();
  const named = new Map(Object.entries(operators).map(([name, number]) => [number, name]));
  const names = fnArray.map((number) => named.get(number) ?? '');
  const unseen = new Set<string>();
  if (names.some((name, index) => isPaint(name === 'constructPath' ? named.get(Number(argsArray[index]?.[0])) : name)))
    return unseen;
  const saved: { colour: string; mode: number }[] = [];
  let ink = { colour: '#000000', mode: 0 };
  for (const [index, name] of names.entries()) {
    const [first] = argsArray[index] ?? [];
    if (name === 'save') saved.push(ink);
    else if (name === 'restore') ink = saved.pop() ?? ink;
    else if (name === 'setTextRenderingMode') ink = { ...ink, mode: Number(first) };
    else if (name.startsWith('setFill')) ink = { ...ink, colour: typeof first === 'string' ? first : '#000000' };
    else if (/^showText|^showSpacedText/.test(name) && (ink.mode === 3 || isWhite(ink.colour)))
      unseen.add(plain(glyphsOf(first)));
  }
  return unseen;
}

/** A picture, or an area filled with colour. */
function isPaint(name = ''): boolean {
  return /^paint(?!FormXObject)|^shadingFill$|fill/i.test(name) && !name.startsWith('setFill');
}

function isWhite(colour: string): boolean {
  return /^#f[5-9a-f]f[5-9a-f]f[5-9a-f]$/i.test(colour);
}

function glyphsOf(glyphs: unknown): string {
  if (!Array.isArray(glyphs)) return '';
  return glyphs
    .map((glyph: unknown) =>
      typeof glyph === 'object' && glyph !== null && 'unicode' in glyph ? String(glyph.unicode) : '',
    )
    .join('');
}

function plain(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s+/g, '');
}
