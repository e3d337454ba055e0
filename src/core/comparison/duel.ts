import { z } from 'zod';
import { lintFirstHand } from '../checking/voice.ts';
import { verifyQuote } from '../evidence/evidence.ts';
import type { Dossier } from '../facts/dossier.ts';
import {
  choiceOf,
  type Issue,
  listOf,
  Quote,
  type Reading,
  readAnswer,
  text,
  wireSchemaOf,
} from '../opinion/opinion.ts';
import type { Byline, CheckedQuote } from '../opinion/review.ts';
import type { DuelRecord } from './comparison.ts';
import { letteredEvidence } from './lettered.ts';

const DuelQuote = Quote.extend({
  source: text.describe('letter of the dossier and id of the source, for example A.S2'),
});

/** What a persona returns that read two dossiers one after the other: the reason before the preference. Untrusted until checked. */
export const Preference = z.object({
  because: text.describe('what decided it, in one to three sentences that name both products'),
  quotes: listOf(DuelQuote).describe('what the reason rests on, from either dossier; a preference needs at least one'),
  prefers: choiceOf(['first', 'second', 'neither']).describe('which of the two, by the order they were given in'),
});
export type Preference = z.infer<typeof Preference>;

/** JSON Schema of a preference as it is sent. */
export const duelSchema = wireSchemaOf(Preference);

/** What one persona said about two tools in one order. */
export interface Duel {
  persona: string;
  /** Slugs, in the order they were read. */
  first: string;
  second: string;
  /** Null when there is no answer; `because` then says why. */
  said: Preference['prefers'] | null;
  because: string;
  /** Sources are named as in the duel: `A.S2` is S2 of the first tool, `B.S1` is S1 of the second. */
  quotes: CheckedQuote[];
  /** Null when nobody answered. */
  byline: Byline | null;
}

/** An answer as it is stored. */
export interface KeptDuel extends Duel {
  /** What was asked, whatever the model. */
  key: string;
  attempt: number;
  /** An editor asked for the duel: it decides even where the margin is above the noise. */
  wanted: boolean;
  /** The model that was asked, as the editor wrote it. */
  written: string;
  byline: Byline;
}

/** Longest reason that is kept, in characters. */
const longestReason = 1_000;

/** Reads a reply to a duel: tolerant where its meaning is certain, strict where it is not. Never throws, never fills in. */
export function readPreference(reply: string): Reading<Preference> {
  return readAnswer(reply, Preference, Object.keys(Preference.shape));
}

/** Looks the quotes up in the two dossiers. An issue of weight `reject` forbids to keep the answer. */
export function checkPreference(
  { because, quotes, prefers }: Preference,
  pair: readonly [Pick<Dossier, 'sources'>, Pick<Dossier, 'sources'>],
): { value: Pick<Duel, 'said' | 'because' | 'quotes'>; issues: Issue[] } {
  const evidence = letteredEvidence(pair);
  const issues: Issue[] = lintFirstHand([{ path: 'because', text: because }]);
  if (because.length > longestReason) {
    const problem = `holds ${because.length} characters; say it in at most ${longestReason}.`;
    issues.push({ path: 'because', problem, weight: 'reject' });
  }
  const checked = quotes.map((quote) => {
    const finding = verifyQuote(quote, evidence);
    return finding.kind === 'exact'
      ? { source: finding.source, text: quote.text, verified: true }
      : { ...quote, verified: false };
  });
  return { value: { said: prefers, because: because.trim(), quotes: checked }, issues };
}

/** The tool an answer prefers; null for neither, and for a preference without one verified quote. */
function preferenceOf({ said, first, second, quotes }: Duel): string | null {
  if (said === null || said === 'neither' || !quotes.some(({ verified }) => verified)) return null;
  return said === 'first' ? first : second;
}

/** What the personas prefer, one record each. An answer that changes with the order is no preference, nor is half of one. */
export function recordDuels(duels: readonly Duel[]): DuelRecord[] {
  return [...Map.groupBy(duels, ({ persona }) => persona)].map(([persona, own]) => {
    const orders = own.map((duel) => ({
      first: duel.first,
      second: duel.second,
      prefers: preferenceOf(duel),
      because: duel.because,
    }));
    const [one, other] = orders;
    const agree =
      one !== undefined && other !== undefined && one.first === other.second && one.prefers === other.prefers;
    return { persona, prefers: agree ? one.prefers : null, orders };
  });
}
