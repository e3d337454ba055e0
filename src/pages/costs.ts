import type { CostReport, Sum, Totals } from '../core/ledger.ts';
import { costTable } from './cost-table.ts';
import { countOf, showBalance, showMoney } from './format.ts';
import { columnsOf, type TerminalRoom, wrapText } from './terminal-text.ts';

/** Fewer columns than this leave no room for text beside its label. */
const narrow = 60;

/** What calls cost and saved: the figures of all of them, then a table by group. */
export function renderCosts(report: CostReport, room: TerminalRoom): string {
  const { total, groups, since } = report;
  const columns = columnsOf(room);
  const when = since === null ? '' : ` since ${since}`;
  if (total.calls + total.supplied + total.broken + total.reuses === 0) return `No call is on record${when}.\n`;
  const figures = figuresOf(report).flatMap(([label, text]) => (text === null ? [] : [{ label, text }]));
  const width = Math.max(...figures.map(({ label }) => label.length)) + 2;
  const lines = figures.flatMap(({ label, text }) =>
    columns < narrow ? wrapText(`${label}: ${text}`, columns, '  ') : beside(label.padEnd(width), text, columns),
  );
  const table = groups.length === 0 ? [] : ['', ...costTable(report, { ...room, columns })];
  return `${[...lines, ...table].join('\n')}\n`;
}

function beside(label: string, text: string, columns: number): string[] {
  return wrapText(text, columns - label.length).map(
    (line, index) => `${index === 0 ? label : ' '.repeat(label.length)}${line}`,
  );
}

function figuresOf({ total, prices }: CostReport): [label: string, text: string | null][] {
  return [
    ['calls', describeCalls(total)],
    ['cost', describeSum(total.cost, 'call of unknown cost', 'calls of unknown cost')],
    ['input', describeInput(total)],
    ['output', describeOutput(total)],
    ['saved by cache', describeSum(total.savedByCache, 'call where it is unknown', 'calls where it is unknown')],
    ['saved by batch', describeSum(total.savedByBatch, 'call where it is unknown', 'calls where it is unknown')],
    ['saved by reuse', describeReuse(total)],
    ['standing reviews', describeReviews(total)],
    ['broke off', describeBroken(total)],
    ['prices', describePrices(prices)],
  ];
}

function describeCalls({ calls, supplied }: Totals): string {
  if (supplied === 0) return String(calls);
  return `${calls}; besides ${countOf(supplied, 'reply', 'replies')} from recordings or files, for which nobody was paid here`;
}

/** The known part, then how many parts are not in it. */
function describeSum({ usd, unknown }: Sum, one: string, many: string): string {
  const rest = unknown === 0 ? [] : [countOf(unknown, one, many)];
  return [showBalance(usd), ...rest].join(', and ');
}

function describeInput({ tokens: { input, cacheWrite5m, cacheWrite1h, cacheRead }, withoutUsage }: Totals): string {
  const all = input + cacheWrite5m + cacheWrite1h + cacheRead;
  const classes = [
    `${number(input)} uncached`,
    `${number(cacheWrite5m)} written to the cache for 5 minutes`,
    `${number(cacheWrite1h)} for an hour`,
    `${number(cacheRead)} read from it`,
  ];
  const silent = withoutUsage === 0 ? '' : `; not told for ${countOf(withoutUsage, 'call')}`;
  return `${number(all)} tokens: ${classes.join(', ')}${silent}`;
}

function describeOutput({ tokens: { output, thinking } }: Totals): string {
  return `${number(output)} tokens, ${thinking === null ? 'of thinking nobody tells' : `${number(thinking)} of it thinking`}`;
}

function describeReuse({ savedByReuse, reuses }: Totals): string {
  const sum = describeSum(savedByReuse, 'use of unknown saving', 'uses of unknown saving');
  return `${sum} (${countOf(reuses, 'use')} of standing reviews)`;
}

function describeReviews({ standingReviews, costPerStandingReview, spentPerStandingReview }: Totals): string {
  const { usd, unknown } = costPerStandingReview;
  if (standingReviews === 0) return 'none';
  const rest = unknown === 0 ? '' : `, ${unknown} of them of unknown cost`;
  return `${standingReviews}${rest}; each cost ${showMoney(usd)}, and ${showMoney(spentPerStandingReview)} with everything else that was spent`;
}

function describeBroken({ broken, brokenAtMost }: Totals): string | null {
  if (broken === 0) return null;
  const most = describeSum(brokenAtMost, 'of unknown price', 'of unknown price');
  return `${countOf(broken, 'attempt')} that may be billed, at most ${most}; not in the cost`;
}

function describePrices(prices: CostReport['prices']): string | null {
  if (prices.length === 0) return null;
  return prices.map(({ version, calls }) => `${version ?? 'unknown'} (${countOf(calls, 'call')})`).join(', ');
}

function number(count: number): string {
  return count.toLocaleString('en');
}
