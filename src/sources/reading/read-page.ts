import type { ReadDocument } from '../read-document.ts';
import { cutHidden } from './cut-hidden.ts';
import { readJsonLd, sayJsonLd } from './json-ld.ts';
import { findContent } from './main-content.ts';
import { baseOf, readCanonical, readLinks } from './page-links.ts';
import { readLanguage, readMeta, readPublished, readTitle } from './page-meta.ts';
import type { PageElement } from './page-nodes.ts';
import { fitSource, fitTitle, titleOfAddress } from './page-text.ts';
import { parsePage } from './parse-page.ts';
import { renderText } from './render-text.ts';

/** A page with fewer visible characters than this does not speak for itself: its text is made by a program that is not run here. */
const thinnest = 80;

/**
 * Reads an HTML page: what people see of its main part, and what it says of itself in its head. Where next to nothing is
 * seen, the head speaks for the page.
 */
export function readPage(html: string, url: string, isXhtml: boolean): ReadDocument {
  const root = parsePage(html, isXhtml);
  const meta = readMeta(root);
  const jsonLd = readJsonLd(root);
  const base = baseOf(root, url);
  const about = {
    title: readTitle(root, meta),
    meta,
    jsonLd,
    canonical: readCanonical(root, base),
    language: readLanguage(root, meta),
    published: readPublished(root, meta, jsonLd),
  };
  cutHidden(root);
  about.title ||= fitTitle(root.querySelector('h1')?.textContent ?? '') || titleOfAddress(url);
  const links = readLinks(root, base);
  const text = renderContent(root);
  const thin = text.replaceAll(/\s/g, '').length < thinnest;
  return { ...about, links, thin, text: thin ? fitSource(textOfHead(text, about)) : text };
}

function renderContent(root: PageElement): string {
  return fitSource(renderText(findContent(root)));
}

function textOfHead(seen: string, { title, meta, jsonLd }: Pick<ReadDocument, 'title' | 'meta' | 'jsonLd'>): string {
  const words = [
    title,
    ...['description', 'og:title', 'og:description', 'twitter:description'].map((name) => meta.get(name) ?? ''),
    seen,
    sayJsonLd(jsonLd).join('\n'),
  ];
  return [...new Set(words.map((part) => part.trim()))].filter((part) => part !== '').join('\n\n');
}
