import { diffWordsWithSpace } from 'diff';
import type { ReviewRecord } from '../core/comparison/comparison.ts';
import { showDay, showMoney, showTenths } from './format.ts';
import {
  columnsOf,
  oneLine,
  type Piece,
  padTo,
  painted,
  type TerminalRoom,
  wrapPieces,
  wrapText,
} from './terminal-text.ts';

/** What it takes to choose between two reviews of one seat. */
export type ReviewInQuestion = Pick<
  ReviewRecord,
  'status' | 'reason' | 'score' | 'verdict' | 'headline' | 'prose' | 'byline'
> & {
  checks: readonly Pick<ReviewRecord['checks'][number], 'id' | 'ask' | 'answer' | 'because'>[];
};

const labelWidth = 10;
/** Below this, old and new stand one below the other. */
const fewestForColumns = 72;

/** The standing review and the new one: what they say in short, the checks that flipped with both reasons, and the prose as a word diff. No line break at the end. */
export function sideBySide(standing: ReviewInQuestion, candidate: ReviewInQuestion, room: TerminalRoom): string {
  const columns = columnsOf(room);
  const { colour } = room;
  const heading = (text: string) => ['', ...wrapText(text, columns).map((line) => painted(line, 'bold', colour))];
  return [
    ...inShort(standing, candidate, columns, colour),
    ...heading('Checks that flipped'),
    ...flips(standing, candidate, columns, colour),
    ...heading(colour ? 'What it says now' : 'What it says now, [-taken out-] {+put in+}'),
    ...wrapPieces(wordDiff(standing.prose ?? '', candidate.prose ?? '', colour), columns, colour),
  ].join('\n');
}

function inShort(standing: ReviewInQuestion, candidate: ReviewInQuestion, columns: number, colour: boolean): string[] {
  const rows = [
    { label: '', show: (_: ReviewInQuestion, title: string) => title },
    { label: 'score', show: showResult },
    { label: 'headline', show: (review: ReviewInQuestion) => review.headline ?? 'none' },
    { label: 'written', show: showOrigin },
  ];
  const width = Math.floor((columns - labelWidth - 2) / 2);
  return rows.flatMap(({ label, show }) => {
    const old = wrapText(show(standing, 'OLD (stands)'), columns < fewestForColumns ? columns - labelWidth : width);
    const now = wrapText(show(candidate, 'NEW'), columns < fewestForColumns ? columns - labelWidth : width);
    if (columns < fewestForColumns)
      return label === '' ? [] : [...labelled(`${label}`, 'old', old), ...labelled('', 'new', now)];
    return Array.from({ length: Math.max(old.length, now.length) }, (_, line) => {
      const text =
        `${padTo(line === 0 ? label : '', labelWidth)}${padTo(old[line] ?? '', width)}  ${now[line] ?? ''}`.trimEnd();
      return label === '' ? painted(text, 'bold', colour) : text;
    });
  });
}

/** Lines of one value in a narrow terminal, its name before it. */
function labelled(label: string, which: string, lines: readonly string[]): string[] {
  const head = label === '' ? [] : [label];
  return [...head, ...lines.map((line, index) => `  ${padTo(index === 0 ? which : '', labelWidth - 4)}${line}`)];
}

function showResult({ status, reason, score, verdict }: ReviewInQuestion): string {
  if (score === null)
    return `${status === 'missing' ? 'missing' : 'not scored'}${reason === null ? '' : `: ${reason}`}`;
  return `${showTenths(score)} ${verdict ?? ''}`.trim();
}

function showOrigin({ byline }: ReviewInQuestion): string {
  if (byline === null) return 'unknown';
  const cost = byline.costUsd === null ? 'cost unknown' : showMoney(byline.costUsd);
  return `${showDay(byline.writtenAt)} by ${byline.model}, ${cost}`;
}

function flips(standing: ReviewInQuestion, candidate: ReviewInQuestion, columns: number, colour: boolean): string[] {
  const ids = [...new Set([...standing.checks, ...candidate.checks].map((check) => check.id))];
  const found = ids.flatMap((id) => {
    const old = standing.checks.find((check) => check.id === id);
    const now = candidate.checks.find((check) => check.id === id);
    if (old?.answer === now?.answer) return [];
    const turn = `${old?.answer ?? 'not asked'} -> ${now?.answer ?? 'not asked'}`;
    const [first = '', ...rest] = wrapText(`${turn}: ${now?.ask ?? old?.ask ?? id}`, columns, '  ');
    return [
      painted(first, 'bold', colour),
      ...rest,
      ...reason('was', old?.because, columns).map((line) => painted(line, 'red', colour)),
      ...reason('now', now?.because, columns).map((line) => painted(line, 'green', colour)),
    ];
  });
  return found.length === 0 ? ['none'] : found;
}

function reason(when: string, because: string | undefined, columns: number): string[] {
  const text = oneLine(because ?? '') || 'no reason given';
  return wrapText(`${when}: ${text}`, columns - 2, '     ').map((line) => `  ${line}`);
}

/** Where there is no colour, brackets say what was taken out and put in. */
function wordDiff(old: string, now: string, colour: boolean): Piece[] {
  const changes = diffWordsWithSpace(oneLine(old), oneLine(now));
  if (changes.length === 0) return [{ text: 'nothing', style: null }];
  return changes.map(({ value, added, removed }): Piece => {
    if (!added && !removed) return { text: value, style: null };
    if (colour) return { text: value, style: added ? 'green' : ['red', 'strikethrough'] };
    const [, before = '', words = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(value) ?? [];
    if (words === '') return { text: value, style: null };
    return { text: `${before}${added ? '{+' : '[-'}${words}${added ? '+}' : '-]'}${after}`, style: null };
  });
}
