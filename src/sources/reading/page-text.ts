import { longestSource } from '../../core/facts/tool.ts';

/** A text fit for a source: no NUL, no half characters, lines ended one way, no longer than a source may be, cut at the end of a paragraph or line. */
export function fitSource(text: string): string {
  const clean = tidy(text)
    .replaceAll(/[^\S\n]+\n/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
  if (clean.length <= longestSource) return clean;
  const start = clean.slice(0, longestSource);
  const end = [start.lastIndexOf('\n\n'), start.lastIndexOf('\n'), start.lastIndexOf(' ')].find(
    (at) => at > longestSource / 2,
  );
  return start.slice(0, end).toWellFormed().trimEnd();
}

/** Characters of a title; facts files hold none longer. */
const longestTitle = 200;

/** One line, short enough for a title. */
export function fitTitle(text: string): string {
  const line = tidy(text).replaceAll(/\s+/g, ' ').trim();
  return line.length <= longestTitle
    ? line
    : `${line
        .slice(0, longestTitle - 1)
        .toWellFormed()
        .trimEnd()}…`;
}

function tidy(text: string): string {
  return text.toWellFormed().replaceAll('\0', '').replaceAll(/\r\n?/g, '\n');
}

/** A document without a title is called by the end of its address. */
export function titleOfAddress(address: string): string {
  const url = URL.parse(address);
  if (url === null) return fitTitle(address);
  const name = url.pathname.split('/').findLast((part) => part !== '');
  return fitTitle(name === undefined ? url.hostname : `${name} (${url.hostname})`);
}
