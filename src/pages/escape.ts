/** Every value on a page is untrusted. What may break out of its place is taken away here, once per target language. */

/** Control characters and the marks that reorder text around them: nothing a reader can see, much that can mislead. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: taking control characters away is the purpose
const unseen = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g;

/** Text without control and direction marks, and with lone surrogates replaced. Tabs and line feeds stay. */
export function cleanText(text: string): string {
  return text.toWellFormed().replaceAll('\r\n', '\n').replace(unseen, '');
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for HTML and SVG content and quoted attributes. */
export function escapeHtml(text: string): string {
  return cleanText(text).replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** An http or https address in normal form, or null for anything else (`javascript:`, `data:`, credentials inside, no address at all). */
export function safeHref(address: unknown): string | null {
  if (typeof address !== 'string' || !/^https?:\/\//i.test(address) || !URL.canParse(address)) return null;
  const url = new URL(address);
  return url.username === '' && url.password === '' ? url.href : null;
}

/**
 * Text for one line of Markdown, whatever stands before it on the line: it starts no block, leaves no table cell,
 * opens no link, tag, entity, template expression or formula.
 */
export function escapeMarkdown(text: string): string {
  return cleanText(text)
    .replace(/[\s\u2028\u2029]+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]{}|~$^]/g, '\\$&')
    .replace(/&(?=#?[a-z0-9]+;)/gi, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/^([#+\-=:%!]|\d+(?=[.)](?: |$)))/, (start) => (/^\d/.test(start) ? `${start}\\` : `\\${start}`))
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/\b(www)\./gi, '$1\\.');
}

/** An address for the pointed brackets of a Markdown link; it is already an http or https address in normal form. */
export function escapeMarkdownAddress(address: string): string {
  return (safeHref(address) ?? '').replace(/[<>()[\]\\|`*_{}$~^\s]/g, (character) =>
    encodeURIComponent(character).replace(/^[^%]$/, percentCode),
  );
}

function percentCode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** A fragment identifier made of any text: lower-case words joined by hyphens, or the fallback when nothing is left. */
export function anchorOf(text: string, fallback: string): string {
  const anchor = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return anchor === '' ? fallback : anchor;
}

/** A copy of a value with every string in it changed. The change is told the name of the member a string stands in. */
export function mapStrings(value: unknown, change: (text: string, member: string) => string, member = ''): unknown {
  if (typeof value === 'string') return change(value, member);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, change, member));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapStrings(item, change, name)]));
}
