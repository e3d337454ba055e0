import type { ReviewRecord, ToolRecord } from '../core/comparison.ts';

/** Words for the values of a comparison, the same on every page and in the terminal. */

type SourceKind = ToolRecord['sources'][number]['kind'];

/** What a source is, for its entry in the list. */
export const sourceKinds: Record<SourceKind, string> = {
  page: 'web page',
  document: 'document',
  feed: 'launch feed',
  maker: 'the maker’s own answer',
  note: 'editor’s note, our words',
};

/** How the price is charged. */
export const pricingModels: Record<ToolRecord['pricing']['model'], string> = {
  free: 'free',
  'free-tier': 'free tier',
  paid: 'paid',
  'usage-based': 'usage-based',
  'open-source': 'open source',
  unknown: 'unknown',
};

/** Whether one can start without paying. */
export function showEntry(entry: 'free' | 'paid' | null): string {
  return entry === null ? 'Unknown' : entry === 'free' ? 'Free' : 'Paid';
}

/** Where a reply came from. */
export function showProvider(provider: string): string {
  const names: Record<string, string> = {
    claude: 'Claude API',
    'hugging-face': 'Hugging Face Inference Providers',
    endpoint: 'own endpoint',
    file: 'a file',
    recorded: 'a recording',
  };
  return Object.hasOwn(names, provider) ? (names[provider] ?? provider) : provider;
}

/** The notice of a reply that came from a file, or null for one that came from an API. */
export function suppliedNotice(byline: ReviewRecord['byline']): string | null {
  if (byline === null || byline.supplied === null) return null;
  const { by, on, older } = byline.supplied;
  return `recorded reply, supplied as a file on ${on} by ${by}${older ? ', for an earlier version of the prompt' : ''}`;
}

/** Said whenever all answers come from one model family. */
export function familyNotice(families: readonly string[]): string | null {
  const [only] = families;
  if (only === undefined) return 'No model family has answered yet.';
  if (families.length > 1) return null;
  return `One family only: every answer comes from ${only}. No other model family has checked it.`;
}

/** Where the noise figure comes from. */
export function showNoiseBasis(basis: 'panel-constant' | 'calibration' | 'repeats'): string {
  return { 'panel-constant': 'the panel’s constant', calibration: 'stored calibration', repeats: 'repeated runs' }[
    basis
  ];
}
