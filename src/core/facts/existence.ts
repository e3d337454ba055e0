import { placeAt } from './address.ts';
import { type PlainName, plainName, wordsOf } from './plain-name.ts';
import type { SourceKind } from './tool.ts';

/** A product as a launch tells of it, with what was read about it. */
export interface Launched {
  name: string;
  aliases?: readonly string[];
  maker?: string | null;
  sources: readonly { kind: SourceKind; url: string | null; text: string }[];
}

/** Fewest words of a page that says something: a parked domain or an empty shell has less. */
const fewestWords = 12;

/**
 * Whether anything but its own announcement shows that a product exists: at least one source with visible text that
 * names it, with its version and form where the name has them, and that is no launch, discussion or directory page.
 * A launch without is held for a person and not reviewed: anybody can announce a name.
 */
export function hasEvidence({ name, aliases = [], maker = null, sources }: Launched): {
  exists: boolean;
  because: string;
} {
  const read = sources.map((source) => ({ source, words: wordsOf(source.text).map(({ text }) => text) }));
  const visible = read.filter(({ words }) => words.length >= fewestWords);
  if (visible.length === 0) return held('no source has text to read');
  const [own, ...others] = [name, ...aliases].map((spelling) => plainName(spelling, maker));
  if (own === undefined) return held('it has no name');
  const naming = visible.filter(({ words }) => [own, ...others].some((plain) => isNamed(plain, words)));
  if (naming.length === 0) return held('no source names it');
  const stating = naming.filter(({ words }) => isStated(own, words));
  if (stating.length === 0) return held('sources name it, but not in this version or form');
  if (!stating.some(({ source }) => isIndependent(source))) return held('only launch and directory pages name it');
  return { exists: true, because: 'a source that is no launch page names it' };
}

function held(because: string) {
  return { exists: false, because };
}

/** A maker’s answer and a document speak for themselves; a page or note can be checked at its address. */
function isIndependent({ kind, url }: Launched['sources'][number]): boolean {
  if (kind === 'feed') return false;
  if (url === null) return kind === 'maker' || kind === 'document';
  const place = placeAt(url);
  return place !== null && place.kind !== 'listing' && place.kind !== 'talk';
}

/**
 * The core of the name stands in the words, or, as pages of a brand write it, the rest of it does and the brand elsewhere:
 * “the Files API” on a page about Claude. That rest must be two words at least: “Heron” is no Code Heron.
 */
function isNamed({ core, forms }: PlainName, words: readonly string[]): boolean {
  if (stands(core, words)) return true;
  const [brand = '', ...rest] = [...core, ...forms.toReversed()];
  return rest.length >= 2 && words.includes(brand) && stands(rest, words);
}

/** However the phrase is spaced there. */
function stands(phrase: readonly string[], words: readonly string[]): boolean {
  const wanted = phrase.join('');
  return words.some((_word, start) => {
    let found = '';
    for (let at = start; found.length < wanted.length && at < words.length; at += 1) found += words[at];
    return found === wanted;
  });
}

/** `5` is stated by “5”, “v5”, “5.0” and “5.1”; a name without version and form states nothing more. */
function isStated({ version, forms }: PlainName, words: readonly string[]): boolean {
  const has = (wanted: string) => words.some((word) => word === wanted || word === `${wanted}s`);
  const numbers = words.map((word) => word.replace(/^v(?=\d)/, ''));
  const hasVersion = version === null || numbers.some((word) => word === version || word.startsWith(`${version}.`));
  return hasVersion && forms.every(has);
}
