import type { OutcomeRecord, PanelRecord, ReviewRecord } from './comparison.ts';
import type { Panel } from './persona.ts';

/** What the outcome is decided on. */
export interface Contender {
  slug: string;
  name: string;
  jobs: readonly string[];
  panel: PanelRecord;
  reviews: readonly ReviewRecord[];
}

/** The panel’s result over its seats: `ship` from two thirds of the scored seats, `skip` up to one third, unscored when fewer than half of the seats are scored. */
export function judgePanel(reviews: readonly Pick<ReviewRecord, 'status' | 'score' | 'verdict'>[]): PanelRecord {
  const scored = reviews.filter((review) => review.score !== null);
  const ship = scored.filter((review) => review.verdict === 'ship').length;
  const skip = scored.length - ship;
  const enough = scored.length > 0 && scored.length * 2 >= reviews.length;
  const verdict = !enough
    ? 'unscored'
    : ship * 3 >= scored.length * 2
      ? 'ship'
      : ship * 3 <= scored.length
        ? 'skip'
        : 'mixed';
  const scores = scored.map((review) => review.score ?? 0);
  return {
    verdict,
    label: `${verdict[0]?.toUpperCase()}${verdict.slice(1)} · ${ship} ship / ${skip} skip`,
    ship,
    skip,
    shipPercent: enough ? Math.round((100 * ship) / scored.length) : null,
    score: enough ? scores.reduce((sum, score) => sum + score, 0) / scores.length : null,
    spread: scores.length < 2 ? null : Math.max(...scores) - Math.min(...scores),
  };
}

/** The comparison’s answer: a winner, a tie with its reason, different jobs, or undecided while a tool has no panel score. */
export function decideOutcome(contenders: readonly Contender[], panel: Pick<Panel, 'noise'>): OutcomeRecord {
  const ranking = rank(contenders, panel.noise);
  const base = {
    winner: null,
    margin: null,
    noise: panel.noise,
    noiseBasis: 'panel-constant' as const,
    basis: 'none' as const,
    personas: [],
    wouldChange: [],
    profiles: [],
    ranking,
    chooseIf: advice(contenders, (review) => review.bestFor, 'highest'),
    avoidIf: advice(contenders, (review) => review.avoidIf, 'lowest'),
  };
  if (commonJobs(contenders).length === 0) {
    const unranked = ranking.map((entry) => ({ ...entry, rank: null }));
    return { ...base, ranking: unranked, kind: 'different-jobs', reason: differentJobs(contenders) };
  }
  const unscored = contenders.filter((contender) => contender.panel.score === null);
  if (unscored.length > 0) {
    const names = unscored.map((contender) => contender.name).join(' and ');
    return {
      ...base,
      kind: 'undecided',
      reason: `There is no panel score for ${names}, so there is nothing to decide on yet.`,
    };
  }
  return { ...base, basis: 'scores', ...byMargin(contenders, panel.noise) };
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

function byMargin(
  contenders: readonly Contender[],
  noise: number,
): Pick<OutcomeRecord, 'kind' | 'winner' | 'margin' | 'reason'> {
  const [best, second] = [...contenders].sort(byScore);
  if (best === undefined || second === undefined) throw new RangeError('an outcome needs at least two tools');
  const margin = scoreOf(best) - scoreOf(second);
  const by = `${inWords(margin)} (${inWords(scoreOf(best))} to ${inWords(scoreOf(second))})`;
  if (margin > noise) {
    return {
      kind: 'winner',
      winner: best.slug,
      margin,
      reason: `${best.name} leads ${second.name} by ${by} points, more than the noise of ${inWords(noise)}.`,
    };
  }
  return {
    kind: 'tie',
    winner: null,
    margin,
    reason: `Too close to call: ${best.name} and ${second.name} are ${by} points apart, inside the noise of ${inWords(noise)}.`,
  };
}

/** Best first. A tool within the noise of the first of its group shares that group’s rank. */
function rank(contenders: readonly Contender[], noise: number): OutcomeRecord['ranking'] {
  let leader: { score: number; rank: number } | null = null;
  return [...contenders].sort(byScore).map(({ slug, panel }, index) => {
    if (panel.score === null) return { slug, rank: null, score: null };
    if (leader === null || leader.score - panel.score > noise) leader = { score: panel.score, rank: index + 1 };
    return { slug, rank: leader.rank, score: panel.score };
  });
}

function byScore(a: Contender, b: Contender): number {
  return (b.panel.score ?? -1) - (a.panel.score ?? -1) || (a.slug < b.slug ? -1 : 1);
}

function scoreOf(contender: Contender): number {
  return contender.panel.score ?? 0;
}

function differentJobs(contenders: readonly Contender[]): string {
  const jobs = contenders.map((contender) => `${contender.name} is hired to ${contender.jobs[0]}`).join('; ');
  return `Not a choice between the ${contenders.length === 2 ? 'two' : contenders.length}: ${jobs}. A score on one side says nothing about the other.`;
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

/** A number of points for a sentence: one decimal at most. */
function inWords(points: number): string {
  return String(Math.round(points * 10) / 10);
}
