/** A text in one spelling, and where each of its characters stood before. */
export interface Folded {
  text: string;
  /** For each UTF-16 unit of `text` the offset in the original. */
  at: ArrayLike<number>;
}

/** Stands for a blank line or the start of a list item in a folded text: no sentence runs across it. */
const pause = '\u2029';

/** Letters of other scripts that look like Latin ones, lower case. */
const lookAlikes = new Map(
  Object.entries({
    a: 'аαɑа',
    b: 'ьвβ',
    c: 'сϲⅽ',
    d: 'ԁɗ',
    e: 'еєεҽ',
    g: 'ɡց',
    h: 'һհн',
    i: 'іιıїɩ',
    j: 'јϳ',
    k: 'кκ',
    l: 'ӏⅼ',
    m: 'мⅿ',
    n: 'пηո',
    o: 'оοσөօ',
    p: 'рρ',
    q: 'ԛգ',
    r: 'гɾ',
    s: 'ѕꜱ',
    t: 'тτ',
    u: 'υսц',
    v: 'ѵν',
    w: 'ԝωш',
    x: 'хχ',
    y: 'уγү',
    z: 'ᴢ',
  }).flatMap(([latin, others]) => Array.from(others, (other) => [other, latin] as const)),
);

/** Digits and signs put for letters inside a word. */
const digitsForLetters = new Map(
  Object.entries({ '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's' }),
);

/**
 * Lower case, without accents on Latin letters, compatibility forms and quotation marks made plain, blank lines and list items marked by a pause.
 * With `disguised`, letters and digits that pass for Latin letters become them.
 */
export function foldText(text: string, disguised = false): Folded {
  return ascii.test(text) ? foldAscii(text, disguised) : foldAny(text, disguised);
}

const ascii = /^\p{ASCII}*$/u;
const leetDigit = /(?<=[a-z])[013457@$]|[013457@$](?=[a-z])/g;

/** The same as foldAny, for nearly every text: each character stays one, where it stood. */
function foldAscii(text: string, disguised: boolean): Folded {
  const plain = text.replaceAll(paragraphBreak, pause).toLowerCase();
  const at = new Uint32Array(text.length);
  for (let offset = 0; offset < at.length; offset += 1) at[offset] = offset;
  const letterOf = (digit: string): string => digitsForLetters.get(digit) ?? digit;
  return { text: disguised ? plain.replaceAll(leetDigit, letterOf) : plain, at };
}

function foldAny(text: string, disguised: boolean): Folded {
  const folded: string[] = [];
  const at: number[] = [];
  let offset = 0;
  for (const character of text) {
    for (const unit of foldCharacter(character, text, offset, disguised)) {
      folded.push(unit);
      at.push(offset);
    }
    offset += character.length;
  }
  return { text: folded.join(''), at };
}

const paragraphBreak = /\n(?=[ \t]*(?:\n|[-*+•]\s|\d{1,2}[.)]\s|#{1,6}\s|\|))/g;
const newParagraph = new RegExp(paragraphBreak, 'y');

function foldCharacter(character: string, text: string, offset: number, disguised: boolean): string {
  if (character === '\n') {
    newParagraph.lastIndex = offset;
    return newParagraph.test(text) ? pause : '\n';
  }
  const letter = character < '\u0080' ? character.toLowerCase() : plainLetter(character);
  if (!disguised) return letter;
  const likeness = lookAlikes.get(letter);
  if (likeness !== undefined) return likeness;
  const digit = digitsForLetters.get(letter);
  const besideLetter = /[a-z]/i.test(text[offset - 1] ?? '') || /[a-z]/i.test(text[offset + 1] ?? '');
  return digit !== undefined && besideLetter ? digit : letter;
}

function plainLetter(character: string): string {
  if (/[\u2018-\u201b\u2032\u00b4]/.test(character)) return "'";
  if (/[\u201c-\u201f\u2033\u00ab\u00bb\u201e]/.test(character)) return '"';
  if (/[\u2010-\u2015\u2212]/.test(character)) return '-';
  if (/\p{Default_Ignorable_Code_Point}|[\u0300-\u036f]/u.test(character)) return '';
  const apart = character.normalize('NFKD');
  const plain = /^\p{Script=Latin}/u.test(apart) ? apart.replaceAll(/\p{M}/gu, '') : character.normalize('NFKC');
  return plain.toLowerCase();
}

/** Letters that stand singly, with a space or sign between them, pushed together: `i g n o r e`. Null where none do. */
export function closeUp({ text, at }: Folded): Folded | null {
  const spread = /(?<![a-z])(?:[a-z](?:[ ._*-]{1,3}|\n)){6,}[a-z](?![a-z])/g;
  const dropped = new Set<number>();
  for (const { 0: run, index } of text.matchAll(spread))
    for (let unit = 0; unit < run.length; unit += 1) if (!/[a-z]/.test(run[unit] ?? '')) dropped.add(index + unit);
  if (dropped.size === 0) return null;
  const kept = Array.from(at, (_, unit) => unit).filter((unit) => !dropped.has(unit));
  return { text: kept.map((unit) => text[unit]).join(''), at: kept.map((unit) => at[unit] ?? 0) };
}

/** Every Latin letter moved thirteen places on. */
export function rotate({ text, at }: Folded): Folded {
  const turn = (letter: string): string => String.fromCharCode(((letter.charCodeAt(0) - 97 + 13) % 26) + 97);
  return { text: text.replaceAll(/[a-z]/g, turn), at };
}
