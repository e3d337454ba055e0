import { repositoryName } from './launch-address.ts';

/** Words a site puts before a title; what follows is the maker’s. */
const prefix = /^\s*(?:show|launch)\s+hn\s*[:–—-]\s*/iu;

/** Between a name and what it is: a dash with space around it, a colon, a bar; not the hyphen of a word. */
const separator = /\s+[–—―|·]\s*|\s*[–—―]\s+|—{2}\s*|\s+-{1,2}\s+|\s*:\s+|\s*：\s*/u;

const yCombinator = /\s*\((?:YC\s+)?[WSFX]\d{2}\)|\s*\(YC[^)]{0,20}\)/giu;

/** A sentence about making something holds no name before a separator: `I built a tool - and it works`. */
const sentence = /^(?:i|i['’]ve|i['’]m|we|we['’]ve|my|our|a|an|the|how|why|what|when|this|it)\b/iu;

const longestName = 60;
const mostWords = 6;

export interface SplitTitle {
  /** Null when the title does not begin with one. */
  name: string | null;
  tagline: string | null;
}

/** Whether a title carries the mark of Hacker News for something its maker shows. */
export function isShown(title: string): boolean {
  return prefix.test(title);
}

/** `Show HN: Lantern (YC W26) – search your notes` is Lantern, search your notes. */
export function splitTitle(title: string): SplitTitle {
  const plain = title.replace(prefix, '').replaceAll(yCombinator, '').trim();
  const found = separator.exec(plain);
  if (found !== null && found.index > 0) {
    const name = plain.slice(0, found.index).trim();
    const rest = plain.slice(found.index + found[0].length).trim();
    if (isName(name)) return { name, tagline: rest === '' ? null : rest };
    return { name: null, tagline: plain };
  }
  const comma = /^(\p{Lu}[^\s,，]{1,39}|[^,，]{1,40}(?=[,，]\s*(?:an?|the|your)\s))[,，]\s*(.+)$/u.exec(plain);
  if (comma !== null && isName(comma[1] ?? '')) return { name: comma[1] ?? null, tagline: comma[2] ?? null };
  return isName(plain) ? { name: plain, tagline: null } : { name: null, tagline: plain === '' ? null : plain };
}

function isName(text: string): boolean {
  if (text.length > longestName || text.split(/\s+/).length > mostWords || !/[\p{L}\p{N}]/u.test(text)) return false;
  return !sentence.test(text) || text.split(/\s+/).length === 1;
}

/** Parts of a path that name no product. */
const commonPart =
  /^(?:[a-z]{2}(?:-[a-z]{2})?|index(?:\.\w+)?|home|products?|apps?|tools?|docs?|pricing|about|launch|download|p|r|v\d+)$/i;

/**
 * What to call a product whose title names none: its repository, else the last part of its path that names something,
 * else its host without what every host has.
 */
export function nameOfAddress(address: string): string {
  const repository = repositoryName(address);
  if (repository !== null) return decoded(repository);
  const { hostname, pathname } = new URL(address);
  const part = pathname.split('/').findLast((segment) => segment !== '' && !commonPart.test(segment));
  if (part !== undefined && part.length <= longestName) return decoded(part).replace(/\.html?$/, '');
  const host = hostname.replace(/^(?:www|app|get|try|use|my)\./, '');
  const isNumber = /^[\d.]+$|^\[/.test(host);
  return isNumber || !host.includes('.') ? host : host.replace(/\.(?:(?:co|com|org|net)\.)?[^.]+$/, '');
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
