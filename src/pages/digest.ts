import type { Digest, DigestEntry } from '../core/comparison/digest.ts';
import { cleanText, escapeMarkdown, escapeMarkdownAddress, mapStrings, safeHref } from './escape.ts';
import { countOf, showDay, showScore } from './format.ts';
import { compileTemplates, type PageTemplates } from './templates.ts';
import { wrapText } from './terminal-text.ts';

/** A digest for reading, by file name. */
export interface DigestDocuments {
  /** For mail programs: tables, styles at each element, nothing to load. */
  'digest.html': string;
  'digest.txt': string;
  'digest.md': string;
}

/** Columns of the plain text: mail programs break longer lines where they like. */
const textColumns = 72;

/** What the mail’s subject and the page’s title say. */
export function titleOf({ entries, from, to }: Digest): string {
  const span = from === to ? from : `${from} to ${to}`;
  return `ship-or-skip, ${span}: ${countOf(entries.length, 'verdict')}`;
}

/** The page of a comparison on the site; null where nobody knows where the site is. */
export function addressOf(site: string | null, slug: string): string | null {
  return site === null ? null : safeHref(`${site.replace(/\/+$/, '')}/${slug}/`);
}

/**
 * Renders a digest in three forms. Everything of a model or a source is escaped for each of them.
 * @param site where the published pages are, without which nothing links to them
 * @throws BrokenPageTemplate
 */
export function renderDigest(digest: Digest, site: string | null, templates: PageTemplates): DigestDocuments {
  const view = mapStrings(viewDigest(digest, site), cleanText) as ReturnType<typeof viewDigest>;
  const html = compileTemplates(templates, { escapes: true });
  return {
    'digest.html': `${html('digest', view).trimEnd()}\n`,
    'digest.txt': renderText(view),
    'digest.md': renderMarkdown(view),
  };
}

function viewDigest(digest: Digest, site: string | null) {
  const { from, to, entries } = digest;
  return {
    title: titleOf(digest),
    span: from === to ? from : `${from} to ${to}`,
    heading: countOf(entries.length, 'new verdict'),
    preview: entries.map(({ answer, title }) => `${title}: ${answer}.`).join(' '),
    entries: entries.map((entry) => viewEntry(entry, site)),
    disclosure: [...new Set(entries.map(({ disclosure }) => disclosure))].join(' '),
  };
}

function viewEntry(entry: DigestEntry, site: string | null) {
  const { slug, title, answer, reason, publishedAt, tools, shipThreshold, models, approved } = entry;
  return {
    title,
    answer,
    reason,
    day: showDay(publishedAt),
    address: addressOf(site, slug),
    tools: tools.map((tool) => ({ ...tool, score: showScore(tool.score, shipThreshold) })),
    made: `Written by AI personas through ${models.join(', ') || 'no model yet'}. ${approved ? 'A person answers for every review.' : 'No person answers for all of it yet.'}`,
  };
}

type View = ReturnType<typeof viewDigest>;

function renderText({ title, entries, disclosure }: View): string {
  const wrapped = (text: string, indent = ''): string =>
    wrapText(oneLine(text), textColumns - indent.length)
      .map((line) => `${indent}${line}`)
      .join('\n');
  const blocks = entries.map(({ answer, title: pair, day, reason, tools, address, made }) =>
    [
      wrapped(answer.toUpperCase()),
      wrapped(`${pair}, ${day}`),
      '',
      wrapped(reason),
      '',
      ...tools.flatMap(({ name, label, score, tagline, bestFor, avoidIf }) => [
        wrapped(`${name}: ${score} (${label})`, '  '),
        wrapped(tagline, '    '),
        ...(bestFor === null ? [] : [wrapped(`Best for: ${bestFor}`, '    ')]),
        ...(avoidIf === null ? [] : [wrapped(`Avoid it if: ${avoidIf}`, '    ')]),
      ]),
      '',
      ...(address === null ? [] : [address]),
      wrapped(made),
    ].join('\n'),
  );
  return `${[title, ...blocks, `-- \n${wrapped(disclosure)}`].join('\n\n\n')}\n`;
}

function renderMarkdown({ title, entries, disclosure }: View): string {
  const blocks = entries.map(({ answer, title: pair, day, reason, tools, address, made }) => {
    const name = escapeMarkdown(pair);
    const link = address === null ? name : `[${name}](<${escapeMarkdownAddress(address)}>)`;
    const rows = tools.map(
      (tool) =>
        `| ${escapeMarkdown(tool.name)} | ${tool.score} | ${escapeMarkdown(tool.label)} | ${escapeMarkdown(tool.bestFor ?? '–')} | ${escapeMarkdown(tool.avoidIf ?? '–')} |`,
    );
    return [
      `## ${escapeMarkdown(answer)}`,
      `${link} · ${day}`,
      escapeMarkdown(reason),
      ['| tool | score | panel | best for | avoid it if |', '|---|---|---|---|---|', ...rows].join('\n'),
      escapeMarkdown(made),
    ].join('\n\n');
  });
  return `${[`# ${escapeMarkdown(title)}`, ...blocks, '---', escapeMarkdown(disclosure)].join('\n\n')}\n`;
}

function oneLine(text: string): string {
  return text.replace(/[\s\u2028\u2029]+/g, ' ').trim();
}
