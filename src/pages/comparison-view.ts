import type { Comparison, ToolRecord } from '../core/comparison/comparison.ts';
import { sayContradiction } from '../core/comparison/contradiction.ts';
import { viewAnswer } from './answer-view.ts';
import { sourceAnchor } from './citation.ts';
import { anchorOf, safeHref } from './escape.ts';
import { capitalised, countOf, showDay, showDays, showKey, showPercent, showScore, showTenths } from './format.ts';
import { viewCorrections, viewMaking, viewPredictions } from './making-view.ts';
import { viewOutcome } from './outcome-view.ts';
import { viewReview } from './review-view.ts';
import { describeScores, scorePicture } from './score-picture.ts';
import { correctionsContact, pricingModels, showEntry, sourceKinds, verifyCommand } from './wording.ts';

const noVotes = 'No reader votes: none are collected.';

/** A comparison as templates see it. A member called `href` holds a safe address or null; everything else is plain text. */
export function viewComparison(comparison: Comparison) {
  const anchors = anchorsOf(comparison.tools);
  const place = (index: number) => anchors[index] ?? `tool-${index + 1}`;
  const outcome = viewOutcome(comparison);
  return {
    title: comparison.title,
    names: comparison.tools.map((tool, index) => ({ name: tool.name, isFirst: index === 0 })),
    summary: summaryOf(comparison, outcome.headline),
    outcome,
    answer: viewAnswer(comparison, (slug) => place(comparison.tools.findIndex((tool) => tool.slug === slug))),
    dates: viewDates(comparison),
    tools: comparison.tools.map((tool, index) => viewTool(tool, place(index), comparison.panel.shipThreshold)),
    picture: scorePicture(comparison),
    pictureText: describeScores(comparison),
    scores: viewScores(comparison),
    decision: viewDecision(comparison),
    scorecard: comparison.panel.personas.map((persona) => ({
      ...persona,
      anchor: anchorOf(persona.id, 'persona'),
      reviews: comparison.tools.flatMap((tool, index) =>
        tool.reviews
          .filter((review) => review.persona === persona.id)
          .map((review) =>
            viewReview(review, { tool, anchor: place(index), panel: comparison.panel }, comparison.calibration),
          ),
      ),
    })),
    predictions: viewPredictions(comparison),
    made: viewMaking(comparison),
    corrections: viewCorrections(comparison),
    contact: correctionsContact,
    verify: verifyCommand,
    votes: noVotes,
    disclosure: comparison.disclosure,
  };
}

/** For search results and previews: the written answer where there is one. */
function summaryOf({ answer, outcome }: Comparison, headline: string): string {
  const text = answer === null ? outcome.reason : answer.answer.map((point) => point.text.trim()).join(' ');
  return `${headline}. ${text}`;
}

/** One anchor per tool, different even when slugs are not. */
function anchorsOf(tools: readonly ToolRecord[]): string[] {
  const anchors = tools.map((tool, index) => anchorOf(tool.slug, `tool-${index + 1}`));
  return anchors.map((anchor, index) => (anchors.indexOf(anchor) === index ? anchor : `${anchor}-${index + 1}`));
}

function viewDates({ tools, generatedAt }: Comparison) {
  const written = tools.flatMap((tool) => tool.reviews).flatMap((review) => review.byline?.writtenAt ?? []);
  return {
    factsAsOf: showDays(tools.map((tool) => tool.asOf)),
    written: written.length === 0 ? 'not yet' : showDays(written),
    generatedAt,
    generated: showDay(generatedAt),
  };
}

function viewTool(tool: ToolRecord, anchor: string, shipThreshold: number) {
  return {
    anchor,
    name: tool.name,
    initial: [...tool.name.trim()][0]?.toUpperCase() ?? '?',
    maker: tool.maker,
    category: tool.category,
    tagline: tool.tagline,
    description: tool.description,
    discontinued: tool.discontinued === null ? null : showDay(tool.discontinued),
    link: linkTo(tool.url),
    verdict: capitalised(tool.panel.verdict),
    tone: tool.panel.verdict,
    label: tool.panel.label,
    shipPercent: showPercent(tool.panel.shipPercent),
    score: showScore(tool.panel.score, shipThreshold),
    entry: showEntry(tool.pricing.entry),
    sources: tool.sources.map((source) => ({
      id: source.id,
      anchor: sourceAnchor(anchor, source.id),
      kind: sourceKinds[source.kind],
      link: { text: source.title, href: source.url === null ? null : safeHref(source.url) },
      unsafe: source.url !== null && safeHref(source.url) === null ? source.url : null,
      retrieved: showDay(source.retrieved),
      hash: showKey(source.hash),
    })),
  };
}

