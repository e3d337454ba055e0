import type { Panel } from '../panel/persona.ts';
import type { DuelRecord, OutcomeRecord, ReviewRecord } from './comparison.ts';
import { type Contender, decide, rank } from './decision.ts';
import type { Noise } from './noise.ts';
import { decideForProfiles } from './profiles.ts';
import { findChanges } from './would-change.ts';

/** What an outcome rests on beside the scores. */
export interface Grounds {
  noise: Noise;
  /** Every persona’s judgement of the two best tools, where a duel was held that counts. */
  duels: readonly DuelRecord[];
  /** Why no duel was held, as a clause; null when nobody knows or one was held. */
  noDuel: string | null;
}

/** The comparison’s answer, and everything a reader can ask about it. */
export function decideOutcome(
  contenders: readonly Contender[],
  { shipThreshold, start, profiles }: Pick<Panel, 'shipThreshold' | 'start' | 'profiles'>,
  { noise: { points: noise, basis: noiseBasis }, duels, noDuel }: Grounds,
): OutcomeRecord {
  const decision = decide(contenders, noise, duels, noDuel);
  return {
    ...decision,
    noise,
    noiseBasis,
    personas: [...duels],
    wouldChange: findChanges(contenders, decision, { noise, shipThreshold, start }),
    profiles: decideForProfiles(contenders, profiles, { noise, start }, { duels, noDuel }),
    ranking: rank(contenders, noise, decision),
    chooseIf: advice(contenders, (review) => review.bestFor, 'highest'),
    avoidIf: advice(contenders, (review) => review.avoidIf, 'lowest'),
  };
}

/** What the reviewers say, the most (or least) convinced first, each once. */
function advice(
  contenders: readonly Contender[],
  pick: (review: ReviewRecord) => string | null,
  first: 'highest' | 'lowest',
): Record<string, string[]> {
  const sign = first === 'highest' ? -1 : 1;
  return Object.fromEntries(
    contenders.map(({ slug, reviews }) => {
      const convinced = reviews
        .filter((review) => review.score !== null)
        .sort((a, b) => sign * ((a.score ?? 0) - (b.score ?? 0)))
        .map(pick)
        .filter((text) => text !== null);
      return [slug, [...new Set(convinced)]];
    }),
  );
}
