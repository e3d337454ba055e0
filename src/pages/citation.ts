import type { Comparison, ReviewRecord, ToolRecord } from '../core/comparison/comparison.ts';
import { sourceKinds } from './wording.ts';

type Quote = ReviewRecord['checks'][number]['quotes'][number];

/** What a review is shown with: its tool, the anchor of that tool, and the panel’s thresholds. */
export interface ReviewPlace {
  tool: ToolRecord;
  anchor: string;
  panel: Comparison['panel'];
}

/** A source as it is named beside a quote. Our own notes say so, lest they pass for the vendor’s words. */
export function viewCitation(id: string, { tool, anchor }: Pick<ReviewPlace, 'tool' | 'anchor'>) {
  const source = tool.sources.find((candidate) => candidate.id === id);
  if (source === undefined) return { id, anchor: null, kind: 'not among the sources', isNote: false };
  return { id, anchor: sourceAnchor(anchor, id), kind: sourceKinds[source.kind], isNote: source.kind === 'note' };
}

/** The fragment identifier of a source in the list of sources. */
export function sourceAnchor(toolAnchor: string, id: string): string {
  return `${toolAnchor}-${id.replace(/[^A-Za-z0-9]+/g, '-')}`;
}

/** A quote with the source it names. */
export function viewQuote(quote: Quote, place: ReviewPlace) {
  return { text: quote.text.trim(), unverified: !quote.verified, from: viewCitation(quote.source, place) };
}
