import { plainWordsOf } from '../evidence/vocabulary.ts';

/** No opening may stand over more than this share of a persona’s reviews. */
export const openingTarget = 0.15;

/** Fewer reviews than this, the one in hand included, show no habit. */
export const fewestToJudge = 8;

/** The first three words of a review, lower-case, single-spaced; fewer when it has fewer. */
export function openingOf(prose: string): string {
  return plainWordsOf(prose.slice(0, 400)).slice(0, 3).join(' ');
}

/** How often an opening stands, the most frequent first; ties in alphabetical order. */
export function countOpenings(openings: readonly string[]): { opening: string; count: number }[] {
  const counts = Map.groupBy(openings, (opening) => opening);
  return [...counts]
    .map(([opening, all]) => ({ opening, count: all.length }))
    .sort((a, b) => b.count - a.count || (a.opening < b.opening ? -1 : 1));
}
