import { phraseOf } from '../evidence/vocabulary.ts';
import type { Dossier } from '../facts/dossier.ts';
import { oncePer } from '../once-per.ts';
import type { Issue, Statement } from '../opinion/opinion.ts';
import { proseOf } from '../opinion/review.ts';
import { checkDemands } from '../panel/demands.ts';
import type { Panel, Persona } from '../panel/persona.ts';
import { findFirstHandClaims } from './first-hand.ts';
import { compileGeneric } from './generic.ts';
import { foreignLanguageOf } from './language.ts';
import { countOpenings, isWorn, openingOf } from './openings.ts';
import { findShared, readSentences } from './shared-sentences.ts';

/** What the voice linter looks for. */
export type VoiceCheck =
  | 'first-hand'
  | 'banned'
  | 'length'
  | 'beats'
  | 'demands'
  | 'language'
  | 'generic'
  | 'openings'
  | 'shared';

/** An issue and the check that found it. */
interface VoiceFinding extends Issue {
  check: VoiceCheck;
}

/** The words of an opinion: everything of it a reader reads. */
export interface Written {
  checks: readonly { id: string; because: string }[];
  statements: readonly Pick<Statement, 'beat' | 'kind' | 'text'>[];
  headline: string;
  bestFor: string;
  avoidIf: string;
}

/** What stands around an opinion. Where nothing is known, the checks that need it find nothing. */
export interface Surroundings {
  /** How this persona’s standing reviews of other tools begin, one entry per review. */
  otherOpenings: readonly string[];
  /** What other personas say about the same tool. */
  otherProse: readonly { persona: string; prose: string }[];
}

export const nothingAround: Surroundings = { otherOpenings: [], otherProse: [] };

/** Says what is wrong with how an opinion is written, not with what it says. */
export type VoiceLinter = (opinion: Written, around?: Surroundings) => VoiceFinding[];

/** A text of an answer that a reader sees. */
interface Passage {
  path: string;
  text: string;
}

/** Prose may be this share shorter or longer than the persona asks for: models count words badly. */
const lengthTolerance = 0.15;

/**
 * Compiles the rules of a persona and its panel, for opinions on one dossier; without one no statement is called generic.
 * First-hand claims are rejected, the rest is worth mending. A banned phrase that is part of the tool’s name may be written.
 */
export function compileVoice(
  persona: Pick<Persona, 'beats' | 'words' | 'banned' | 'demands'>,
  panel: Pick<Panel, 'banned'>,
  dossier: Pick<Dossier, 'tool' | 'sources'> | null = null,
): VoiceLinter {
  const { name, aliases, maker } = dossier?.tool ?? { name: '', aliases: [], maker: null };
  const names = [name, ...aliases, maker ?? ''];
  const isGeneric = dossier === null ? () => false : compileGeneric(dossier);
  return (opinion, around = nothingAround) => {
    const passages = passagesOf(opinion);
    const foreign = foreignAmong(passages);
    return [
      ...found('first-hand', lintFirstHand(passages)),
      ...found('banned', lintPhrases(passages, [bannedBy(panel), bannedBy(persona)], names)),
      ...found('length', lintLength(opinion, persona.words)),
      ...found('beats', lintBeats(opinion, persona.beats)),
      ...found('demands', persona.demands === undefined ? [] : checkDemands(opinion, persona.demands)),
      ...found('language', lintLanguage(foreign)),
      ...found('generic', lintGeneric(opinion, foreign, isGeneric)),
      ...found('openings', lintOpening(opinion, around.otherOpenings)),
      ...found('shared', lintShared(opinion, around.otherProse)),
    ];
  };
}

/** Phrases nobody may write, and a pattern for any of them: nearly no answer holds one. */
interface Banned {
  phrases: readonly { phrase: string; plain: string }[];
  any: RegExp;
}

const bannedBy = oncePer(({ banned }: Pick<Panel, 'banned'>): Banned => {
  const phrases = banned
    .map((phrase) => ({ phrase, plain: ` ${phraseOf(phrase)} ` }))
    .filter(({ plain }) => /\S/.test(plain));
  return { phrases, any: new RegExp(phrases.map(({ plain }) => plain).join('|') || '(?!)') };
});

const found = (check: VoiceCheck, issues: readonly Issue[]): VoiceFinding[] =>
  issues.map((issue) => ({ check, ...issue }));

const toMend = (issue: Omit<Issue, 'weight'>): Issue => ({ ...issue, weight: 'mend' });

/** Claims of first-hand use in any of the texts: nobody on the panel has used anything. */
export function lintFirstHand(passages: readonly Passage[]): Issue[] {
  return passages.flatMap(({ path, text }) => {
    const claims = findFirstHandClaims(text);
    if (claims.length === 0) return [];
    const problem = `${claims.map((claim) => `“${claim}”`).join(', ')}: claims first-hand use, but no reviewer here has touched the tool. Say what the sources say, or what a reader would find.`;
    return [{ path, problem, weight: 'reject' }];
  });
}

