import type { Panel } from '../panel/persona.ts';
import type { ChangeRecord, FlipRecord, PanelRecord, ReviewRecord } from './comparison.ts';
import { type Contender, type Decision, decide, isAbove } from './decision.ts';
import { judgePanel, scoreChecks, verdictAt } from './scoring.ts';

/**
 * What would change the answer: the smallest set of flips after which another tool wins or nobody does (for a tie: after
 * which somebody wins), and for every tool with a panel verdict the smallest set that changes it.
 *
 * A flip turns what a check counts as, yes or no, into the other; checks that are left out and seats without a score stay
 * as they are. Those that move the panel score most by themselves are taken first, and afterwards each that is not needed
 * is given back, which matters where a cap hides what the others do. Of equally small sets the last flip is the slightest
 * that still does it. Whether a set does it is found out by scoring everything again. Duels cannot be flipped: an outcome
 * by duel changes once the scores alone name another winner.
 */
export function findChanges(contenders: readonly Contender[], decision: Decision, terms: Terms): ChangeRecord[] {
  const outcome = changeOutcome(contenders, decision, terms);
  const verdicts = contenders.map((contender) => changeVerdict(contender, terms));
  return [outcome, ...verdicts].filter((change) => change !== null);
}

/** What is decided by, in points. */
interface Terms extends Pick<Panel, 'shipThreshold' | 'start'> {
  noise: number;
}

/** A flip and what it does to the panel score of its tool: points, never below 0. */
interface Move extends FlipRecord {
  effect: number;
}

type Holds = (flips: readonly FlipRecord[]) => boolean;

function changeOutcome(contenders: readonly Contender[], decision: Decision, terms: Terms): ChangeRecord | null {
  // a duel above the noise was asked for and decides whatever the scores say; without a margin nothing was decided
  const { basis, margin } = decision;
  if (margin === null || (basis === 'duel' && isAbove(margin, terms.noise))) return null;
  const after = (flips: readonly FlipRecord[]): Decision => decideAfter(contenders, flips, terms);
  const winners = contenders.filter(({ slug }) => slug === decision.winner);
  const rivals = contenders.filter(({ slug }) => slug !== decision.winner);
  const ways = rivals.map((rival) =>
    winners.length > 0 && basis === 'scores'
      ? toReach(rival, winners, terms, (flips) => after(flips).winner !== decision.winner)
      : toWin(rival, contenders, terms),
  );
  const flips = smallest(ways);
  if (flips === null) return null;
  const { winner } = after(flips);
  const nameOf = (slug: string | null) => contenders.find((contender) => contender.slug === slug)?.name;
  const becomes = winner === null ? 'too close to call by scores' : `${nameOf(winner)} wins by scores`;
  return { what: 'winner', tool: decision.winner ?? winner ?? '', becomes, flips: flips.map(recordFlip) };
}

/** Fewest flips that raise one tool or lower others until something holds. */
function toReach(raised: Contender, lowered: readonly Contender[], terms: Terms, holds: Holds): Move[] | null {
  return fewest([...movesOf(raised, 'yes', terms), ...lowered.flatMap((tool) => movesOf(tool, 'no', terms))], holds);
}

/** Fewest flips after which a tool leads every other by more than the noise. Raising it counts against all, so every number of raises is tried. */
function toWin(tool: Contender, contenders: readonly Contender[], terms: Terms): Move[] | null {
  const raises = movesOf(tool, 'yes', terms).toSorted(byEffect);
  const rivals = contenders.filter((other) => other !== tool);
  const ways = [...raises, null].map((_, count) => {
    const raised = raises.slice(0, count);
    const lowered = rivals.map((rival) =>
      fewest(
        movesOf(rival, 'no', terms),
        (flips) => decideAfter([tool, rival], [...raised, ...flips], terms).winner === tool.slug,
      ),
    );
    return lowered.every((moves) => moves !== null) ? [raised, ...lowered].flat() : null;
  });
  return smallest(ways);
}

/** The cheapest seats to turn, one after the other, until the panel’s verdict is another. */
function changeVerdict(tool: Contender, terms: Terms): ChangeRecord | null {
  if (tool.panel.verdict === 'unscored') return null;
  const verdictAfter = (flips: readonly FlipRecord[]) => panelAfter(tool, flips, terms).verdict;
  const ways = (['ship', 'skip'] as const).map((verdict) => {
    const seats = tool.reviews
      .filter((review) => review.verdict === verdict)
      .map((review) => turnSeat(tool, review, terms))
      .filter((moves) => moves !== null)
      .toSorted((a, b) => a.length - b.length || effectOf(a) - effectOf(b));
    const counts = seats.map((_, index) => seats.slice(0, index + 1).flat());
    return counts.find((flips) => verdictAfter(flips) !== tool.panel.verdict) ?? null;
  });
  const flips = smallest(ways);
  if (flips === null) return null;
  return { what: 'verdict', tool: tool.slug, becomes: verdictAfter(flips), flips: flips.map(recordFlip) };
}

