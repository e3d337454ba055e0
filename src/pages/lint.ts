import type { LintFinding, LintReport } from '../core/audit/lint.ts';
import type { Figure } from '../core/audit/lint-figures.ts';
import { columnsOf, oneLine, painted, type TerminalRoom, wrapText } from './terminal-text.ts';

/** How the store reads, for a terminal: every figure beside its target, then what a person should look at, review by review. */
export function renderLint({ reviews, tools, figures, findings, problems }: LintReport, room: TerminalRoom): string {
  const columns = columnsOf(room);
  const bold = (text: string) => painted(text, 'bold', room.colour);
  const lines = [
    bold(`${countOf(reviews, 'standing review')} of ${countOf(tools, 'tool')}`),
    ...figures.flatMap((figure) => showFigure(figure, columns, room.colour)),
    ...findings.flatMap((finding, index) => showFinding(finding, findings[index - 1], columns, bold)),
    '',
    problems === 0 ? 'No problems found.' : `${countOf(problems, 'problem')} found.`,
  ];
  return `${lines.join('\n')}\n`;
}

function showFigure(
  { what, persona, value, unit, target, state, basis }: Figure,
  columns: number,
  colour: boolean,
): string[] {
  const mark = { ok: '+', problem: '!', 'too few to judge': '·', 'no target': ' ' }[state];
  const wanted = target === null ? '' : ` (target ${showTarget(target, unit)})`;
  const who = persona === null ? '' : `${oneLine(persona)}: `;
  const told = state === 'ok' || state === 'no target' ? '' : `, ${state}`;
  const lines = wrapText(
    `${mark} ${who}${what}: ${show(value, unit)}${wanted}${told}; ${oneLine(basis)}`,
    columns,
    '    ',
  );
  return lines.map((line) => (state === 'problem' ? painted(line, 'yellow', colour) : line));
}

function showTarget({ least, most }: NonNullable<Figure['target']>, unit: Figure['unit']): string {
  if (least !== null && most !== null) return `${show(least, unit)} to ${show(most, unit)}`;
  return least === null ? `at most ${show(most, unit)}` : `at least ${show(least, unit)}`;
}

function show(value: number | null, unit: Figure['unit']): string {
  if (value === null) return 'unknown';
  if (unit === 'share') return `${Math.round(value * 1000) / 10}%`;
  const number = String(Math.round(value * 10) / 10);
  return unit === 'count' ? number : `${number} ${unit}`;
}

function showFinding(
  { tool, persona, path, check, problem }: LintFinding,
  before: LintFinding | undefined,
  columns: number,
  bold: (text: string) => string,
): string[] {
  const heading =
    before?.tool === tool && before.persona === persona ? [] : ['', bold(oneLine(`${persona} on ${tool}`))];
  return [...heading, ...wrapText(`- ${path} (${check}): ${problem}`, columns, '    ')];
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
