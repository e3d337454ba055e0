import { stringify } from 'yaml';
import type { Comparison } from '../core/comparison/comparison.ts';
import { viewComparison } from './comparison-view.ts';
import { requireDisclosure, requireLabels } from './disclosure.ts';
import { anchorOf, cleanText, escapeMarkdown, escapeMarkdownAddress, mapStrings } from './escape.ts';
import { structuredData } from './structured-data.ts';
import { stylesOf } from './styles.ts';
import { compileTemplates, type PageTemplates } from './templates.ts';

/** The documents of a comparison, by file name. */
export interface ComparisonDocuments {
  'index.html': string;
  'fragment.html': string;
  'index.md': string;
}

/**
 * Renders a comparison as a page of its own, a fragment and Markdown.
 * @throws UndisclosedReview when a review would be shown without its label, before or after the templates.
 * @throws BrokenPageTemplate naming template, line and problem.
 */
export function renderComparison(comparison: Comparison, templates: PageTemplates): ComparisonDocuments {
  const labels = requireDisclosure(comparison);
  const view = viewComparison(comparison);
  const html = compileTemplates(templates, { escapes: true });
  const { picture: _picture, ...inWords } = view;
  const htmlView = {
    ...(mapStrings(view, cleanText) as object),
    ...stylesOf(html),
    structuredData: structuredData(comparison),
  };
  const markdownView = { ...asMarkdown(inWords), frontMatter: frontMatterOf(comparison) };
  const markdown = compileTemplates(templates, { escapes: false });
  const documents = {
    'index.html': ended(html('index', htmlView)),
    'fragment.html': ended(html('fragment', htmlView)),
    'index.md': ended(
      markdown('markdown', markdownView)
        .replaceAll(/[ \t]+$/gm, '')
        .replaceAll(/\n{3,}/g, '\n\n'),
    ),
  };
  for (const [name, text] of Object.entries(documents)) requireLabels(name, text, [...labels, comparison.disclosure]);
  return documents;
}

/** Markdown has no escaping of its own in the templates: every text is made safe before they see it. */
function asMarkdown(view: object): object {
  const safe = mapStrings(view, (text, member) =>
    member === 'href' ? escapeMarkdownAddress(text) : escapeMarkdown(text),
  );
  return safe as object;
}

/**
 * YAML with every text in double quotes on one line, so that no value can end the front matter or become another type.
 * Pointed brackets are written as escapes, for readers that take the whole file for Markdown.
 */
function frontMatterOf(comparison: Comparison): string {
  const { outcome, tools } = comparison;
  const matter = {
    title: comparison.title,
    slug: comparison.slug,
    date: comparison.generatedAt,
    outcome: outcome.kind,
    winner: outcome.winner,
    margin: outcome.margin,
    tools: tools.map((tool) => ({
      slug: tool.slug,
      name: tool.name,
      verdict: tool.panel.verdict,
      score: tool.panel.score,
      scores: Object.fromEntries(tool.reviews.map((review) => [anchorOf(review.persona, 'persona'), review.score])),
    })),
  };
  const clean = mapStrings(matter, (text) => cleanText(text).replaceAll(/[\s\u0085\u2028\u2029]+/g, ' '));
  return stringify(clean, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', lineWidth: 0 })
    .trimEnd()
    .replaceAll('<', '\\u003C');
}

function ended(text: string): string {
  return `${text.trimEnd()}\n`;
}
