import { hash } from 'node:crypto';

/** Digest of a text; the simulator tells questions apart by it. */
export function digest(text: string): string {
  return hash('sha1', text, 'hex');
}

/** A number from 0 to 1 that is always the same for the same words. */
export function chanceOf(...words: readonly (string | number)[]): number {
  return Number.parseInt(digest(words.join('\n')).slice(0, 12), 16) / 2 ** 48;
}

/** A log-normal factor with median 1, by the polar form of two even chances. */
export function spreadOf(sigma: number, ...words: readonly (string | number)[]): number {
  if (sigma === 0) return 1;
  const distance = Math.sqrt(-2 * Math.log(1 - chanceOf('distance', ...words)));
  return Math.exp(sigma * distance * Math.cos(2 * Math.PI * chanceOf('angle', ...words)));
}
