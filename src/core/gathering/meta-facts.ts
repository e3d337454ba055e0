import { readMaker } from './cue-facts.ts';
import type { GatheredDocument } from './document.ts';
import { type FactField, type FoundFact, fitValue } from './found-fact.ts';

/** Longest part of a title that can be a name. */
const longestName = 40;

/** What the head of the product’s own page says: its name, and what it says it is. Other pages speak of themselves there. */
export function findMetaFacts(document: GatheredDocument): FoundFact[] {
  const { meta, title } = document.reading;
  if (document.role !== 'home') return [];
  const found: FoundFact[] = [];
  const add = (field: FactField, value: unknown, path: string): void => {
    const fitted = fitValue(field, value);
    if (fitted !== null && !found.some((fact) => fact.field === field && fact.value === fitted))
      found.push({ field, value: fitted, source: document.source, quote: null, path, by: 'meta' });
  };
  const said = (meta.get('og:title') ?? title).replace(ofDocument, '');
  for (const name of ['application-name', 'og:site_name']) add('name', meta.get(name), `meta ${name}`);
  const named = nameOf(said, document.url);
  add('name', named, meta.has('og:title') ? 'meta og:title' : 'title');
  add('tagline', taglineOf(said, named), meta.has('og:title') ? 'meta og:title' : 'title');
  for (const name of ['description', 'og:description', 'twitter:description']) {
    add('tagline', meta.get(name), `meta ${name}`);
    add('description', meta.get(name), `meta ${name}`);
  }
  const owner = readMaker(meta.get('copyright') ?? '') ?? meta.get('publisher');
  add('maker', owner, meta.has('copyright') ? 'copyright line' : 'meta publisher');
  add('category', meta.get('category'), 'meta category');
  for (const keyword of jobsIn(meta.get('keywords'))) add('job', keyword, 'meta keywords');
  return found;
}

/** Titles are a name and a slogan, in either order. */
const seams = /\s+[|·•–—-]\s+|\s*[|:]\s+|\s*[｜：]\s*/;

/** What a document says it is, behind what it is about. */
const ofDocument =
  /(?<=\S)[\s,:–—-]+(?:data ?sheet|product sheet|spec(?:ification)? sheet|user manual|manual|white ?paper|brochure)$/i;

/** The part of a title that is the address’s own word, else a short first part. */
function nameOf(title: string, url: string): string | null {
  const parts = title.split(seams).filter((part) => part.trim() !== '');
  const host = URL.parse(url)?.hostname.replace(/^www\./, '') ?? '';
  const labels = host.split('.').slice(0, -1);
  const own = parts.find((part) => labels.includes(plain(part)));
  if (own !== undefined) return own;
  const [first = ''] = parts;
  return first.length <= longestName ? first : null;
}

function taglineOf(title: string, name: string | null): string | null {
  const others = title.split(seams).filter((part) => part !== name && part.trim().split(/\s+/).length >= 3);
  return others.sort((a, b) => b.length - a.length)[0] ?? null;
}

/** Keywords of two to six words: one word names a field, not what one would hire a product for. */
function jobsIn(keywords: string | undefined): string[] {
  const list = (keywords ?? '').slice(0, 2_000).split(/[,;]/);
  const phrases = list.map((word) => word.trim().toLowerCase().replaceAll(/\s+/g, ' '));
  const jobs = phrases.filter((phrase) => /^\S+(?: \S+){1,5}$/.test(phrase) && phrase.length <= 60);
  return [...new Set(jobs)].slice(0, 8);
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}
