import { normaliseEvidence } from '../evidence/evidence.ts';
import { contentStemsOf } from '../evidence/vocabulary.ts';
import type { Dossier } from '../facts/dossier.ts';
import { oncePer } from '../once-per.ts';

/** What a dossier is about, for telling statements about it from statements about anything. */
type About = { tool: Dossier['tool']; sources: readonly Pick<Dossier['sources'][number], 'title' | 'text'>[] };

/**
 * Makes a test for generic statements: with the tool’s name, aliases and maker taken out, such a statement shares no name,
 * number or content word with the dossier’s facts and sources, so it would serve for any other product as well.
 */
export const compileGeneric = oncePer(({ tool, sources }: About): ((statement: string) => boolean) => {
  const { name, aliases, maker } = tool;
  const names = patternsOf([name, ...aliases, ...(maker === null ? [] : [maker])].map(normaliseEvidence));
  const { tagline, category, description, jobs, pricing, licence, launched, discontinued } = tool;
  const facts = [tagline, category, description, ...jobs, pricing.text, licence, launched, discontinued];
  const texts = [...facts, ...sources.flatMap(({ title, text }) => [title, text])].filter((text) => text !== null);
  // a bar between two texts: no name runs from one into the other
  const known = contentStemsOf(withoutNames(texts.join(' | '), names));
  return (statement) => {
    const own = contentStemsOf(withoutNames(statement, names));
    return ![...own].some((stem) => known.has(stem));
  };
});

/** Finds whole names in any case, then what is left of them where it is written as in the name: `Claude` of `Claude Files API`. */
function patternsOf(names: readonly string[]): RegExp[] {
  const longestFirst = [...names].sort((a, b) => b.length - a.length);
  const parts = names.flatMap((name) => name.split(/[\s/]+/)).filter((part) => /^\p{Lu}/u.test(part));
  return [...longestFirst.map((name) => wordsPattern(name, 'giu')), ...parts.map((part) => wordsPattern(part, 'gu'))];
}

function withoutNames(text: string, names: readonly RegExp[]): string {
  return names.reduce((rest, pattern) => rest.replaceAll(pattern, ' '), normaliseEvidence(text));
}

function wordsPattern(words: string, flags: string): RegExp {
  const escaped = words.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, flags);
}
