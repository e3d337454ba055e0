import type { ReviewRecord, ToolRecord } from '../comparison/comparison.ts';
import { commonJobs } from '../comparison/decision.ts';

/** Something about a tool a person should look at, in a sentence. */
export interface Remark {
  tool: string;
  text: string;
}

/** Points from which a difference is worth a person’s time: about three times the panel’s usual noise. */
const far = 20;

/** Fewer tools than this have no average worth the name. */
const fewestPeers = 3;

/**
 * What nobody would have expected of a tool: a panel score far from the average of those hired for the same job, answers
 * that add up to something else than the reviewer felt, sources that try to steer.
 * @param peers other tools with a panel score, whatever they do
 */
export function findSurprises(tool: ToolRecord, peers: readonly ToolRecord[]): Remark[] {
  const texts = [
    ...againstPeers(tool, peers),
    ...againstFeelings(tool.reviews),
    ...(tool.reviews.some(({ steering }) => steering.length > 0)
      ? ['a source speaks to its reviewers instead of about the product']
      : []),
  ];
  return texts.map((text) => ({ tool: tool.name, text }));
}

/** Where reviewers, or jurors of one reviewer, read the same sources differently. */
export function findDisagreements(tool: ToolRecord): Remark[] {
  const texts = [...betweenReviewers(tool), ...tool.reviews.flatMap(betweenJurors)];
  return texts.map((text) => ({ tool: tool.name, text }));
}

function againstPeers({ slug, jobs, panel: { score } }: ToolRecord, peers: readonly ToolRecord[]): string[] {
  const scores = peers
    .filter((peer) => peer.slug !== slug && commonJobs([{ jobs }, peer]).length > 0)
    .flatMap((peer) => peer.panel.score ?? []);
  if (score === null || scores.length < fewestPeers) return [];
  const mean = scores.reduce((sum, one) => sum + one, 0) / scores.length;
  if (Math.abs(score - mean) < far) return [];
  return [`scores ${points(score)}; the ${scores.length} others hired for the same job average ${points(mean)}`];
}

/** One sentence, however many reviewers it is true of. */
function againstFeelings(reviews: readonly ReviewRecord[]): string[] {
  const texts = reviews.flatMap(({ name, score, gutScore }) =>
    score === null || gutScore === null || Math.abs(score - gutScore) < far
      ? []
      : [`${name} felt ${points(gutScore)}, and its answers add up to ${points(score)}`],
  );
  return texts.length === 0 ? [] : [texts.join('; ')];
}

function betweenReviewers({ reviews, panel: { spread } }: ToolRecord): string[] {
  if (spread === null || spread < far) return [];
  const scored = reviews.filter((review): review is ReviewRecord & { score: number } => review.score !== null);
  const [lowest, ...others] = scored.toSorted((a, b) => a.score - b.score);
  const highest = others.at(-1);
  if (lowest === undefined || highest === undefined) return [];
  return [`${highest.name} says ${points(highest.score)}, ${lowest.name} says ${points(lowest.score)}`];
}

function betweenJurors({ name, spread, checks }: ReviewRecord): string[] {
  if (spread === null || spread < far) return [];
  const contested = checks.filter((check) => check.contested).length;
  return [`the jurors of ${name} lie ${points(spread)} points apart, with ${contested} checks contested`];
}

function points(value: number): string {
  return String(Math.round(value));
}
