import { normaliseEvidence } from './evidence.ts';
import { findFirstHandClaims } from './first-hand.ts';
import type { Issue, Opinion } from './opinion.ts';
import type { Panel, Persona } from './persona.ts';

/** Says what is wrong with how an opinion is written, not with what it says. */
export type VoiceLinter = (opinion: Opinion) => Issue[];

/** A text of an answer that a reader sees. */
interface Passage {
  path: string;
  text: string;
}

/** Prose may be this share shorter or longer than the persona asks for: models count words badly. */
const lengthTolerance = 0.15;

/** Compiles the rules of a persona and its panel. First-hand claims are rejected, the rest is worth mending. */
export function compileVoice(
  persona: Pick<Persona, 'beats' | 'words' | 'banned'>,
  panel: Pick<Panel, 'banned'>,
): VoiceLinter {
  const banned = [...new Set([...panel.banned, ...persona.banned])]
    .map((phrase) => ({ phrase, plain: plainWords(phrase) }))
    .filter(({ plain }) => plain !== '');
  return (opinion) => {
    const passages = passagesOf(opinion);
    return [
      ...lintFirstHand(passages),
      ...passages.flatMap((passage) => lintPhrases(passage, banned)),
      ...lintLength(opinion, persona.words),
      ...lintBeats(opinion, persona.beats),
    ];
  };
}

/** Claims of first-hand use in any of the texts: nobody on the panel has used anything. */
export function lintFirstHand(passages: readonly Passage[]): Issue[] {
  return passages.flatMap(({ path, text }) => {
    const claims = findFirstHandClaims(text);
    if (claims.length === 0) return [];
    const problem = `${claims.map((claim) => `“${claim}”`).join(', ')}: claims first-hand use, but no reviewer here has touched the tool. Say what the sources say, or what a reader would find.`;
    return [{ path, problem, weight: 'reject' }];
  });
}

function passagesOf({ checks, statements, headline, bestFor, avoidIf }: Opinion): Passage[] {
  return [
    ...checks.map(({ id, because }) => ({ path: `checks.${id}.because`, text: because })),
    ...statements.map(({ text }, index) => ({ path: `statements[${index}].text`, text })),
    { path: 'headline', text: headline },
    { path: 'bestFor', text: bestFor },
    { path: 'avoidIf', text: avoidIf },
  ];
}

function lintPhrases({ path, text }: Passage, banned: readonly { phrase: string; plain: string }[]): Issue[] {
  const plain = ` ${plainWords(text)} `;
  return banned
    .filter((entry) => plain.includes(` ${entry.plain} `))
    .map(({ phrase }) => ({
      path,
      problem: `uses the banned phrase “${phrase}”. Say it in other words.`,
      weight: 'mend',
    }));
}

/** Lower-case words joined by single spaces: case, punctuation and typography do not hide a phrase. */
function plainWords(text: string): string {
  return (
    normaliseEvidence(text)
      .toLowerCase()
      .replaceAll("'", '')
      .match(/[\p{L}\p{M}\p{N}]+/gu)
      ?.join(' ') ?? ''
  );
}

function lintLength({ statements }: Opinion, { min, max }: Persona['words']): Issue[] {
  const words = statements.reduce((sum, { text }) => sum + countWords(text), 0);
  if (words >= min * (1 - lengthTolerance) && words <= max * (1 + lengthTolerance)) return [];
  const problem = `the statements hold ${words} words together; write ${min} to ${max}.`;
  return [{ path: 'statements', problem, weight: 'mend' }];
}

/** Words as a person counts them: runs between white space that hold a letter or digit. */
function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

function lintBeats({ statements }: Opinion, beats: Persona['beats']): Issue[] {
  const known = new Set(beats.map(({ id }) => id));
  const made = new Set(statements.map(({ beat }) => beat));
  const ids = [...known].join(', ');
  const missing = beats
    .filter(({ id }) => !made.has(id))
    .map(
      ({ id, ask }): Issue => ({
        path: 'statements',
        problem: `no statement makes the beat ${id}: ${ask}`,
        weight: 'mend',
      }),
    );
  const unknown = statements.flatMap(({ beat }, index): Issue[] =>
    known.has(beat)
      ? []
      : [{ path: `statements[${index}].beat`, problem: `“${beat}” is not a beat; use one of ${ids}.`, weight: 'mend' }],
  );
  return [...missing, ...unknown];
}
