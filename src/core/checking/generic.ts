import { normaliseEvidence } from '../evidence/evidence.ts';
import { contentStemsOf, holdsStem } from '../evidence/vocabulary.ts';
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
  const names = patternsOf(
    [name, ...aliases, ...(maker === null ? [] : [maker])].map(normaliseEvidence).filter((one) => one !== ''),
  );
  const { tagline, category, description, jobs, pricing, licence, launched, discontinued } = tool;
  const facts = [tagline, category, description, ...jobs, pricing.text, licence, launched, discontinued];
  const texts = [...facts, ...sources.flatMap(({ title, text }) => [title, text])].filter((text) => text !== null);
  // a bar between two texts: no name runs from one into the other
  const known = contentStemsOf(withoutNames(texts.join(' | '), names));
  return (statement) => !holdsStem(withoutNames(statement, names), known);
});

/** Finds whole names in any case, then what is left of them where it is written as in the name: `Claude` of `Claude Files API`. */
function patternsOf(names: readonly string[]): RegExp[] {
  const longestFirst = [...names].sort((a, b) => b.length - a.length);
  const parts = names.flatMap((name) => name.split(/[\s/]+/)).filter((part) => /^\p{Lu}/u.test(part));
  return [
    ...longestFirst.map((name) => wordsPattern(name, 'giu')),
    ...[...new Set(parts)].map((part) => wordsPattern(part, 'gu')),
  ];
}

function withoutNames(text: string, names: readonly RegExp[]): string {
  return names.reduce(withoutName, normaliseEvidence(text)).replaceAll(/ +/g, ' ').trim();
}

/** Each place where a name begins and ends as a word does becomes a space. */
function withoutName(text: string, name: RegExp): string {
  const kept: string[] = [];
  let from = 0;
  name.lastIndex = 0;
  for (let match = name.exec(text); match !== null; match = name.exec(text)) {
    const { 0: found, index } = match;
    const end = index + found.length;
    const [first = ''] = found;
    if (endsInWord.test(text.slice(Math.max(0, index - 2), index)) || beginsWithWord.test(text.slice(end, end + 2)))
      name.lastIndex = index + first.length;
    else {
      kept.push(text.slice(from, index));
      from = end;
    }
  }
  return kept.length === 0 ? text : [...kept, text.slice(from)].join(' ');
}

const endsInWord = /[\p{L}\p{N}]$/u;
const beginsWithWord = /^[\p{L}\p{N}]/u;

/** Finds words wherever they stand. What stands around them is looked at afterwards: a pattern that did would take long to compile, for each tool anew. */
function wordsPattern(words: string, flags: string): RegExp {
  return new RegExp(words.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), flags);
}
