/** Reasons that say the same thing are told once. */

/** Two reasons are the same advice when they share this many content words, and this share of the shorter one’s. */
const fewestShared = 3;
const sameFrom = 0.5;

const fillers = new Set(
  'a about an and any are as at be been but by can do does each for from had has have how if in into is it its may more most must need no nor not of on one only or other our own per so such than that the their them then there these they this to use want was what when which who will with without would you your yours'.split(
    ' ',
  ),
);

/** The first reasons that differ from each other, at most so many. A later reason takes the place of one that repeats. */
export function distinctReasons(reasons: readonly string[], most: number): string[] {
  const kept: string[] = [];
  for (const reason of reasons) {
    if (kept.length === most) break;
    if (!kept.some((earlier) => saysTheSame(earlier, reason))) kept.push(reason);
  }
  return kept;
}

function saysTheSame(a: string, b: string): boolean {
  const [ours, theirs] = [contentWords(a), contentWords(b)];
  const shared = [...ours].filter((word) => theirs.has(word)).length;
  const fewest = Math.min(ours.size, theirs.size);
  return a === b || (shared >= fewestShared && shared >= sameFrom * fewest);
}

/** Words that carry meaning, without their plural s. */
function contentWords(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.filter((word) => !fillers.has(word)).map((word) => word.replace(/(?<=\p{L}{3})s$/u, '')));
}