function turnSeat(tool: Contender, review: ReviewRecord, terms: Terms): Move[] | null {
  const to = review.verdict === 'ship' ? 'no' : 'yes';
  const own = movesOf({ ...tool, reviews: [review] }, to, terms);
  return fewest(own, (flips) => reviewAfter(tool.slug, review, flips, terms).verdict !== review.verdict);
}

/** The first moves by effect that do it, and for the last of them the slightest that still does. Null when all together do not. */
function fewest(moves: readonly Move[], holds: Holds): Move[] | null {
  const ordered = moves.toSorted(byEffect);
  const count = [null, ...ordered].findIndex((_, index) => holds(ordered.slice(0, index)));
  if (count <= 0) return count === 0 ? [] : null;
  const kept = ordered.slice(0, count - 1);
  const last = ordered.slice(count - 1).findLast((move) => holds([...kept, move]));
  return last === undefined ? null : needed([...kept, last], holds);
}

/** The moves without those that are not needed, the slightest given back first. */
function needed(moves: readonly Move[], holds: Holds): Move[] {
  return moves.toReversed().reduce<Move[]>(
    (kept, move) => {
      const without = kept.filter((one) => one !== move);
      return holds(without) ? without : kept;
    },
    [...moves],
  );
}

function smallest(ways: readonly (Move[] | null)[]): Move[] | null {
  const found = ways.filter((moves) => moves !== null).filter((moves) => moves.length > 0);
  return found.toSorted((a, b) => a.length - b.length || effectOf(a) - effectOf(b))[0] ?? null;
}

/** Every check of a tool’s scored seats that can be turned to an answer. */
function movesOf({ slug, reviews }: Pick<Contender, 'slug' | 'reviews'>, to: 'yes' | 'no', terms: Terms): Move[] {
  const from: 'yes' | 'no' = to === 'yes' ? 'no' : 'yes';
  const scored = reviews.filter(({ score }) => score !== null);
  return scored.flatMap((review) =>
    review.checks
      .filter(({ counts }) => counts === from)
      .map(({ id }) => {
        const flip: FlipRecord = { tool: slug, persona: review.persona, check: id, from, to };
        return {
          ...flip,
          effect: Math.abs((scoreAfter(review, [flip], terms) ?? 0) - (review.score ?? 0)) / scored.length,
        };
      }),
  );
}

function byEffect(a: Move, b: Move): number {
  return b.effect - a.effect;
}

function effectOf(moves: readonly Move[]): number {
  return moves.reduce((sum, { effect }) => sum + effect, 0);
}

function recordFlip({ effect: _effect, ...flip }: Move): FlipRecord {
  return flip;
}

function decideAfter(contenders: readonly Contender[], flips: readonly FlipRecord[], terms: Terms): Decision {
  const after = contenders.map((contender) => ({ ...contender, panel: panelAfter(contender, flips, terms) }));
  return decide(after, terms.noise, []);
}

function panelAfter({ slug, reviews }: Contender, flips: readonly FlipRecord[], terms: Terms): PanelRecord {
  return judgePanel(reviews.map((review) => reviewAfter(slug, review, flips, terms)));
}

function reviewAfter(
  tool: string,
  review: ReviewRecord,
  flips: readonly FlipRecord[],
  terms: Terms,
): Pick<ReviewRecord, 'status' | 'score' | 'verdict'> {
  const own = flips.filter((flip) => flip.tool === tool && flip.persona === review.persona);
  if (own.length === 0) return review;
  const score = scoreAfter(review, own, terms);
  return { status: review.status, score, verdict: verdictAt(score, terms) };
}

/** A flipped check is answered as well as counted: a turned no no longer holds the score down. */
function scoreAfter({ checks }: ReviewRecord, flips: readonly FlipRecord[], { start }: Terms): number | null {
  const flipped = checks.map((check) => {
    const flip = flips.find((one) => one.check === check.id);
    return flip === undefined ? check : { ...check, answer: flip.to, counts: flip.to };
  });
  return scoreChecks(flipped, start).score;
}
