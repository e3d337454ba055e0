/**
 * What every text that a pattern matches holds. `one` of these words as it is written, `all` of these needs, or `any` of them;
 * an empty `all` is met by every text.
 */
export type Need = { one: readonly string[] } | { all: readonly Need[] } | { any: readonly Need[] };

/** A part of a pattern: the few texts it can match, or else what it needs. */
type Part = { texts: readonly string[] } | { need: Need };

interface Cursor {
  readonly source: string;
  at: number;
}

/** Shorter words stand in nearly every text, save in scripts that need few characters for one. */
const isRare = (word: string): boolean => word.length > 2 || /[^\p{ASCII}]/u.test(word);

/** Most spellings of a stretch of a pattern that are told apart. */
const mostSpellings = 16;

const nothing: Need = { all: [] };
const anything: Part = { need: nothing };
const emptiness: Part = { texts: [''] };

/**
 * Reads off a pattern which words it cannot do without, so that a text without them need not be searched with it.
 * A class or kind of characters counts as anything, and what a pattern only looks at is not asked for.
 * @throws when the pattern holds what is not read: brackets that do not close, groups that capture
 */
export function neededBy({ source, ignoreCase }: RegExp): Need {
  if (ignoreCase) return nothing;
  const cursor: Cursor = { source, at: 0 };
  const need = needOf(readAlternatives(cursor));
  if (cursor.at < source.length) throw unreadable(cursor);
  return need;
}

/** Whether a text meets a need; `holds` says whether a word stands in it. */
export function meets(need: Need, holds: (word: string) => boolean): boolean {
  if ('one' in need) return need.one.some(holds);
  if ('all' in need) return need.all.every((part) => meets(part, holds));
  return need.any.some((part) => meets(part, holds));
}

/** So many stretches of three characters are told apart. */
const stretches = 2 ** 15;

/** Says of words whether they stand in a text. It notes which three characters follow each other there, and looks up only words made of such. */
export function wordFinder(text: string): (word: string) => boolean {
  const seen = new Uint8Array(stretches);
  for (let at = 0; at < text.length - 2; at += 1) seen[stretchAt(text, at)] = 1;
  return (word) => {
    for (let at = 0; at < word.length - 2; at += 1) if (seen[stretchAt(word, at)] === 0) return false;
    return text.includes(word);
  };
}

/** A number for three characters, which others may share. */
function stretchAt(text: string, at: number): number {
  return (text.charCodeAt(at) * 961 + text.charCodeAt(at + 1) * 31 + text.charCodeAt(at + 2)) % stretches;
}

/** Where a word stands, so does each word inside it: the shorter ones say it all. */
function needOf(part: Part): Need {
  if ('need' in part) return part.need;
  if (!part.texts.every(isRare)) return nothing;
  const words: string[] = [];
  for (const text of part.texts.toSorted((a, b) => a.length - b.length))
    if (!words.some((word) => text.includes(word))) words.push(text);
  return { one: words };
}

/** How many words it takes to find a need unmet. */
function sizeOf(need: Need): number {
  if ('one' in need) return need.one.length;
  if ('all' in need) return Math.min(...need.all.map(sizeOf));
  return need.any.reduce((sum, part) => sum + sizeOf(part), 0);
}

const isNothing = (need: Need): boolean => 'all' in need && need.all.length === 0;

function readAlternatives(cursor: Cursor): Part {
  const parts = [readSequence(cursor)];
  while (take(cursor, '|')) parts.push(readSequence(cursor));
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  if (parts.every((part) => 'texts' in part)) return { texts: parts.flatMap(({ texts }) => texts) };
  const needs = parts.map(needOf);
  return needs.some(isNothing) ? anything : { need: { any: needs } };
}

/** Texts that follow each other are one text, until there are too many of them or something stands between. */
function readSequence(cursor: Cursor): Part {
  const needs: Need[] = [];
  let run: readonly string[] = [''];
  let open = true;
  const close = (): void => {
    needs.push(needOf({ texts: run }));
    run = [''];
    open = false;
  };
  while (cursor.at < cursor.source.length && !'|)'.includes(cursor.source[cursor.at] ?? '')) {
    const part = repeat(readItem(cursor), cursor);
    if ('need' in part || run.length * part.texts.length > mostSpellings) close();
    if ('need' in part) needs.push(part.need);
    else run = run.flatMap((text) => part.texts.map((more) => text + more));
  }
  if (open) return { texts: run };
  close();
  return { need: { all: needs.filter((need) => !isNothing(need)).toSorted((a, b) => sizeOf(a) - sizeOf(b)) } };
}

/** Characters that stand for themselves, one after the other. */
const plainRun = /[\w \-<>,:;'"]+(?![?*+{])/y;

function readItem(cursor: Cursor): Part {
  plainRun.lastIndex = cursor.at;
  const [run = ''] = plainRun.exec(cursor.source) ?? [];
  if (run !== '') {
    cursor.at += run.length;
    return { texts: [run] };
  }
  const character = cursor.source[cursor.at] ?? '';
  cursor.at += 1;
  if (character === '(') return readGroup(cursor);
  if (character === '[') return passClass(cursor);
  if (character === '\\') return readEscape(cursor);
  if (character === '.') return anything;
  return '^$'.includes(character) ? emptiness : { texts: [character] };
}

/** What a group only looks at is no part of the match. */
function readGroup(cursor: Cursor): Part {
  const looks = take(cursor, '?=') || take(cursor, '?!') || take(cursor, '?<=') || take(cursor, '?<!');
  if (!looks && !take(cursor, '?:')) throw unreadable(cursor);
  const inner = readAlternatives(cursor);
  if (!take(cursor, ')')) throw unreadable(cursor);
  return looks ? emptiness : inner;
}

function passClass(cursor: Cursor): Part {
  while (!take(cursor, ']')) {
    if (cursor.at >= cursor.source.length) throw unreadable(cursor);
    cursor.at += cursor.source[cursor.at] === '\\' ? 2 : 1;
  }
  return anything;
}

const escapeSequence = /(?:[pP]\{[\w=]+\}|u\{[\da-fA-F]+\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|.)/y;

function readEscape(cursor: Cursor): Part {
  escapeSequence.lastIndex = cursor.at;
  const [sequence = ''] = escapeSequence.exec(cursor.source) ?? [];
  cursor.at += sequence.length;
  if (sequence === 'b' || sequence === 'B') return emptiness;
  return /^\w/.test(sequence) ? anything : { texts: [sequence] };
}

const quantifier = /(\?|\*|\+|\{\d+(?:,\d*)?\})\??/y;

/** Reads how often an item stands: what may be missing is not needed, what may stand twice is no longer one text. */
function repeat(part: Part, cursor: Cursor): Part {
  quantifier.lastIndex = cursor.at;
  const [whole = '', times = ''] = quantifier.exec(cursor.source) ?? [];
  cursor.at += whole.length;
  if (times === '') return part;
  if (times === '?' && 'texts' in part) return { texts: ['', ...part.texts] };
  return /^(?:[?*]|\{0)/.test(times) ? anything : { need: needOf(part) };
}

const unreadable = ({ source, at }: Cursor): Error =>
  new Error(`cannot read the pattern ${source} from character ${at}`);

function take(cursor: Cursor, sign: string): boolean {
  if (!cursor.source.startsWith(sign, cursor.at)) return false;
  cursor.at += sign.length;
  return true;
}
