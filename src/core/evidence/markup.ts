/** How a word cut at the end of a line is put together again; both ways are tried, because `well-` over `known` keeps its hyphen. */
export type Hyphen = 'kept' | 'dropped';

const bullet = /^\s*(?:[-*+•▪·◦‣–]|\d{1,2}[.)]|#{1,6}|>+)\s+(?=\S)/;
const ruler = /^\s*\|?\s*:?-{3,}[\s:|-]*$/;

/**
 * A text without the marks that only lay it out: emphasis, code ticks, headings, bullets, quotation bars, table pipes, links,
 * backslash escapes, a few entities, spaces before punctuation, and words cut at the end of a line. Its words stay as they are.
 */
export function withoutMarkup(text: string, hyphen: Hyphen): string {
  if (unmarked.test(text) && !text.includes('--')) return text;
  return withoutBullets(text.replaceAll(/\r\n?/g, '\n'))
    .replaceAll(/(?<=\p{L})[-\u2010\u00ad][ \t]*\n[ \t]*(?=\p{Ll})/gu, hyphen === 'kept' ? '-' : '')
    .replaceAll(/&(amp|lt|gt|quot|nbsp|#39|apos);/g, (_, name: string) => entities.get(name) ?? ' ')
    .replaceAll(/!?\[([^[\]\n]{1,300})\]\((?:[^()\s]{1,2000})(?: "[^"\n]{0,200}")?\)/g, '$1')
    .replaceAll(/\\(?=[!-/:-@[-`{-~])/g, '')
    .replaceAll(/`+/g, '')
    .replaceAll(/(?<![\p{L}\p{N}*_~])(?:\*{1,3}|_{1,3}|~~)(?=[\p{L}\p{N}"'“‘([$€£<])/gu, '')
    .replaceAll(/(?<=[\p{L}\p{N}"'”’)\].,;:!?%>])(?:\*{1,3}|_{1,3}|~~)(?![\p{L}\p{N}*_~])/gu, '')
    .replaceAll(/(?<!\|)\|(?!\|)/g, ' ')
    .replaceAll(/(?<=\s|\p{L})--(?=\s|\p{L})/gu, ' - ')
    .replaceAll(/\s+(?=[,;:!?)\]])/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** One line of ASCII with single spaces that begins like no bullet and holds no sign a mark is made of: nearly every quote. */
const unmarked = /^(?![-+#>]|\d{1,2}[.)] )(?:[!-%'-)+-Z\]^a-{}]+(?: (?=[!-~])(?![,;:!?)\]])|$))*$/;

const entities = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['#39', "'"],
  ['apos', "'"],
]);

/** A mark at the start of a line is a bullet only where a sentence does not run on from the line before. */
function withoutBullets(text: string): string {
  let opens = true;
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    if (ruler.test(line)) continue;
    const item: boolean = bullet.test(line) && (opens || !/^\s*[-–\d]/.test(line));
    lines.push(item ? line.replace(bullet, '') : line);
    opens = item || line.trim() === '' || /[.:;!?|]\s*$/.test(line);
  }
  return lines.join('\n');
}
