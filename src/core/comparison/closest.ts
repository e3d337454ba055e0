import { unknownCategory } from '../facts/imported.ts';
import type { Tool } from '../facts/tool.ts';
import { commonJobs } from './decision.ts';

/** What is compared of a tool to find its neighbours. */
export type Comparable = Pick<Tool, 'slug' | 'name' | 'jobs' | 'category' | 'tagline' | 'description' | 'discontinued'>;

/** A tool one could choose instead, and why it is close, for people. */
export interface Neighbour {
  slug: string;
  /** 0 to 1: how alike they are, among tools that share a job. */
  closeness: number;
  because: string;
}

/** Shares of closeness: what they are hired for counts most, then the words about them, then the shelf they stand on. */
const shares = { jobs: 0.6, words: 0.25, category: 0.15 };

/**
 * The tools nearest to one, nearest first: those that share a job with it and are still offered. Closeness is the share
 * of jobs they have in common (of all jobs of the two), the overlap of the words about them (Jaccard index) and the same
 * category where both are known, weighted 60 : 25 : 15. Ties stand in the order of their slugs.
 */
export function findClosest(tool: Comparable, others: readonly Comparable[], most: number): Neighbour[] {
  return others
    .filter((other) => other.slug !== tool.slug && other.discontinued === null)
    .flatMap((other) => {
      const jobs = commonJobs([tool, other]);
      return jobs.length === 0 ? [] : [neighbourOf(tool, other, jobs)];
    })
    .sort((a, b) => b.closeness - a.closeness || (a.slug < b.slug ? -1 : 1))
    .slice(0, most);
}

function neighbourOf(tool: Comparable, other: Comparable, jobs: readonly string[]): Neighbour {
  const all = tool.jobs.length + other.jobs.length - jobs.length;
  const sameShelf = tool.category !== unknownCategory && plain(tool.category) === plain(other.category);
  const words = overlap(wordsOf(tool), wordsOf(other));
  const closeness = shares.jobs * (jobs.length / all) + shares.category * Number(sameShelf) + shares.words * words;
  const shelf = sameShelf ? `, and both stand under ${tool.category}` : '';
  return { slug: other.slug, closeness, because: `both are hired to ${jobs.join(' and to ')}${shelf}` };
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const common = [...a].filter((word) => b.has(word)).length;
  const all = a.size + b.size - common;
  return all === 0 ? 0 : common / all;
}

/** Words of three letters or more: shorter ones say little. */
function wordsOf({ tagline, description }: Comparable): ReadonlySet<string> {
  return new Set(plain(`${tagline} ${description}`).match(/[\p{L}\p{N}]{3,}/gu) ?? []);
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim();
}
