import { oncePer } from '../once-per.ts';
import { closeUp, type Folded, foldText, rotate } from './fold.ts';
import { type Stripped, takeOutHidden } from './hidden-text.ts';
import { meets, neededBy, wordFinder } from './needed-words.ts';
import { accompaniment, type SteeringPattern, steeringPatterns } from './steering-patterns.ts';

/** A passage that speaks to a reviewer or a model, or passes for a part of the prompt, instead of being about the product. */
export interface Steering {
  /** As it stands in the text. */
  passage: string;
  why: string;
}

/** A stretch of a text, from `start` up to, not including, `end`. */
interface Stretch {
  start: number;
  end: number;
}

interface Spoilt extends Stretch {
  why: string;
}

/** A text as it may enter a dossier, and what was taken out. */
export interface Cleaning {
  text: string;
  stripped: Stripped[];
}

/**
 * Takes out what people cannot see. Where that spelt a message to a reviewer or a model, a line at the end says so, because a reader should know;
 * what it said is not repeated.
 */
export function cleanSource(text: string): Cleaning {
  const { text: visible, stripped, messages } = takeOutHidden(text);
  if (!messages.some(isMessage)) return { text: visible, stripped };
  const kinds = stripped.map(({ what, count }) => `${count} characters (${what})`).join(', ');
  return { text: `${visible.trimEnd()}\n\n[Hidden text was removed from this source: ${kinds}.]`.trim(), stripped };
}

/** A title, an address or a fact: the same, on one line. */
export function cleanLine(text: string): string {
  return takeOutHidden(text).text.replaceAll(/\s+/g, ' ').trim();
}

/** Invisible words are a message only where they speak to somebody: comments of HTML are mostly notes to its authors. */
function isMessage(message: string): boolean {
  return findSteering(message).length > 0;
}

/** The passages of a text that try to steer its reviewers, in order: whole sentences or lines. */
export function findSteering(text: string): Steering[] {
  return spoiltStretches(text).map(({ start, end, why }) => ({ passage: text.slice(start, end).trim(), why }));
}

/** The text without such passages. What stood on either side is kept apart, so that no quote runs across the gap. */
export function cutSteering(text: string): { steering: Steering[]; rest: string } {
  const spoilt = spoiltStretches(text);
  if (spoilt.length === 0) return { steering: [], rest: text };
  const kept = spoilt.map(({ start }, index) => text.slice(spoilt[index - 1]?.end ?? 0, start));
  return {
    steering: spoilt.map(({ start, end, why }) => ({ passage: text.slice(start, end).trim(), why })),
    rest: [...kept, text.slice(spoilt.at(-1)?.end)].join('\n\n\uFFFC\n\n'),
  };
}

function spoiltStretches(text: string): Spoilt[] {
  return merge([...readings(text).flatMap(({ folded, as }) => match(text, folded, as)), ...encoded(text)]);
}

/** The text in the ways a model may read it, each with what to add to the reason. */
function readings(text: string): { folded: Folded; as: string }[] {
  const plain = foldText(text);
  const found = [{ folded: plain, as: '' }];
  const disguised = foldText(text, true);
  if (disguised.text !== plain.text) found.push({ folded: disguised, as: ', in look-alike letters' });
  const closed = closeUp(plain);
  if (closed !== null) found.push({ folded: closed, as: ', in spaced letters' });
  if (shifted.test(plain.text)) found.push({ folded: rotate(plain), as: ', in shifted letters' });
  return found;
}

/** “ignore”, “answer”, “score”, “verdict”, “reviewer”, “instruction” and “instructions”, moved thirteen places on. */
const shifted = /\b(?:vtaber|nafjre|fpber|ireqvpg|erivrjre|vafgehpgvbaf?)\b/;

/** Nearly every text is honest, and most patterns need words it does not hold. */
function patternsFor(folded: string): SteeringPattern[] {
  const holds = wordFinder(folded);
  return steeringPatterns.filter((steering) => meets(needOf(steering), holds));
}

const needOf = oncePer(({ pattern }: SteeringPattern) => neededBy(pattern));

function match(text: string, { text: folded, at }: Folded, as: string): Spoilt[] {
  return patternsFor(folded).flatMap((steering) =>
    Array.from(folded.matchAll(steering.pattern), ({ 0: found, index }) => {
      const lead = found.length - found.trimStart().length;
      const start = at[index + lead] ?? text.length;
      const end = (at[index + found.length - 1] ?? text.length - 1) + 1;
      return { ...reach(text, { start, end }, steering), why: steering.why + as };
    }),
  );
}

/** How far around the matched words a source is spoilt. */
function reach(text: string, words: Stretch, { spoils }: SteeringPattern): Stretch {
  if (spoils === 'sentence') return withCompany(text, sentenceAround(text, words));
  if (spoils === 'paragraph') return paragraphAround(text, words);
  const line = paragraphAround(text, words);
  // a forged fence spoils what follows it: everything behind pretends to stand outside this source
  return { start: Math.max(line.start, text.lastIndexOf('\n', words.start) + 1), end: text.length };
}

