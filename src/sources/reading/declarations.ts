/** What CSS says of one element or in one rule: property to value, both lower case. */
export type Declared = ReadonlyMap<string, string>;

export interface Declaration {
  property: string;
  value: string;
  isImportant: boolean;
}

/** The properties that can take text out of sight, or back into it. */
const watched = new Set([
  'display',
  'visibility',
  'content-visibility',
  'opacity',
  'filter',
  'font',
  'font-size',
  'color',
  '-webkit-text-fill-color',
  'background',
  'background-color',
  'background-image',
  'background-clip',
  '-webkit-background-clip',
  'position',
  'left',
  'right',
  'top',
  'bottom',
  'inset',
  'text-indent',
  'margin',
  'margin-left',
  'margin-top',
  'clip',
  'clip-path',
  'transform',
  'translate',
  'scale',
  'width',
  'height',
  'max-width',
  'max-height',
  'overflow',
  'overflow-x',
  'overflow-y',
  'text-decoration',
  'text-decoration-line',
]);

/** Values a browser knows; it leaves a declaration with another one out. */
const known = new Map([
  [
    'display',
    /^(?:none|contents|block|inline|flex|grid|flow-root|list-item|table|ruby|inherit|initial|unset|revert|inline-.+|table-.+|-webkit-.+|(?:block|inline) .+)$/,
  ],
  ['visibility', /^(?:visible|hidden|collapse|inherit|initial|unset|revert)$/],
  ['opacity', /^(?:[-+]?[\d.]+%?(?:e[-+]?\d+)?|inherit|initial|unset|(?:var|calc)\(.*)$/],
]);

/** Longest value that is looked at. */
const longestValue = 300;

/** Reads one `property: value`; null when it is none, or says nothing about what can be seen. */
export function readDeclaration(text: string): Declaration | null {
  const colon = text.indexOf(':');
  if (colon < 0 || colon > 100) return null;
  const property = withoutEscapes(text.slice(0, colon)).trim().toLowerCase();
  if (!watched.has(property)) return null;
  const written = withoutEscapes(text.slice(colon + 1, colon + 1 + longestValue)).toLowerCase();
  const value = written
    .replace(/!\s*important\s*$/, '')
    .trim()
    .replaceAll(/\s+/g, ' ');
  const form = known.get(property);
  if (value === '' || (form !== undefined && !form.test(value))) return null;
  return { property, value, isImportant: /!\s*important\s*$/.test(written) };
}

/** The declarations of a style attribute. */
export function readDeclarations(style: string): Declaration[] {
  return splitOutside(withoutComments(style), ';').flatMap((part) => readDeclaration(part) ?? []);
}

export function withoutComments(css: string): string {
  return css.replaceAll(/\/\*[\s\S]*?(?:\*\/|$)/g, '');
}

/** Letters may be written as numbers: `d\69splay` is `display`. */
export function withoutEscapes(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replaceAll(
    /\\(?:([\da-f]{1,6})\s?|([^\n]))/gi,
    (_, code: string | undefined, sign: string | undefined) => {
      if (code === undefined) return sign ?? '';
      const point = Number.parseInt(code, 16);
      return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : '\uFFFD';
    },
  );
}

/** Splits at a sign that stands outside quotation marks and brackets. */
export function splitOutside(text: string, sign: ',' | ';'): string[] {
  const parts: string[] = [];
  let from = 0;
  let depth = 0;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '\\') at += 1;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '(' || character === '[') depth += 1;
    else if (character === ')' || character === ']') depth = Math.max(0, depth - 1);
    else if (character === sign && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)];
}
