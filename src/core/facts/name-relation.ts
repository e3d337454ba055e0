import { editDistance } from '../nearest-word.ts';
import type { PlainName } from './plain-name.ts';

/**
 * How two names stand to each other.
 * `same`: one name, but for spelling, version and stage. `edition`: the same but for form, plan, brackets or a weak word.
 * `misspelt`: a letter or two differ. `prefixed`: one has words in front of the other. `longer`: one says all the other says, and more. `overlapping`: half of their
 * words. `apart`: less.
 */
export type NameRelation = 'same' | 'edition' | 'misspelt' | 'prefixed' | 'longer' | 'overlapping' | 'apart';

/** Words whose presence alone makes no other product, and whose absence none either. */
const weak = new Set(
  'ai app apps labs lab hq io so the get project tool tools and of editor ide browser terminal'.split(' '),
);

/** A name and the makers it may carry in front. */
export interface Labelled {
  names: readonly [PlainName, ...PlainName[]];
  /** Makers, glued: as stated, “by …” in the name, the owner of the domain or repository. */
  makers: readonly string[];
}

/** How the first names stand to each other. Beside them, aliases count only when they are the same. */
export function relateNames(a: Labelled, b: Labelled): NameRelation {
  const relation = (name: PlainName, other: PlainName) => relate(name, other, a.makers, b.makers);
  const isOne = a.names.some((name) => b.names.some((other) => relation(name, other) === 'same'));
  return isOne ? 'same' : relation(a.names[0], b.names[0]);
}

function relate(a: PlainName, b: PlainName, makersA: readonly string[], makersB: readonly string[]): NameRelation {
  if (a.glued === '' || b.glued === '') return 'apart';
  if (a.glued === b.glued) return sameMembers(a.brackets, b.brackets) || isShortFor(a, b) ? 'same' : 'edition';
  const pairs = withoutMaker(a, makersB, makersA).flatMap((x) =>
    withoutMaker(b, makersA, makersB).map((y) => ({ x, y })),
  );
  const equal = pairs.filter(({ x, y }) => x.words.join('') === y.words.join(''));
  if (equal.some(({ x, y }) => x.agreed && y.agreed)) return sameButForEdition(a, b);
  if (equal.length > 0 || isShortFor(a, b)) return isShortFor(a, b) ? 'same' : 'edition';
  return relateWords(a.core, b.core);
}

/** The core as it is, and without a maker in front; `agreed` when the other product is known to be that maker’s. */
function withoutMaker({ core }: PlainName, others: readonly string[], own: readonly string[]) {
  const whole = { words: core, agreed: true };
  for (const end of core.keys()) {
    const front = core.slice(0, end + 1).join('');
    if (end + 1 === core.length) break;
    if (others.includes(front)) return [whole, { words: core.slice(end + 1), agreed: true }];
    if (own.includes(front)) return [whole, { words: core.slice(end + 1), agreed: false }];
  }
  return [whole];
}

function sameButForEdition(a: PlainName, b: PlainName): NameRelation {
  const same = sameMembers(a.forms, b.forms) && sameMembers(a.plans, b.plans) && sameMembers(a.brackets, b.brackets);
  return same || isShortFor(a, b) ? 'same' : 'edition';
}

function sameMembers(a: readonly string[], b: readonly string[]): boolean {
  return [...a].sort().join() === [...b].sort().join();
}

/** “GSD (get-shit-done)”: what is in the brackets is the same name written out, so it counts as a name. */
function isShortFor(a: PlainName, b: PlainName): boolean {
  const spellings = ({ core, brackets }: PlainName): string[] => {
    const plain = core.join('');
    const long = brackets.filter((words) => isAcronym(plain, words.split(' ')) || isAcronym(words, core));
    return long.length < brackets.length ? [] : [plain, ...long.map((words) => words.replaceAll(' ', ''))];
  };
  const others = spellings(b);
  const hasBrackets = a.brackets.length + b.brackets.length > 0;
  return hasBrackets && spellings(a).some((spelling) => others.includes(spelling));
}

function isAcronym(short: string, words: readonly string[]): boolean {
  return words.length > 1 && words.map(([first]) => first).join('') === short;
}

function relateWords(a: readonly string[], b: readonly string[]): NameRelation {
  if (isMisspelt(a.join(''), b.join(''))) return 'misspelt';
  const [own, others] = [new Set(a), new Set(b)];
  const only = [...[...own].filter((word) => !others.has(word)), ...[...others].filter((word) => !own.has(word))];
  const shared = (own.size + others.size - only.length) / 2;
  if (shared === Math.min(own.size, others.size)) {
    if (only.every((word) => weak.has(word))) return 'edition';
    return endsWith(a, b) || endsWith(b, a) ? 'prefixed' : 'longer';
  }
  return shared * 2 >= Math.max(own.size, others.size) ? 'overlapping' : 'apart';
}

function endsWith(words: readonly string[], end: readonly string[]): boolean {
  return words.slice(-end.length).join(' ') === end.join(' ');
}

/** One edit in six to eleven letters, two in more; numbers never differ by a slip. */
function isMisspelt(a: string, b: string): boolean {
  const length = Math.min(a.length, b.length);
  if (length < 6 || a.replaceAll(/\D/g, '') !== b.replaceAll(/\D/g, '')) return false;
  return editDistance(a, b) <= (length < 12 ? 1 : 2);
}