const sentenceEnd =
  /[.!?\u2026]+["'”’)\]*_]*(?=\s|$)|[。！？]+["”’」』）]*|\n[ \t]*(?=\n|[-*+•|]\s|\d{1,2}[.)]\s|#{1,6}\s)/g;

/** Longest stretch without a full stop that is taken for one sentence, in characters on either side. */
const farthest = 800;

function sentenceAround(text: string, { start, end }: Stretch): Stretch {
  const from = Math.max(0, start - farthest);
  let first = from;
  for (const { 0: stop, index } of text.slice(from, start).matchAll(sentenceEnd)) first = from + index + stop.length;
  const rest = text.slice(end, end + farthest);
  // the words found may hold the full stop themselves
  const closed = /[.!?。！？]["'”’)\]]*$/.test(text.slice(start, end)) && /^(?:\s|$)/.test(rest);
  const stop = closed ? null : [...rest.matchAll(sentenceEnd)][0];
  const last = closed
    ? end
    : stop === undefined || stop === null
      ? end + rest.length
      : end + stop.index + stop[0].length;
  return { start: first, end: last };
}

/** Most sentences after a steering one that may go on with it. */
const company = 3;

/** A sentence that steers, with its neighbours in the paragraph that go on in the same vein. */
function withCompany(text: string, sentence: Stretch): Stretch {
  const whole = { ...sentence };
  let next = sentence.end;
  for (let count = 0; count < company; count += 1) {
    const gap = /^[ \t]*\n?[ \t]*(?![\n\s])/.exec(text.slice(next, next + 200));
    if (gap === null || next + gap[0].length >= text.length) break;
    const at = next + gap[0].length;
    const neighbour = sentenceAround(text, { start: at, end: at + 1 });
    if (accompaniment.test(text.slice(at, neighbour.end).toLowerCase())) whole.end = neighbour.end;
    next = neighbour.end;
  }
  return whole;
}

const blankLine = /\n[ \t]*\n/g;

function paragraphAround(text: string, { start, end }: Stretch): Stretch {
  const before = [...text.slice(Math.max(0, start - farthest), start).matchAll(/\n/g)].at(-1);
  const first = before === undefined ? Math.max(0, start - farthest) : Math.max(0, start - farthest) + before.index + 1;
  const rest = text.slice(end, end + 2 * farthest);
  const after = [...rest.matchAll(blankLine)][0];
  return { start: first, end: end + (after === undefined ? rest.length : after.index) };
}

/** Blobs of Base64 or hexadecimal digits that spell such a passage. */
function encoded(text: string): Spoilt[] {
  const blobs = [
    ...text.matchAll(/[A-Za-z0-9+/_-]{24,}(?:\n[A-Za-z0-9+/_-]{24,})*(?:\n?[A-Za-z0-9+/_-]{1,80})?={0,2}/g),
  ];
  return blobs.flatMap(({ 0: blob, index }) => {
    const says = [fromBase64(blob), fromHex(blob)].some((inner) => inner !== null && plainlySteers(inner));
    const words = { start: index, end: index + blob.length };
    return says ? [{ ...sentenceAround(text, words), why: 'holds an encoded message to a reviewer or a model' }] : [];
  });
}

function plainlySteers(text: string): boolean {
  const { text: folded } = foldText(text);
  return patternsFor(folded).some(({ pattern }) => folded.search(pattern) >= 0);
}

/** Most characters of a blob that are decoded. */
const longestBlob = 8_000;

function fromBase64(blob: string): string | null {
  const plain = blob.slice(0, longestBlob).replaceAll(/[\s=]/g, '').replaceAll('-', '+').replaceAll('_', '/');
  if (plain.length % 4 === 1) return null;
  return readable(Uint8Array.from(atob(plain), (character) => character.charCodeAt(0)));
}

function fromHex(blob: string): string | null {
  if (!/^(?:[0-9a-f]{2})+$/i.test(blob)) return null;
  const pairs = blob.slice(0, longestBlob).match(/../g) ?? [];
  return readable(Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16)));
}

function readable(bytes: Uint8Array): string | null {
  const text = new TextDecoder().decode(bytes);
  return /[\p{Cc}\uFFFD]/u.test(text.replaceAll(/[\n\t\r]/g, '')) ? null : text;
}

/** Stretches in order, those that touch or overlap made one; blank ones go. */
function merge(found: readonly Spoilt[]): Spoilt[] {
  const merged: Spoilt[] = [];
  for (const stretch of [...found].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last !== undefined && stretch.start < last.end) last.end = Math.max(last.end, stretch.end);
    else merged.push({ ...stretch });
  }
  return merged;
}
