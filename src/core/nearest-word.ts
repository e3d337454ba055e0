/** The candidate a person most likely meant, or null when none is close: at most a third of the letters differ. */
export function nearestWord(word: string, candidates: readonly string[]): string | null {
  const wanted = word.toLowerCase();
  const [nearest] = candidates
    .map((candidate) => ({ candidate, distance: editDistance(wanted, candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance * 3 <= Math.max(candidate.length, wanted.length))
    .sort((a, b) => a.distance - b.distance);
  return nearest?.candidate ?? null;
}

/** Levenshtein distance. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
