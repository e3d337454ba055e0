/** How numbers and days are shown to a person. What is unknown says so; nothing unknown is ever shown as 0. */

/** The fewest decimals that leave a value on its own side of a boundary: 59.6 is not 60 where 60 ships. */
function roundBeside(value: number, keepsSide: (shown: number) => boolean, fewest = 0): string {
  for (let decimals = fewest; decimals <= 6; decimals += 1) {
    const shown = Number(value.toFixed(decimals));
    if (keepsSide(shown) === keepsSide(value)) return String(shown);
  }
  return String(value);
}

/** A score (0 to 100) as a whole number, with decimals only where rounding would change its verdict. */
export function showScore(score: number | null, shipThreshold: number): string {
  return score === null ? 'not scored' : roundBeside(score, (shown) => shown >= shipThreshold);
}

/** A difference of panel scores, with as many decimals as it takes to tell it from the noise. */
export function showMargin(margin: number | null, noise: number): string {
  return margin === null ? 'does not apply' : roundBeside(margin, (shown) => shown > noise, 1);
}

/** Points or weights: two decimals at most. */
export function showPoints(points: number | null): string {
  return points === null ? 'unknown' : String(Math.round(points * 100) / 100);
}

/** Scores and distances between them where no threshold is at hand: one decimal at most. */
export function showTenths(points: number): string {
  return String(Math.round(points * 10) / 10);
}

/** A share (0 to 1) as a percentage that stays on its own side of a minimum share. */
export function showShare(share: number | null, minimum = 0): string {
  if (share === null) return 'unknown';
  const least = Number((minimum * 100).toFixed(6));
  return `${roundBeside(Number((share * 100).toFixed(6)), (shown) => shown >= least)}%`;
}

/** A percentage that is already 0 to 100. */
export function showPercent(percent: number | null): string {
  return percent === null ? 'not scored' : `${percent}%`;
}

/** US dollars: cents from ten cents up, two significant digits below. */
export function showMoney(usd: number | null): string {
  if (usd === null) return 'unknown';
  if (usd === 0) return '$0';
  if (usd < 0.0001) return 'less than $0.0001';
  return `$${Number(usd.toFixed(2)) < 0.1 ? trimmed(usd.toPrecision(2)) : usd.toFixed(2)}`;
}

/** US dollars that can be less than nothing. */
export function showBalance(usd: number | null): string {
  return usd !== null && usd < 0 ? `−${showMoney(-usd)}` : showMoney(usd);
}

function trimmed(decimal: string): string {
  return decimal.replace(/(\.\d*[1-9])0+$/, '$1');
}

/** The day of an ISO time; a day, month or year stays as given. */
export function showDay(time: string | null): string {
  if (time === null) return 'unknown';
  return /^\d{4}-\d{2}-\d{2}T/.test(time) ? time.slice(0, 10) : time;
}

/** One day, or the first and the last of several. */
export function showDays(times: readonly string[]): string {
  const days = [...new Set(times.map(showDay))].sort();
  const [first] = days;
  if (first === undefined) return 'unknown';
  return days.length === 1 ? first : `${first} to ${days.at(-1)}`;
}

/** A key or hash short enough to compare by eye: twelve characters of its digest. */
export function showKey(key: string): string {
  return key.slice(key.lastIndexOf(':') + 1).slice(0, 12);
}

/** `1 vote`, `2 votes`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** The first letter as a capital. */
export function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
