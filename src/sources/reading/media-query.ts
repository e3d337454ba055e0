/** The screen pages are read for, in CSS pixels: what is hidden on phones or on paper only can be seen here. */
const screen = { width: 1280, height: 800 };

/** Whether the rules under a media query hold on that screen. Conditions that are not known here hold nowhere. */
export function holdsOnScreen(query: string): boolean {
  return query
    .toLowerCase()
    .split(',')
    .some((alternative) => {
      const parts = alternative.trim().split(/\s+and\s+/);
      return parts.every((part) => holds(part.replace(/^only\s+/, '').trim()));
    });
}

function holds(condition: string): boolean {
  if (condition === '' || condition === 'all' || condition === 'screen') return true;
  const named = /^\(\s*(min|max)-(width|height)\s*:\s*([\d.]+)(px|em|rem)\s*\)$/.exec(condition);
  if (named !== null) {
    const [, bound, side, number, unit] = named;
    const have = side === 'height' ? screen.height : screen.width;
    return bound === 'min' ? have >= pixels(number, unit) : have <= pixels(number, unit);
  }
  const compared = /^\(\s*width\s*(<=?|>=?)\s*([\d.]+)(px|em|rem)\s*\)$/.exec(condition);
  if (compared !== null) {
    const [, sign = '', number, unit] = compared;
    return sign.startsWith('<') ? screen.width <= pixels(number, unit) : screen.width >= pixels(number, unit);
  }
  return condition === '(hover: hover)' || condition === '(orientation: landscape)';
}

function pixels(number = '', unit = ''): number {
  return Number(number) * (unit === 'px' ? 1 : 16);
}
