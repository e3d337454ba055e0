/** Anything JSON can say. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Why a text is not the JSON it began to be. */
export interface JsonFault {
  /** `truncated`: right so far, but the text ends. `invalid`: not JSON. `duplicate-key`: one object names a member twice. `too-deep`: nested beyond the limit. */
  kind: 'truncated' | 'invalid' | 'duplicate-key' | 'too-deep';
  /** Where inside the value: `checks[2].because`, empty at its top. */
  path: string;
  /** Offset at which the value begins, in UTF-16 units. */
  start: number;
  /** Offset of the fault. */
  at: number;
  problem: string;
}

/** A value and where it stands: from `start` up to, not including, `end`. */
interface FoundValue {
  value: Json;
  start: number;
  end: number;
}

/** A JSON value, or the first fault on the way. With a duplicate key the value was still read to its `end`. */
export type JsonReading = ({ ok: true } & FoundValue) | { ok: false; fault: JsonFault; end: number };

/** Levels of nesting that are read; an answer needs five. */
const deepest = 64;

interface Cursor {
  readonly text: string;
  readonly start: number;
  at: number;
  readonly path: (string | number)[];
  /** What stopped the reading. */
  fault: JsonFault | null;
  /** The first duplicate key: noted, so that the object can be read to its end. */
  duplicate: JsonFault | null;
}

/** Reads one JSON value that begins at an offset; what follows it is not looked at. Unlike JSON.parse it tells duplicate keys, truncation and where. */
function readJsonAt(text: string, start: number): JsonReading {
  const cursor: Cursor = { text, start, at: start, path: [], fault: null, duplicate: null };
  const value = readValue(cursor);
  const fault = cursor.fault ?? cursor.duplicate;
  if (fault !== null || value === undefined)
    return { ok: false, fault: fault ?? faultAt(cursor, 'invalid', 'not JSON'), end: cursor.at };
  return { ok: true, value, start, end: cursor.at };
}

/** Reads a text that must be one JSON value and nothing else. */
export function readJson(text: string): JsonReading {
  const start = endOfSpace(text, 0);
  const reading = readJsonAt(text, start);
  const rest = endOfSpace(text, reading.end);
  if (!reading.ok || rest === text.length) return reading;
  const fault: JsonFault = { kind: 'invalid', path: '', start, at: rest, problem: 'something follows the value' };
  return { ok: false, fault, end: rest };
}

/** Each reader returns undefined after setting the fault; JSON itself has no undefined. */
function readValue(cursor: Cursor): Json | undefined {
  skipSpace(cursor);
  const character = cursor.text[cursor.at];
  if (character === '{') return cursor.path.length < deepest ? readObject(cursor) : tooDeep(cursor);
  if (character === '[') return cursor.path.length < deepest ? readList(cursor) : tooDeep(cursor);
  if (character === '"') return readString(cursor);
  return readScalar(cursor);
}

function readObject(cursor: Cursor): Json | undefined {
  const members: { [name: string]: Json } = {};
  cursor.at += 1;
  skipSpace(cursor);
  if (take(cursor, '}')) return {};
  for (;;) {
    skipSpace(cursor);
    if (cursor.text[cursor.at] !== '"') return stop(cursor, 'expected a member name in double quotes');
    const name = readString(cursor);
    if (name === undefined) return undefined;
    cursor.path.push(name);
    if (Object.hasOwn(members, name)) cursor.duplicate ??= faultAt(cursor, 'duplicate-key', `"${name}" is given twice`);
    skipSpace(cursor);
    if (!take(cursor, ':')) return stop(cursor, 'expected a colon after the member name');
    const value = readValue(cursor);
    if (value === undefined) return undefined;
    addMember(members, name, value);
    skipSpace(cursor);
    if (take(cursor, ',')) cursor.path.pop();
    else if (take(cursor, '}')) break;
    else return stop(cursor, 'expected a comma or a closing brace');
  }
  cursor.path.pop();
  return members;
}

/** A member named __proto__ stays a member. */
function addMember(members: { [name: string]: Json }, name: string, value: Json): void {
  if (name !== '__proto__') members[name] = value;
  else Object.defineProperty(members, name, { value, writable: true, enumerable: true, configurable: true });
}

function readList(cursor: Cursor): Json | undefined {
  const items: Json[] = [];
  cursor.at += 1;
  skipSpace(cursor);
  if (take(cursor, ']')) return items;
  for (;;) {
    cursor.path.push(items.length);
    const item = readValue(cursor);
    if (item === undefined) return undefined;
    items.push(item);
    skipSpace(cursor);
    if (take(cursor, ',')) cursor.path.pop();
    else if (take(cursor, ']')) break;
    else return stop(cursor, 'expected a comma or a closing bracket');
  }
  cursor.path.pop();
  return items;
}

