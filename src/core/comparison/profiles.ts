import type { Panel, Profile } from '../panel/persona.ts';
import type { DuelRecord, ProfileOutcome, ReviewRecord } from './comparison.ts';
import { type Contender, decide } from './decision.ts';
import { scoreChecks } from './scoring.ts';

/**
 * The outcome each named reader would get: the same answers, verdicts of no seat changed, only scored with this reader’s
 * weights, and decided by the same rule. A duel settles a reader’s tie as it settles the panel’s; it never overrules a
 * reader’s scores.
 */
export function decideForProfiles(
  contenders: readonly Contender[],
  profiles: readonly Profile[],
  { noise, start }: { noise: number } & Pick<Panel, 'start'>,
  { duels, noDuel }: { duels: readonly DuelRecord[]; noDuel: string | null },
): ProfileOutcome[] {
  return profiles.map((profile) => {
    const seen = contenders.map((contender) => ({
      ...contender,
      panel: { score: scoreFor(profile, contender.reviews, start) },
    }));
    const byScores = decide(seen, noise, []);
    const { kind, winner, margin, reason } = byScores.kind === 'tie' ? decide(seen, noise, duels, noDuel) : byScores;
    const scores = Object.fromEntries(seen.map(({ slug, panel }) => [slug, panel.score]));
    return { id: profile.id, name: profile.name, kind, winner, margin, scores, reason };
  });
}

/**
 * The panel score with a reader’s weights: the mean of the scored seats, each weighed by its persona. Null when less than
 * half of the weight is scored, as the panel is unscored with fewer than half of its seats. A seat that is unscored for
 * the panel is unscored for every reader.
 */
function scoreFor(profile: Profile, reviews: readonly ReviewRecord[], start: Panel['start']): number | null {
  const seats = reviews.map((review) => ({
    weight: weightIn(profile.personas, review.persona),
    score: review.score === null ? null : scoreSeatFor(profile, review, start),
  }));
  const all = seats.reduce((sum, { weight }) => sum + weight, 0);
  const scored = seats.flatMap(({ weight, score }) => (score === null ? [] : [{ weight, points: weight * score }]));
  const weight = scored.reduce((sum, seat) => sum + seat.weight, 0);
  if (weight === 0 || weight * 2 < all) return null;
  return scored.reduce((sum, { points }) => sum + points, 0) / weight;
}

function scoreSeatFor({ checks }: Profile, review: ReviewRecord, start: Panel['start']): number | null {
  return scoreChecks(
    review.checks.map((check) => ({ ...check, weighs: check.weighs * weightIn(checks, check.id) })),
    start,
  ).score;
}

/** What a profile does not name weighs as it always does. */
function weightIn(weights: Readonly<Record<string, number>>, id: string): number {
  return Object.hasOwn(weights, id) ? (weights[id] ?? 1) : 1;
}
