import type { Declared } from './declarations.ts';

/** CSS pixels of one of each unit, on a screen of 1280 × 800 and with letters of 16. */
const units = new Map([
  ['', 1],
  ['px', 1],
  ['pt', 4 / 3],
  ['em', 16],
  ['rem', 16],
  ['ch', 8],
  ['ex', 8],
  ['cm', 37.8],
  ['mm', 3.78],
  ['in', 96],
  ['vw', 12.8],
  ['vh', 8],
  ['vmin', 8],
  ['vmax', 12.8],
  ['%', 10],
]);

/** So many pixels to the left or above is off every screen; so many to the right is where nobody scrolls. */
const farBack = -500;
const farOn = 4000;

/** A length in pixels, a share of the surroundings taken as one of 1000; null when it is none. */
export function readLength(value: string | undefined): number | null {
  const [, number = '', unit = ''] = /^([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)([a-z%]*)$/.exec(value ?? '') ?? [];
  const factor = number === '' ? undefined : units.get(unit);
  return factor === undefined ? null : Number(number) * factor;
}

const isFar = (value: string | undefined): boolean => {
  const length = readLength(value);
  return length !== null && (length <= farBack || length >= farOn);
};

/** Whether an element with all that is in it is out of sight, whatever is in it. What letters look like is judged elsewhere. */
export function isOutOfSight(style: Declared): boolean {
  if (style.size === 0) return false;
  return (
    style.get('display') === 'none' ||
    style.get('content-visibility') === 'hidden' ||
    isTransparent(style) ||
    isMovedAway(style) ||
    isClipped(style) ||
    isShrunk(style)
  );
}

/** Opacity up to which nobody reads. */
const palest = 0.05;

function isTransparent(style: Declared): boolean {
  const opacities = [style.get('opacity'), /opacity\(\s*([^()\s]+)\s*\)/.exec(style.get('filter') ?? '')?.[1]];
  return opacities.some((value) => {
    const number = /^[-+]?[\d.]+(?:e[-+]?\d+)?%?$/.test(value ?? '') ? Number.parseFloat(value ?? '') : 1;
    return number / (value?.endsWith('%') ? 100 : 1) <= palest;
  });
}

function isMovedAway(style: Declared): boolean {
  const isPlaced = /^(?:absolute|fixed|relative|sticky)$/.test(style.get('position') ?? '');
  const places = ['left', 'right', 'top', 'bottom'].map((side) => style.get(side));
  if (isPlaced && [...places, ...(style.get('inset') ?? '').split(' ')].some(isFar)) return true;
  const shifts = [
    style.get('text-indent'),
    style.get('margin-left'),
    style.get('margin-top'),
    ...(style.get('margin') ?? '').split(' '),
  ];
  if (shifts.some((shift) => (readLength(shift) ?? 0) <= farBack)) return true;
  const moves = /translate(?:x|y|3d)?\(([^()]*)\)/.exec(style.get('transform') ?? '')?.[1]?.split(',') ?? [];
  return [...moves, ...(style.get('translate') ?? '').split(' ')].some((move) => isFar(move.trim()));
}

function isClipped(style: Declared): boolean {
  const sides = /^rect\(([^()]*)\)$/
    .exec(style.get('clip') ?? '')?.[1]
    ?.split(/[\s,]+/)
    .map(readLength);
  if (sides !== undefined && /^(?:absolute|fixed)$/.test(style.get('position') ?? '')) {
    const [top, right, bottom, left] = sides;
    if (isNarrow(left, right) || isNarrow(top, bottom)) return true;
  }
  const [, shape = '', inner = ''] =
    /^(inset|circle|ellipse|polygon)\(([^()]*)\)/.exec(style.get('clip-path') ?? '') ?? [];
  const [first = ''] = inner.trim().split(/\s+/);
  if (shape === 'inset') return first.endsWith('%') && Number.parseFloat(first) >= 50;
  if (shape === 'polygon') return !/[1-9]/.test(inner);
  return shape !== '' && readLength(first) === 0;
}

function isNarrow(from: number | null | undefined, to: number | null | undefined): boolean {
  return typeof from === 'number' && typeof to === 'number' && to - from <= 1;
}

function isShrunk(style: Declared): boolean {
  const transform = style.get('transform') ?? '';
  if (
    /scale(?:x|y|3d)?\(\s*(?:0(?:\.0*)?|\.0+)\s*[,)]/.test(transform) ||
    /^0(?:\.0*)?(?:\s|$)/.test(style.get('scale') ?? '')
  )
    return true;
  const isCut = ['overflow', 'overflow-x', 'overflow-y'].some((property) =>
    /hidden|clip/.test(style.get(property) ?? ''),
  );
  return (
    isCut && ['width', 'height', 'max-width', 'max-height'].some((side) => (readLength(style.get(side)) ?? 2) <= 1)
  );
}
