import type { PageElement } from './page-nodes.ts';
import { fitTitle } from './page-text.ts';

const mostEntries = 300;
const longestContent = 2000;

/** What a page says of itself in its head: name or property, lower case, to content. The first of a name counts. */
export function readMeta(root: PageElement): Map<string, string> {
  const meta = new Map<string, string>();
  for (const element of root.querySelectorAll('meta[content]')) {
    const name = (
      element.getAttribute('name') ??
      element.getAttribute('property') ??
      element.getAttribute('itemprop') ??
      ''
    )
      .trim()
      .toLowerCase();
    const content = (element.getAttribute('content') ?? '')
      .slice(0, longestContent)
      .toWellFormed()
      .replaceAll('\0', '')
      .trim();
    if (name !== '' && content !== '' && !meta.has(name) && meta.size < mostEntries) meta.set(name, content);
  }
  return meta;
}

/** The title in the head; empty when there is none. */
export function readTitle(root: PageElement, meta: ReadonlyMap<string, string>): string {
  const candidates = [
    Array.from(root.querySelectorAll('title')).find((title) => title.closest('svg') === null)?.textContent,
    meta.get('og:title'),
  ];
  return candidates.map((text) => fitTitle(text ?? '')).find((text) => text !== '') ?? '';
}

/** The language the page says it is in, as `en` or `en-GB`; null when it says none. */
export function readLanguage(root: PageElement, meta: ReadonlyMap<string, string>): string | null {
  const said = [root.querySelector('[lang]')?.getAttribute('lang'), meta.get('og:locale')?.replace('_', '-')];
  return said.find((tag): tag is string => /^[a-z]{2,3}(?:-[a-z\d]{2,8})*$/i.test(tag ?? '')) ?? null;
}

const publishedNames = [
  'article:published_time',
  'og:published_time',
  'datepublished',
  'citation_publication_date',
  'publish_date',
  'dc.date.issued',
  'dc.date',
  'date',
];

/** The day it was first published, YYYY-MM-DD, as the page or its data say; null when they do not. */
export function readPublished(
  root: PageElement,
  meta: ReadonlyMap<string, string>,
  jsonLd: readonly unknown[],
): string | null {
  const said = [
    ...publishedNames.map((name) => meta.get(name)),
    ...jsonLd.map((item) =>
      typeof item === 'object' && item !== null && 'datePublished' in item ? String(item.datePublished) : '',
    ),
    root.querySelector('time[itemprop="datePublished"]')?.getAttribute('datetime') ?? undefined,
  ];
  return said.map((date) => dayOf(date ?? '')).find((day) => day !== null) ?? null;
}

/** The calendar day of a written date: ISO 8601 as it stands, the dates of mail and HTTP by their own clock. */
function dayOf(written: string): string | null {
  const iso = /^\s*(\d{4})[-/.](\d{2})[-/.](\d{2})/.exec(written);
  const mail = /^\s*(?:\w{3}, )?(\d{1,2} \w{3} \d{4})\b/.exec(written)?.[1];
  const day = iso === null ? null : `${iso[1]}-${iso[2]}-${iso[3]}`;
  const time = Date.parse(day ?? (mail === undefined ? '' : `${mail} UTC`));
  if (Number.isNaN(time)) return null;
  const real = new Date(time).toISOString().slice(0, 10);
  return day === null || day === real ? real : null;
}
