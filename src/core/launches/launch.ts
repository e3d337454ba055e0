import type { Entry } from './entry.ts';

/**
 * What is to become of a launch. `taken`: it is to be reviewed. `left`: it is not. `held`: nothing shows yet that the
 * product exists, so it is not reviewed. `waiting`: it looks like a new tool, and its page is still to be looked at.
 */
export const launchStates = ['taken', 'waiting', 'held', 'left'] as const;
export type LaunchState = (typeof launchStates)[number];

/** Why. `new-tool` is the reason of what is taken or waits, `person` that somebody decided. */
export type LaunchReason =
  | 'new-tool'
  | 'not-a-tool'
  | 'seen-before'
  | 'too-old'
  | 'no-evidence'
  | 'not-wanted'
  | 'person';

/** What a rule makes of an entry. `because` is one sentence for a person. */
export interface Verdict {
  state: LaunchState;
  reason: LaunchReason;
  because: string;
}

/** One line of a launch’s history. */
export interface LaunchDecision extends Verdict {
  /** A person’s name, or the name of the rule. */
  by: string;
  /** ISO time. */
  at: string;
}

/** An entry of a feed as a candidate for review. */
export interface Launch
  extends Pick<Entry, 'guid' | 'title' | 'name' | 'tagline' | 'url' | 'discussion' | 'published'> {
  id: number;
  feed: string;
  /** The product’s address in the one spelling addresses are compared in; null without one. */
  address: string | null;
  /** ISO time this store first saw it. */
  firstSeen: string;
  /** The tool it is or will be; null while unknown. */
  tool: string | null;
  /** The last word about it. */
  decision: LaunchDecision;
}
