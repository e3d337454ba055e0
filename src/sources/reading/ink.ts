import { type Colour, findColour, isSame, readColour } from './colour.ts';
import type { Declared } from './declarations.ts';
import { readLength } from './out-of-sight.ts';
import type { PageElement } from './page-nodes.ts';

/** What the letters of an element look like. Children take it over, and may change it. */
export interface Ink {
  isVisible: boolean;
  /** CSS pixels. */
  size: number;
  /** Null when it is not known. */
  colour: Colour | null;
  /** The colour behind the letters; null when it is not known, or is a picture. */
  paper: Colour | null;
  /** The letters are cut from the background. */
  isCutOut: boolean;
}

const black: Colour = { red: 0, green: 0, blue: 0, alpha: 1 };
const white: Colour = { red: 255, green: 255, blue: 255, alpha: 1 };

/** Where a page starts: black on white, unless it has style sheets elsewhere, which may say anything. */
export function inkOfPage(hasOtherSheets: boolean): Ink {
  const [colour, paper] = hasOtherSheets ? [null, null] : [black, white];
  return { isVisible: true, size: 16, colour, paper, isCutOut: false };
}

/** Letters smaller than so many pixels cannot be read. */
const smallest = 3;

/** Whether people can read letters that look like this. */
export function isLegible({ isVisible, size, colour, paper, isCutOut }: Ink): boolean {
  if (!isVisible || size < smallest) return false;
  if (colour === null || isCutOut) return true;
  return colour.alpha > 0.05 && (paper === null || !isSame(colour, paper));
}

/** The letters of an element inside one with the given ink. */
export function inkWithin(around: Ink, element: PageElement, style: Declared): Ink {
  const oldColour = element.localName === 'font' ? element.getAttribute('color') : null;
  const oldPaper = element.getAttribute('bgcolor');
  if (style.size === 0 && oldColour === null && oldPaper === null) return around;
  const visibility = style.get('visibility');
  const colour = style.get('-webkit-text-fill-color') ?? style.get('color') ?? oldColour;
  return {
    isVisible:
      visibility === undefined || visibility === 'inherit' ? around.isVisible : !/hidden|collapse/.test(visibility),
    size: sizeWithin(around.size, style),
    colour: colour === null || colour === 'inherit' || colour === 'currentcolor' ? around.colour : readColour(colour),
    paper: paperWithin(around.paper, style, oldPaper),
    isCutOut:
      around.isCutOut || /\btext\b/.test(`${style.get('background-clip')} ${style.get('-webkit-background-clip')}`),
  };
}

function sizeWithin(around: number, style: Declared): number {
  const shorthand = /(?:^|\s)([\d.]+[a-z%]*)(?:\/\S+)?\s+\S/.exec(style.get('font') ?? '')?.[1];
  const value = style.get('font-size') ?? shorthand;
  const length = readLength(value);
  if (length === null || value === undefined) return value === undefined || /inherit|er$/.test(value) ? around : 16;
  if (value.endsWith('%')) return (Number.parseFloat(value) / 100) * around;
  return value.endsWith('em') && !value.endsWith('rem') ? Number.parseFloat(value) * around : length;
}

function paperWithin(around: Colour | null, style: Declared, old: string | null): Colour | null {
  const written = `${style.get('background') ?? ''} ${style.get('background-image') ?? ''}`;
  if (/url\(|gradient\(|image\(/.test(written)) return null;
  const value = style.get('background-color') ?? style.get('background') ?? old;
  if (value === null) return around;
  const colour = findColour(value);
  if (colour !== null) return colour.alpha < 0.05 ? around : colour.alpha < 0.95 ? null : colour;
  return /var\(|^[a-z]+$/.test(value) && !/none|initial|inherit|transparent|unset/.test(value) ? null : around;
}
