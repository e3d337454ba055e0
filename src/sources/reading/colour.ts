/** Red, green and blue from 0 to 255, and opacity from 0 to 1. */
export interface Colour {
  red: number;
  green: number;
  blue: number;
  alpha: number;
}

const names = new Map(
  Object.entries({
    white: 'ffffff',
    snow: 'fffafa',
    ivory: 'fffff0',
    ghostwhite: 'f8f8ff',
    floralwhite: 'fffaf0',
    whitesmoke: 'f5f5f5',
    mintcream: 'f5fffa',
    azure: 'f0ffff',
    aliceblue: 'f0f8ff',
    seashell: 'fff5ee',
    black: '000000',
    silver: 'c0c0c0',
    gray: '808080',
    grey: '808080',
    red: 'ff0000',
    maroon: '800000',
    yellow: 'ffff00',
    olive: '808000',
    lime: '00ff00',
    green: '008000',
    aqua: '00ffff',
    cyan: '00ffff',
    teal: '008080',
    blue: '0000ff',
    navy: '000080',
    fuchsia: 'ff00ff',
    magenta: 'ff00ff',
    purple: '800080',
    orange: 'ffa500',
    transparent: '00000000',
  }),
);

/** Reads a colour as CSS writes it, or the bare digits of an old attribute; null for one that is not known here. */
export function readColour(written: string): Colour | null {
  const value = written.trim().toLowerCase();
  const hex = names.get(value) ?? /^#?([\da-f]{8}|[\da-f]{6}|[\da-f]{3,4})$/.exec(value)?.[1];
  if (hex !== undefined) return fromHex(hex.length > 4 ? hex : hex.replaceAll(/./g, '$&$&'));
  const [, kind, inner = ''] = /^(rgb|hsl)a?\(([^()]{1,80})\)$/.exec(value) ?? [];
  const parts = inner.split(/[\s,/]+/).filter((part) => part !== '');
  const [a = '', b = '', c = '', d = '1'] = parts;
  const alpha = share(d, 1);
  const numbers = kind === 'rgb' ? [share(a, 255) * 255, share(b, 255) * 255, share(c, 255) * 255] : fromHsl(a, b, c);
  const [red = Number.NaN, green = Number.NaN, blue = Number.NaN] = kind === undefined ? [] : numbers;
  return [red, green, blue, alpha].some(Number.isNaN) ? null : { red, green, blue, alpha };
}

/** The first colour in a shorthand like `#fff url(x.png)`; null when none is known. */
export function findColour(shorthand: string): Colour | null {
  for (const part of shorthand.match(/[\w#-]+\([^()]*\)|[\w#-]+/g) ?? []) {
    const colour = /^\d/.test(part) ? null : readColour(part);
    if (colour !== null) return colour;
  }
  return null;
}

/** Whether nobody can tell one colour from the other. */
export function isSame(one: Colour, other: Colour): boolean {
  const differences = [one.red - other.red, one.green - other.green, one.blue - other.blue];
  return Math.max(...differences.map(Math.abs)) <= faintest;
}

/** Difference in a channel of 0 to 255 up to which two colours look alike. */
const faintest = 20;

function fromHex(hex: string): Colour {
  const channel = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);
  return { red: channel(0), green: channel(2), blue: channel(4), alpha: hex.length === 8 ? channel(6) / 255 : 1 };
}

/** A number or percentage as a share of the whole. */
function share(text: string, whole: number): number {
  const number = Number.parseFloat(text);
  return text.endsWith('%') ? number / 100 : number / whole;
}

function fromHsl(hue: string, saturation: string, lightness: string): number[] {
  const light = Number.parseFloat(lightness) / 100;
  const reach = (Number.parseFloat(saturation) / 100) * Math.min(light, 1 - light);
  return [0, 8, 4].map((offset) => {
    const turn = (offset + Number.parseFloat(hue) / 30 + 120) % 12;
    return 255 * (light - reach * Math.max(-1, Math.min(turn - 3, 9 - turn, 1)));
  });
}
