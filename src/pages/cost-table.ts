import type { CostReport, Sum, Totals } from '../core/ledger.ts';
import { countOf, showBalance } from './format.ts';
import { oneLine, padTo, painted, widthOf, wrapText } from './terminal-text.ts';

interface Column {
  head: string;
  cell: (totals: Totals) => string;
  /** The least important goes first where there is little room. */
  rank: number;
}

const gap = 2;

/** In the order they are shown. Calls and cost always have room. */
const columns: readonly Column[] = [
  { head: 'calls', cell: ({ calls }) => String(calls), rank: 0 },
  { head: 'in', cell: ({ tokens }) => short(tokens.input), rank: 4 },
  { head: 'written', cell: ({ tokens }) => short(tokens.cacheWrite5m + tokens.cacheWrite1h), rank: 7 },
  { head: 'read', cell: ({ tokens }) => short(tokens.cacheRead), rank: 6 },
  { head: 'out', cell: ({ tokens }) => short(tokens.output), rank: 5 },
  { head: 'thinking', cell: ({ tokens }) => (tokens.thinking === null ? '' : short(tokens.thinking)), rank: 9 },
  { head: 'cost', cell: ({ cost }) => money(cost), rank: 0 },
  { head: 'by cache', cell: ({ savedByCache }) => money(savedByCache), rank: 1 },
  { head: 'by batch', cell: ({ savedByBatch }) => money(savedByBatch), rank: 3 },
  { head: 'by reuse', cell: ({ savedByReuse }) => money(savedByReuse), rank: 2 },
  { head: 'a review', cell: ({ costPerStandingReview }) => money(costPerStandingReview), rank: 8 },
];

/** One line for each group, with as many columns as there is room for; where there is room for none, a few lines each. */
export function costTable({ groups, by }: CostReport, room: { columns: number; colour: boolean }): string[] {
  const nameWidth = Math.max(by?.length ?? 0, ...groups.map(({ name }) => widthOf(oneLine(name))));
  const widths = new Map(columns.map((column) => [column, widthOfColumn(column, groups)]));
  const telling = columns.filter(
    ({ rank, cell }) => rank === 0 || groups.some((one) => !/^(?:|0|\$0)$/.test(cell(one))),
  );
  const taken = (shown: readonly Column[]) => shown.reduce((sum, one) => sum + gap + (widths.get(one) ?? 0), nameWidth);
  let shown = telling;
  while (taken(shown) > room.columns && shown.some(({ rank }) => rank > 0)) {
    const least = Math.max(...shown.map(({ rank }) => rank));
    shown = shown.filter(({ rank }) => rank < least);
  }
  const legend = wrapText(legendOf(shown, groups), room.columns, '  ').map((text) => painted(text, 'dim', room.colour));
  if (taken(shown) > room.columns) return [...groups.flatMap((group) => stacked(group, room.columns)), ...legend];
  const line = (name: string, cells: readonly string[]) =>
    [padTo(name, nameWidth), ...cells].join(' '.repeat(gap)).trimEnd();
  const cells = (text: (column: Column) => string) =>
    shown.map((column) => text(column).padStart(widths.get(column) ?? 0));
  return [
    painted(
      line(
        by ?? '',
        cells(({ head }) => head),
      ),
      'bold',
      room.colour,
    ),
    ...groups.map((group) =>
      line(
        oneLine(group.name),
        cells(({ cell }) => cell(group)),
      ),
    ),
    ...legend,
  ];
}

/** What is not said by the heads of the columns; nothing where they say all. */
function legendOf(shown: readonly Column[], groups: readonly Totals[]): string {
  const has = (pattern: RegExp) => shown.some(({ head }) => pattern.test(head));
  const isUnknown = shown.some(({ cell }) => groups.some((group) => cell(group).endsWith('?')));
  const parts = [
    ...(has(/^by /) ? ['by cache, batch, reuse: saved by it'] : []),
    ...(has(/^a review$/) ? ['a review: cost of one that stands'] : []),
    ...(isUnknown ? ['+1?: and one more, of unknown amount'] : []),
  ];
  return parts.join('; ');
}

function widthOfColumn({ head, cell }: Column, groups: readonly Totals[]): number {
  return Math.max(head.length, ...groups.map((group) => widthOf(cell(group))));
}

function stacked(group: CostReport['groups'][number], columns: number): string[] {
  const { calls, cost, savedByCache, savedByBatch, savedByReuse } = group;
  const saved = [
    ['cache', savedByCache],
    ['batch', savedByBatch],
    ['reuse', savedByReuse],
  ] as const;
  const told = saved.filter(([, { usd, unknown }]) => usd !== 0 || unknown > 0);
  const parts = [countOf(calls, 'call'), money(cost), ...told.map(([how, sum]) => `saved by ${how} ${money(sum)}`)];
  return [...wrapText(group.name, columns), ...wrapText(parts.join(', '), columns - 2).map((text) => `  ${text}`)];
}

/** `+3?`: three more, of unknown amount. */
function money({ usd, unknown }: Sum): string {
  if (unknown === 0) return showBalance(usd);
  return usd === null ? `${unknown}?` : `${showBalance(usd)} +${unknown}?`;
}

/** Three digits, with k or M behind them. */
function short(count: number): string {
  if (count < 1_000) return String(count);
  return count < 999_500 ? `${digits(count / 1_000)}k` : `${digits(count / 1_000_000)}M`;
}

function digits(value: number): string {
  return value < 99.95 ? value.toFixed(1) : value.toFixed(0);
}
