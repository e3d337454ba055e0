import type { DuelRecord, OutcomeRecord, PanelRecord, ReviewRecord } from './comparison.ts';

/** What the outcome is decided on. */
export interface Contender {
  slug: string;
  name: string;
  jobs: readonly string[];
  panel: PanelRecord;
  reviews: readonly ReviewRecord[];
}

/** As much of a contender as a decision needs: a reader’s profile gives it another panel score. */
export type Standing = Pick<Contender, 'slug' | 'name' | 'jobs'> & { panel: Pick<PanelRecord, 'score'> };

export type Decision = Pick<OutcomeRecord, 'kind' | 'winner' | 'margin' | 'basis' | 'reason'>;

/**
 * A winner, a tie with its reason, different jobs, or undecided while a tool has no panel score. Where the two best tools
 * were judged head to head, that decides; else the margin does, when it is above the noise.
 * @param noise points up to which two panel scores are no difference.
 * @param noDuel why no duel was held, as a clause; null when nobody knows.
 * @param duels one for every persona of the panel; none when no duel was held. Duels between other tools do not count.
 */
export function decide(
  contenders: readonly Standing[],
  noise: number,
  duels: readonly DuelRecord[],
  noDuel: string | null = null,
): Decision {
  const open = { winner: null, margin: null, basis: 'none' as const };
  if (commonJobs(contenders).length === 0)
    return { ...open, kind: 'different-jobs', reason: differentJobs(contenders) };
  const unscored = contenders.filter(({ panel }) => panel.score === null);
  if (unscored.length > 0) {
    const names = unscored.map(({ name }) => name).join(' and ');
    const reason = `There is no panel score for ${names}, so there is nothing to decide on yet.`;
    return { ...open, kind: 'undecided', reason };
  }
  const [best, second] = contenders.toSorted(byScore);
  if (best === undefined || second === undefined) throw new RangeError('an outcome needs at least two tools');
  const pair = [best.slug, second.slug];
  const held = duels.filter(({ orders }) =>
    orders.every((order) => pair.includes(order.first) && pair.includes(order.second)),
  );
  return held.length > 0 ? byDuel(best, second, noise, held) : byMargin(best, second, noise, noDuel);
}

/** Jobs every contender can be hired for, as the first one writes them; compared without case and spacing. */
export function commonJobs(contenders: readonly Pick<Contender, 'jobs'>[]): string[] {
  const [first, ...others] = contenders;
  return (first?.jobs ?? []).filter((job) =>
    others.every((other) => other.jobs.some((theirs) => plain(theirs) === plain(job))),
  );
}

function plain(job: string): string {
  return job.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}

/** Sums of shares are exact to about this many points: a margin that is the noise in truth must not seem above it. */
const precision = 1e-9;

/** Whether a margin says more than the noise. Both in points. */
export function isAbove(margin: number, noise: number): boolean {
  return margin - noise > precision;
}

function byMargin(best: Standing, second: Standing, noise: number, noDuel: string | null): Decision {
  const margin = scoreOf(best) - scoreOf(second);
  const [high, low] = [points(scoreOf(best)), points(scoreOf(second))];
  if (isAbove(margin, noise)) {
    const reason = `The panel puts ${best.name} ahead of ${second.name}, ${high} points to ${low}.`;
    return { kind: 'winner', winner: best.slug, margin, basis: 'scores', reason };
  }
  const reason = `The panel cannot separate ${best.name} and ${second.name}: ${high} points to ${low}, and a difference of up to ${points(noise)} means nothing. The reviewers did not judge them head to head${noDuel === null ? '' : `: ${noDuel}`}.`;
  return { kind: 'tie', winner: null, margin, basis: 'scores', reason };
}

/** More than half of all personas must prefer one tool; one that did not answer counts among all. */
function byDuel(best: Standing, second: Standing, noise: number, duels: readonly DuelRecord[]): Decision {
  const margin = scoreOf(best) - scoreOf(second);
  const scores = `${points(scoreOf(best))} points to ${points(scoreOf(second))}`;
  const near = isAbove(margin, noise)
    ? `By points they stand at ${scores}`
    : `By points they are too close to tell, ${scores}`;
  const votesFor = ({ slug }: Standing) => duels.filter(({ prefers }) => prefers === slug).length;
  const winner = [best, second].find((tool) => votesFor(tool) * 2 > duels.length);
  if (winner !== undefined) {
    const loser = winner === best ? second : best;
    const reason = `${votesFor(winner)} of ${duels.length} reviewers would choose ${winner.name} over ${loser.name}, whichever of the two they read first. ${near}.`;
    return { kind: 'winner', winner: winner.slug, margin, basis: 'duel', reason };
  }
  const open = duels.length - votesFor(best) - votesFor(second);
  const votes = `${votesFor(best)} of ${duels.length} would choose ${best.name}, ${votesFor(second)} ${second.name}, and ${open} had no preference that held in both orders`;
  const reason = `The reviewers are split: ${votes}. ${near}.`;
  return { kind: 'tie', winner: null, margin, basis: 'duel', reason };
}

/**
 * Best first. A tool within the noise of the first of its group shares that group’s rank. The first two stand as decided:
 * apart when one of them won, together when they tie.
 */
export function rank(
  contenders: readonly Standing[],
  noise: number,
  { kind, winner }: Decision,
): OutcomeRecord['ranking'] {
  const ordered = contenders.toSorted((a, b) => Number(b.slug === winner) - Number(a.slug === winner) || byScore(a, b));
  let leader: { score: number; rank: number } | null = null;
  return ordered.map(({ slug, panel: { score } }, index) => {
    if (score === null || kind === 'different-jobs') return { slug, rank: null, score };
    const decided = index === 1 && kind !== 'undecided';
    const apart = leader === null || (decided ? kind === 'winner' : isAbove(leader.score - score, noise));
    if (leader === null || apart) leader = { score, rank: index + 1 };
    return { slug, rank: leader.rank, score };
  });
}

function byScore(a: Standing, b: Standing): number {
  return (b.panel.score ?? -1) - (a.panel.score ?? -1) || (a.slug < b.slug ? -1 : 1);
}

function scoreOf(contender: Standing): number {
  return contender.panel.score ?? 0;
}

function differentJobs(contenders: readonly Standing[]): string {
  const uses = contenders.map(({ name, jobs }) => `${name} to ${jobs.join(', or to ')}`);
  const both = contenders.length === 2 ? 'both' : 'all of them';
  return `They do different jobs, so we don’t pick a winner. Use ${uses.join('; use ')}. Use ${both} where a project needs ${both === 'both' ? 'both jobs' : 'all these jobs'} done; a score on one side says nothing about the other.`;
}

/** A number of points for a sentence: one decimal at most. */
function points(value: number): string {
  return String(Math.round(value * 10) / 10);
}
