import { phraseOf } from '../evidence/vocabulary.ts';
import type { Dossier } from '../facts/dossier.ts';
import { oncePer } from '../once-per.ts';
import type { Issue, Statement } from '../opinion/opinion.ts';
import { checkDemands } from '../panel/demands.ts';
import type { Panel, Persona } from '../panel/persona.ts';
import { findFirstHandClaims } from './first-hand.ts';

/** What the voice linter looks for. */
export type VoiceCheck = 'first-hand' | 'banned' | 'length' | 'beats' | 'demands';

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

/** Says what is wrong with how an opinion is written, not with what it says. */
export type VoiceLinter = (opinion: Written) => VoiceFinding[];

/** A text of an answer that a reader sees. */
interface Passage {
  path: string;
  text: string;
}

/** Prose may be this share shorter or longer than the persona asks for: models count words badly. */
const lengthTolerance = 0.15;

/**
 * Compiles the rules of a persona and its panel. First-hand claims are rejected, the rest is worth mending. A banned phrase that is part of the tool’s name may be written.
 */
export function compileVoice(
  persona: Pick<Persona, 'beats' | 'words' | 'banned' | 'demands'>,
  panel: Pick<Panel, 'banned'>,
  dossier: Pick<Dossier, 'tool'> | null = null,
): VoiceLinter {
  const { name, aliases, maker } = dossier?.tool ?? { name: '', aliases: [], maker: null };
  const names = [name, ...aliases, maker ?? ''];
  return (opinion) => {
    const passages = passagesOf(opinion);
    return [
      ...found('first-hand', lintFirstHand(passages)),
      ...found('banned', lintPhrases(passages, [bannedBy(panel), bannedBy(persona)], names)),
      ...found('length', lintLength(opinion, persona.words)),
      ...found('beats', lintBeats(opinion, persona.beats)),
      ...found('demands', persona.demands === undefined ? [] : checkDemands(opinion, persona.demands)),
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

/** A point may be left out where the product gives it nothing; a name nobody gave is a slip. */
function lintBeats({ statements }: Written, beats: Persona['beats']): Issue[] {
  const ids = beats.map(({ id }) => id);
  return statements.flatMap(({ beat }, index) =>
    ids.includes(beat)
      ? []
      : [
          toMend({
            path: `statements[${index}].beat`,
            problem: `“${beat}” is not a point; use one of ${ids.join(', ')}.`,
          }),
        ],
  );
}