/** What a reader recognises an address by; an unsafe address is shown as it is, and never linked. */
/** A tool whose own page nobody named is not linked. */
function linkTo(address: string | null): { text: string; href: string | null } {
  if (address === null) return { text: 'its own page is not known', href: null };
  return { text: hostOf(address), href: safeHref(address) };
}

function hostOf(address: string): string {
  const href = safeHref(address);
  return href === null ? address : new URL(href).host.replace(/^www\./, '');
}

function viewScores({ panel, tools }: Comparison) {
  const cell = (tool: ToolRecord, persona: string) => {
    const review = tool.reviews.find((candidate) => candidate.persona === persona);
    if (review === undefined || review.status === 'missing') return { text: 'missing', tool: tool.name };
    const score = showScore(review.score, panel.shipThreshold);
    return { text: review.verdict === null ? score : `${score}, ${review.verdict}`, tool: tool.name };
  };
  const rows = panel.personas.map(({ id, name }) => ({ label: name, cells: tools.map((tool) => cell(tool, id)) }));
  const mean = tools.map((tool) => ({ text: showScore(tool.panel.score, panel.shipThreshold), tool: tool.name }));
  return [...rows, { label: 'Panel', cells: mean }];
}

/** The rows of the decision table. A row nobody has anything for says unknown in every cell. */
function viewDecision({ tools, panel, contradictions = [] }: Comparison) {
  const row = (label: string, show: (tool: ToolRecord) => string | null, unknown = 'unknown') => ({
    label,
    cells: tools.map((tool) => ({
      text: show(tool) ?? unknown,
      tool: tool.name,
      tone: label === 'Panel verdict' ? tool.panel.verdict : null,
    })),
  });
  const discontinued = tools.some((tool) => tool.discontinued !== null);
  return [
    row('Panel verdict', (tool) => tool.panel.label),
    row('Panel score', (tool) => panelScore(tool, panel.shipThreshold)),
    row('Best for', (tool) => tool.bestFor, 'no reviewer has said'),
    row('Avoid if', (tool) => tool.avoidIf, 'no reviewer has said'),
    row('Hired to', (tool) => tool.jobs.join('; ') || null),
    row('Pricing', (tool) => tool.pricing.text),
    row(
      'Entry',
      (tool) =>
        `${showEntry(tool.pricing.entry)}${tool.pricing.model === 'unknown' ? '' : ` (${pricingModels[tool.pricing.model]})`}`,
    ),
    row('Category', (tool) => tool.category),
    row('Maker', (tool) => tool.maker),
    row('Launched', (tool) => tool.launched),
    ...(discontinued ? [row('Discontinued', (tool) => tool.discontinued, 'no')] : []),
    row('Licence', (tool) => tool.licence),
    ...(contradictions.length > 0 ? [row('Sources disagree', disagreementIn(contradictions), 'nothing found')] : []),
    row('Sources', (tool) => countOf(tool.sources.length, 'source')),
    row('Facts as of', (tool) => showDay(tool.asOf)),
    row('Community', () => 'no votes collected'),
  ];
}

/** What the sources of a tool disagree on, each side with its source. */
function disagreementIn(contradictions: NonNullable<Comparison['contradictions']>) {
  return ({ slug }: ToolRecord): string | null => {
    const said = contradictions.filter(({ tool }) => tool === slug).map(sayContradiction);
    return said.length === 0 ? null : said.join('; ');
  };
}

function panelScore({ panel }: ToolRecord, shipThreshold: number): string {
  if (panel.score === null) return 'not scored';
  const spread = panel.spread === null ? 'one reviewer' : `reviewers ${showTenths(panel.spread)} points apart`;
  return `${showScore(panel.score, shipThreshold)} of 100, ${spread}`;
}
