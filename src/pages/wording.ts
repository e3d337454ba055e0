import type { ReviewRecord, ToolRecord } from '../core/comparison/comparison.ts';
import { showDay, showScore } from './format.ts';

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

/** Who stands for a review. */
export function showApproval(approved: ReviewRecord['approved']): string {
  return approved === null ? 'No human review.' : `Approved by ${approved.by} on ${showDay(approved.at)}.`;
}

/** The notice of a tool made by the vendor of a model that voted on it, with the score that vendor’s votes are not in; null without a conflict. */
export function showConflict({ conflict, status }: ReviewRecord, shipThreshold: number): string | null {
  if (conflict === null) return null;
  const { family, scoreWithout } = conflict;
  const without =
    scoreWithout === null
      ? `Nobody else voted, so there is no ${status === 'scored' ? 'other score' : 'score'} to show beside it.`
      : `Without that family’s votes the score is ${showScore(scoreWithout, shipThreshold)}.`;
  return `Conflict of interest: the maker of this tool also makes the ${family} models that voted on it. ${without}`;
}

/** What the outcome rests on, in a sentence. */
export function showBasis(basis: 'scores' | 'duel' | 'none'): string {
  return {
    scores: 'It rests on the panel scores.',
    duel: 'It rests on reviewers judging the tools head to head, in both orders.',
    none: 'There was nothing to decide between them.',
  }[basis];
}

/** How any reader can recompute a comparison. */
export const verifyCommand = 'ship-or-skip verify comparison.json';

/** Whom to tell about a mistake. Pages travel, so no address is built in. */
export const correctionsContact =
  'Found a mistake, or made one of these tools? Write to the editor of the site you read this on, and name the sentence.';