function readString(cursor: Cursor): string | undefined {
  const { text } = cursor;
  const start = cursor.at;
  let escaped = false;
  for (cursor.at += 1; cursor.at < text.length; cursor.at += 1) {
    const code = text.charCodeAt(cursor.at);
    if (code === 0x22) {
      cursor.at += 1;
      return escaped ? String(JSON.parse(text.slice(start, cursor.at))) : text.slice(start + 1, cursor.at - 1);
    }
    if (code < 0x20) return stop(cursor, 'a line break or control character stands unescaped in a text');
    if (code !== 0x5c) continue;
    escaped = true;
    const sequence = /^(?:["\\/bfnrt]|u[\da-fA-F]{4})/.exec(text.slice(cursor.at + 1, cursor.at + 6))?.[0];
    if (sequence === undefined) {
      // a text that ends inside an escape is cut, not wrong
      if (/^(?:u[\da-fA-F]{0,3})?$/.test(text.slice(cursor.at + 1))) cursor.at = text.length;
      return stop(cursor, 'a backslash is followed by something that is no escape');
    }
    cursor.at += sequence.length;
  }
  return stop(cursor, 'the text is not closed');
}

const literals = new Map<string, Json>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** The beginning of a literal or number that lacks its end. */
const cutScalar = /^(?:tr?u?|fa?l?s?|nu?l?|-|-?\d+\.|-?\d+(?:\.\d+)?e[+-]?)$/i;

function readScalar(cursor: Cursor): Json | undefined {
  const run = /[-+.\w]{0,400}/y;
  run.lastIndex = cursor.at;
  const word = run.exec(cursor.text)?.[0] ?? '';
  const value = literals.has(word) ? literals.get(word) : numberOf(word);
  if (value !== undefined) {
    cursor.at += word.length;
    return value;
  }
  if (cursor.at + word.length === cursor.text.length && cutScalar.test(word)) cursor.at = cursor.text.length;
  return stop(cursor, word === '' ? 'expected a value' : `"${word.slice(0, 40)}" is not a JSON value`);
}

function numberOf(word: string): number | undefined {
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(word)) return undefined;
  return Number.isFinite(Number(word)) ? Number(word) : undefined;
}

function stop(cursor: Cursor, problem: string): undefined {
  cursor.fault =
    cursor.at >= cursor.text.length
      ? faultAt(cursor, 'truncated', 'the JSON is not complete')
      : faultAt(cursor, 'invalid', problem);
  return undefined;
}

function tooDeep(cursor: Cursor): undefined {
  cursor.fault = faultAt(cursor, 'too-deep', `nested deeper than ${deepest} levels`);
  return undefined;
}

function faultAt(cursor: Cursor, kind: JsonFault['kind'], problem: string): JsonFault {
  const path = cursor.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step.slice(0, 80)}`)).join('');
  return { kind, path: path.replace(/^\./, ''), start: cursor.start, at: cursor.at, problem };
}

function take(cursor: Cursor, character: string): boolean {
  if (cursor.text[cursor.at] !== character) return false;
  cursor.at += 1;
  return true;
}

function skipSpace(cursor: Cursor): void {
  cursor.at = endOfSpace(cursor.text, cursor.at);
}

const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

function endOfSpace(text: string, from: number): number {
  let at = from;
  while (isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

/** What JSON a text holds. */
export interface FoundObjects {
  objects: FoundValue[];
  /** Attempts that failed, at most a hundred, and always the one the text ends in. */
  faults: JsonFault[];
}

/**
 * All JSON objects that stand at the top level of a text: prose, code fences, a byte order mark and thinking blocks around them do not matter.
 * Linear in the text: after a fault the search goes on where the fault is, never before it.
 */
export function findObjects(text: string): FoundObjects {
  const found: FoundObjects = { objects: [], faults: [] };
  const thinking: Thinking[] = thinkingTags.map((tag) => {
    const close = `</${tag}>`;
    return { open: `<${tag}>`, close, lastClose: text.lastIndexOf(close) };
  });
  const firstInk = text.search(/\S/);
  const marks = /[{<]/g;
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    const at = mark.index;
    if (mark[0] === '{') marks.lastIndex = readNextObject(text, at, found);
    else marks.lastIndex = passTag(text, at, thinking, firstInk, found);
  }
  return found;
}

function readNextObject(text: string, start: number, found: FoundObjects): number {
  const reading = readJsonAt(text, start);
  if (reading.ok) {
    found.objects.push({ value: reading.value, start, end: reading.end });
    return reading.end;
  }
  if (found.faults.length < 100 || reading.fault.kind === 'truncated') found.faults.push(reading.fault);
  // what stands inside something too deep is not at the top level
  return reading.fault.kind === 'too-deep' ? text.length : Math.max(reading.end, start + 1);
}

/** Tags some models put around their thinking. */
const thinkingTags = ['think', 'thinking', 'reasoning'];

interface Thinking {
  open: string;
  close: string;
  /** Looked for once: asking for the next closing tag at every opening one would take quadratic time. */
  lastClose: number;
}

/** Steps over a thinking block. Whatever stood before a closing tag nobody opened was thinking too. A tag inside an object’s text never comes here. */
function passTag(text: string, at: number, thinking: Thinking[], firstInk: number, found: FoundObjects): number {
  const closing = thinking.find(({ close }) => text.startsWith(close, at));
  if (closing !== undefined) {
    found.objects = [];
    found.faults = [];
    return at + closing.close.length;
  }
  const opening = thinking.find(({ open }) => text.startsWith(open, at));
  if (opening === undefined) return at + 1;
  if (opening.lastClose > at) return text.indexOf(opening.close, at) + opening.close.length;
  if (at !== firstInk) return at + 1;
  const problem = `it opens ${opening.open} and never closes it`;
  found.faults.push({ kind: 'truncated', path: '', start: at, at: text.length, problem });
  return text.length;
}
