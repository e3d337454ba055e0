import { type Declaration, readDeclaration, splitOutside, withoutComments, withoutEscapes } from './declarations.ts';
import { holdsOnScreen } from './media-query.ts';

/** One selector of a rule that says something about what can be seen. */
export interface StyleRule {
  selector: string;
  declarations: readonly Declaration[];
  /** Of two rules for one element the one with the higher number counts, then the later one. */
  specificity: number;
}

/** Characters of a page’s style sheets that are read. */
const longestSheet = 1_000_000;

/** Rules that are kept. */
const mostRules = 5000;

/** A block that is open while the sheet is read. */
interface Block {
  /** The selectors it speaks of; null for one whose content does not count. */
  selectors: string[] | null;
  declarations: Declaration[];
}

/**
 * Reads the rules of a style sheet, nested ones too, as far as they bear on what can be seen on a screen. What is no CSS is
 * passed over, as in a browser.
 */
export function readStyleSheet(sheet: string): StyleRule[] {
  const css = withoutComments(sheet.slice(0, longestSheet));
  const rules: StyleRule[] = [];
  const open: Block[] = [{ selectors: [], declarations: [] }];
  for (const { text, end } of piecesOf(css)) {
    const block = open.at(-1);
    if (block === undefined || rules.length > mostRules) break;
    if (end === '{') {
      open.push({ selectors: selectorsWithin(block.selectors, text.trim()), declarations: [] });
      continue;
    }
    const declaration = block.selectors === null ? null : readDeclaration(text);
    if (declaration !== null) block.declarations.push(declaration);
    if (end !== '}' || open.length === 1) continue;
    open.pop();
    for (const selector of block.declarations.length > 0 ? (block.selectors ?? []) : [])
      rules.push({ selector, declarations: block.declarations, specificity: specificityOf(selector) });
  }
  return rules;
}

/** What stands before each `{`, `}` and `;` that is not in quotation marks or brackets. */
function* piecesOf(css: string): Generator<{ text: string; end: string }> {
  let from = 0;
  let depth = 0;
  let quote = '';
  for (let at = 0; at < css.length; at += 1) {
    const character = css[at] ?? '';
    if (character === '\\') at += 1;
    else if (quote !== '') quote = character === quote || character === '\n' ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '(') depth += 1;
    else if (character === ')') depth = Math.max(0, depth - 1);
    else if (character === '{' || character === '}' || (character === ';' && depth === 0)) {
      yield { text: css.slice(from, at), end: character };
      from = at + 1;
      depth = 0;
    }
  }
  yield { text: css.slice(from), end: '}' };
}

/** The selectors a block speaks of: its own within those around it, or those around it under a condition that holds. */
function selectorsWithin(around: string[] | null, prelude: string): string[] | null {
  if (around === null) return null;
  const [, name = '', condition = ''] = /^@(?:-\w+-)?([\w-]+)\s*([\s\S]*)$/.exec(prelude) ?? [];
  if (name === 'media') return holdsOnScreen(condition) ? around : null;
  if (name === 'layer' || name === 'supports') return around;
  if (prelude.startsWith('@') || prelude.length > 5000) return null;
  const own = splitOutside(prelude, ',').map((selector) => selector.trim());
  if (around.length === 0) return own;
  const parent = around.length === 1 ? (around[0] ?? '') : `:is(${around.join(', ')})`;
  return parent.length > 1000
    ? null
    : own.map((selector) => (selector.includes('&') ? selector.replaceAll('&', parent) : `${parent} ${selector}`));
}

/** Ids count most, then classes, attributes and pseudo-classes, then element names. */
function specificityOf(selector: string): number {
  const plain = withoutEscapes(selector.replaceAll(/\\./g, 'x')).replaceAll(/:(?:is|not|has|where)\(/g, ' ');
  const count = (pattern: RegExp): number => plain.match(pattern)?.length ?? 0;
  return count(/#[\w-]/g) * 10_000 + count(/[.[]|(?<!:):(?!:)/g) * 100 + count(/(?:^|[\s>+~(])[a-z]/gi);
}