function passagesOf({ checks, statements, headline, bestFor, avoidIf }: Written): Passage[] {
  return [
    ...checks.map(({ id, because }) => ({ path: `checks.${id}.because`, text: because })),
    ...statements.map(({ text }, index) => ({ path: `statements[${index}].text`, text })),
    { path: 'headline', text: headline },
    { path: 'bestFor', text: bestFor },
    { path: 'avoidIf', text: avoidIf },
  ];
}

function lintPhrases(passages: readonly Passage[], banned: readonly Banned[], names: readonly string[]): Issue[] {
  const read = passages.map(({ path, text }) => ({ path, plain: ` ${phraseOf(text)} ` }));
  const whole = read.map(({ plain }) => plain).join('\n');
  const used = banned
    .filter(({ any }) => any.test(whole))
    .flatMap(({ phrases }) => phrases)
    .filter(({ plain }) => whole.includes(plain) && !names.some((name) => ` ${phraseOf(name)} `.includes(plain)));
  const once = [...new Map(used.map((entry) => [entry.phrase, entry])).values()];
  return read.flatMap(({ path, plain: text }) =>
    once
      .filter(({ plain }) => text.includes(plain))
      .map(({ phrase }) => toMend({ path, problem: `uses the banned phrase “${phrase}”. Say it in other words.` })),
  );
}

function lintLength({ statements }: Written, { min, max }: Persona['words']): Issue[] {
  const words = statements.reduce((sum, { text }) => sum + countWords(text), 0);
  if (words >= min * (1 - lengthTolerance) && words <= max * (1 + lengthTolerance)) return [];
  const problem = `the statements hold ${words} words together; write ${min} to ${max}.`;
  return [toMend({ path: 'statements', problem })];
}

/** Words as a person counts them: runs between white space that hold a letter or digit. */
export function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

function lintBeats({ statements }: Written, beats: Persona['beats']): Issue[] {
  const known = new Set(beats.map(({ id }) => id));
  const made = new Set(statements.map(({ beat }) => beat));
  const ids = [...known].join(', ');
  const missing = beats
    .filter(({ id }) => !made.has(id))
    .map(({ id, ask }) => toMend({ path: 'statements', problem: `no statement makes the beat ${id}: ${ask}` }));
  const unknown = statements.flatMap(({ beat }, index) =>
    known.has(beat)
      ? []
      : [toMend({ path: `statements[${index}].beat`, problem: `“${beat}” is not a beat; use one of ${ids}.` })],
  );
  return [...missing, ...unknown];
}

interface ForeignPassage {
  path: string;
  language: string;
}

function foreignAmong(passages: readonly Passage[]): ForeignPassage[] {
  return passages.flatMap(({ path, text }) => {
    const language = foreignLanguageOf(text);
    return language === null ? [] : [{ path, language }];
  });
}

/** One issue per foreign text, or one for all when most are: the model wrote in another language and needs no list. */
function lintLanguage(foreign: readonly ForeignPassage[]): Issue[] {
  const ask = 'Write plain English; leave quotes as their source has them.';
  const [first] = foreign;
  if (first !== undefined && foreign.length > 3)
    return [toMend({ path: 'reply', problem: `${foreign.length} texts seem to be in ${first.language}. ${ask}` })];
  return foreign.map(({ path, language }) => toMend({ path, problem: `seems to be in ${language}. ${ask}` }));
}

/** What is in another language shares no words with the sources for that reason. */
function lintGeneric(
  { statements }: Written,
  foreign: readonly ForeignPassage[],
  isGeneric: (text: string) => boolean,
): Issue[] {
  const problem =
    'would serve for another product as well: without the tool’s name it shares no name, number or subject with the facts and sources. Say something only this product makes true.';
  return statements.flatMap(({ text }, index) => {
    const path = `statements[${index}].text`;
    return isGeneric(text) && !foreign.some((passage) => passage.path === path) ? [toMend({ path, problem })] : [];
  });
}

function lintOpening({ statements }: Written, others: readonly string[]): Issue[] {
  const opening = openingOf(proseOf({ statements }));
  if (opening === '' || !isWorn(opening, others)) return [];
  const same = others.filter((other) => other === opening).length;
  const worn = countOpenings(others)
    .map((entry) => entry.opening)
    .filter((other) => other !== opening && isWorn(other, others))
    .slice(0, 5);
  const avoid = [opening, ...worn].map((words) => `“${words} …”`).join(', ');
  const problem = `begins like ${same} of your ${others.length} other reviews. Begin elsewhere, and not with ${avoid}.`;
  return [toMend({ path: 'statements[0].text', problem })];
}

/** Facts may meet: two personas state the same one in the words of its source. They are told to the editor, not to the model. */
function lintShared({ statements }: Written, others: Surroundings['otherProse']): Issue[] {
  const read = others.map((other) => ({ persona: other.persona, sentences: readSentences(other.prose) }));
  return statements.flatMap(({ kind, text }, index) => {
    const own = readSentences(text);
    return read.flatMap(({ persona, sentences }) =>
      findShared(own, sentences).map(({ other }) => ({
        path: `statements[${index}].text`,
        problem: `the ${persona} already says “${other}”. Say what only you have to say about it, in your own words.`,
        weight: kind === 'fact' ? ('flag' as const) : ('mend' as const),
      })),
    );
  });
}
