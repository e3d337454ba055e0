import type { Usage } from '../call.ts';
import type { Answer, Issue, Matters, Quote, Statement } from './opinion.ts';

/** A quote and whether its words stand in the source it names. */
export interface CheckedQuote extends Quote {
  verified: boolean;
}

/** A juror’s answer after its quotes were verified. */
export interface CheckedAnswer {
  id: string;
  /** Yes and no only with a verified quote, else unknown. */
  answer: Answer;
  /** What the juror said. */
  said: Answer;
  because: string;
  quotes: CheckedQuote[];
  /** What the author of a review said; jurors do not say it. */
  matters?: Matters;
}

export interface CheckedStatement extends Omit<Statement, 'quotes'> {
  quotes: CheckedQuote[];
}

/** An opinion that was read and checked. Scores are not stored: they are computed from the answers with today’s weights. */
export interface CheckedOpinion {
  checks: CheckedAnswer[];
  statements: CheckedStatement[];
  headline: string;
  bestFor: string;
  avoidIf: string;
  gutScore: number | null;
  /** What the correction round did not mend; shown to the editor. */
  flags: Issue[];
}

/** The prose shown: the statements’ texts, one after another. */
export function proseOf({ statements }: { statements: readonly { text: string }[] }): string {
  return statements.map((statement) => statement.text.trim()).join(' ');
}

/** Where a review comes from. Unknown is null. */
export interface Byline {
  provider: string;
  model: string;
  family: string;
  /** The lead, as written, that gave no answer, so that this model wrote in its place. Left out where nobody stands in. */
  standsInFor?: string;
  servedBy: string | null;
  promptKey: string;
  dossierKey: string;
  requestId: string | null;
  usage: Usage | null;
  /** All calls it took, the repair included; null when one of them is unknown. */
  costUsd: number | null;
  /** ISO time. */
  writtenAt: string;
  supplied: { by: string; on: string; older: boolean } | null;
}

/** An accepted opinion with its byline, for one seat. */
export interface Review {
  /** Row in the store. */
  id: number;
  tool: string;
  persona: string;
  opinion: CheckedOpinion;
  byline: Byline;
  /** What was asked: key of the persona’s prompt without dossier, note and model. */
  personaKey: string;
  schemaVersion: number;
  note: string | null;
}

/** Another juror’s answers for a review; `checks` is null when it was refused or rejected twice, with the reason. */
export interface Ballot {
  reviewId: number;
  /** As written by the editor. */
  written: string;
  checks: CheckedAnswer[] | null;
  reason: string | null;
  byline: Byline;
}

/** The lead’s checklist answered once more by the same model. It gives the seat’s noise and has no vote. */
export interface Repeat {
  reviewId: number;
  /** 2 for the first repeat: the review itself is the first run. */
  number: number;
  checks: CheckedAnswer[] | null;
  reason: string | null;
  byline: Byline;
}
