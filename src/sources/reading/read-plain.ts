import type { ReadDocument } from '../read-document.ts';
import { fitSource, fitTitle, titleOfAddress } from './page-text.ts';

/** Reads plain text and Markdown as they are. The title is the first heading of Markdown, or the end of the address. */
export function readPlain(text: string, url: string): ReadDocument {
  const heading = /^ {0,3}# +(\S.{0,500})$/m.exec(text.slice(0, 5000))?.[1];
  return { ...blankDocument(text), title: heading === undefined ? titleOfAddress(url) : fitTitle(heading) };
}

/** Reads XML as the words between its tags. Entities it declares itself are not expanded. */
export function readXml(text: string, url: string): ReadDocument {
  const words = text
    .replace(/<!DOCTYPE[^[>]*(?:\[[\s\S]*?\]\s*)?>/i, '')
    .replaceAll(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replaceAll(/<!\[CDATA\[([\s\S]*?)\]\]>/g, '$1')
    .replaceAll(/<[^<>]*>/g, '\n')
    .replaceAll(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => entities.get(name) ?? '')
    .replaceAll(/[^\S\n]*\n\s*/g, '\n');
  const title = /<title[^<>]*>(?:\s*<!\[CDATA\[)?([^<\]]{1,500})/i.exec(text)?.[1]?.trim();
  return { ...blankDocument(words), title: title ? fitTitle(title) : titleOfAddress(url) };
}

const entities = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** A document that says nothing of itself but its text. */
export function blankDocument(text: string): Omit<ReadDocument, 'title'> {
  return {
    text: fitSource(text),
    links: [],
    meta: new Map(),
    jsonLd: [],
    canonical: null,
    language: null,
    published: null,
    thin: false,
  };
}
