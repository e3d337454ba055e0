import { stripVTControlCharacters, styleText } from 'node:util';
import { cleanText } from './escape.ts';

/** Text for a terminal: untrusted words without control sequences, measured and broken by the columns they take. */

/** What a terminal can show. */
export interface TerminalRoom {
  /** 0 or undefined when the terminal does not tell. */
  columns?: number | undefined;
  colour: boolean;
}

const usualColumns = 80;
const fewestColumns = 24;

/** Columns to write in: what the terminal has, or 80 when it does not tell. */
export function columnsOf({ columns }: TerminalRoom): number {
  return columns === undefined || columns <= 0 ? usualColumns : Math.max(columns, fewestColumns);
}

/** One line without escape sequences, control characters or line breaks. */
export function oneLine(text: string): string {
  return cleanText(stripVTControlCharacters(text))
    .replace(/[\s\u2028\u2029]+/g, ' ')
    .trim();
}

type Style = Parameters<typeof styleText>[0];

/** Styled only where colour is wanted. */
export function painted(text: string, style: Style, colour: boolean): string {
  return colour && text !== '' ? styleText(style, text, { validateStream: false }) : text;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const wide =
  /^[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|^\p{Emoji_Presentation}|^[\u{20000}-\u{3FFFD}]/u;
const zeroWidth = /^(?:\p{M}|\p{Cf}|\uFE0F)+$/u;

/** Columns a text takes: two for East Asian wide characters and emoji, none for marks on their own. */
export function widthOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += wide.test(segment) ? 2 : zeroWidth.test(segment) ? 0 : 1;
  return width;
}

/** The text, cut to so many columns; a cut one ends in an ellipsis. */
export function cutTo(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    if (widthOf(kept + segment) > columns - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** Cut and filled up with spaces to exactly so many columns. */
export function padTo(text: string, columns: number): string {
  const cut = cutTo(text, columns);
  return cut + ' '.repeat(Math.max(0, columns - widthOf(cut)));
}

/** A run of text in one style; null is plain. */
export interface Piece {
  text: string;
  style: Style | null;
}

/** Breaks styled text into lines of at most so many columns, after the first at an indent. A word longer than a line is broken. */
export function wrapPieces(pieces: readonly Piece[], columns: number, colour: boolean, indent = ''): string[] {
  const room = Math.max(8, columns - widthOf(indent));
  const lines: string[] = [];
  let line = '';
  let width = 0;
  for (const word of wordsOf(pieces, room)) {
    const length = word.reduce((sum, piece) => sum + widthOf(piece.text), 0);
    if (width > 0 && width + 1 + length > room) {
      lines.push(line);
      line = '';
      width = 0;
    }
    const shown = word
      .map((piece) => (piece.style === null ? piece.text : painted(piece.text, piece.style, colour)))
      .join('');
    line += width === 0 ? shown : ` ${shown}`;
    width += length + (width === 0 ? 0 : 1);
  }
  if (width > 0) lines.push(line);
  return lines.map((text, index) => (index === 0 ? text : indent + text));
}

/** Plain text as lines. */
export function wrapText(text: string, columns: number, indent = ''): string[] {
  return wrapPieces([{ text: oneLine(text), style: null }], columns, false, indent);
}

/** Words may be made of several pieces: punctuation can change while the word before it stays. */
function wordsOf(pieces: readonly Piece[], longest: number): Piece[][] {
  const words: Piece[][] = [[]];
  let width = 0;
  for (const { text, style } of pieces) {
    for (const [part] of text.matchAll(/\s+|\S+/g)) {
      if (part.trim() === '') {
        words.push([]);
        width = 0;
        continue;
      }
      for (const chunk of chunksOf(part, longest)) {
        if (width + widthOf(chunk) > longest) {
          words.push([]);
          width = 0;
        }
        words.at(-1)?.push({ text: chunk, style });
        width += widthOf(chunk);
      }
    }
  }
  return words.filter((word) => word.length > 0);
}

function chunksOf(word: string, longest: number): string[] {
  if (widthOf(word) <= longest) return [word];
  const chunks = [''];
  for (const { segment } of graphemes.segment(word)) {
    const last = chunks.at(-1) ?? '';
    if (widthOf(last + segment) > longest) chunks.push(segment);
    else chunks[chunks.length - 1] = last + segment;
  }
  return chunks;
}
