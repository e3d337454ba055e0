import type { Check, PanelOfPersonas } from '../core/panel/persona.ts';
import { columnsOf, painted, type TerminalRoom, wrapText } from '../pages/terminal-text.ts';

/** Columns before the question of a check. */
const checkIndent = 18;

/** The reviewers with their checks: weight, kind, and where silence counts. */
export function describePanel({ personas, panel }: PanelOfPersonas, room: TerminalRoom): string {
  const columns = columnsOf(room);
  const lines = personas.flatMap(({ id, name, motto, reader, groups }) => [
    ...wrapText(`${name} (${id}): “${motto}”`, columns).map((line) => painted(line, 'bold', room.colour)),
    ...wrapText(`For: ${reader}`, columns),
    ...groups.flatMap((group) => [
      `  ${group.name}`,
      ...group.checks.flatMap((check) => describeCheck(check, columns)),
    ]),
    '',
  ]);
  const share = Math.round(panel.minimumCoverage * 100);
  const bar = `Ship from ${panel.shipThreshold} of 100. A score needs ${share}% of the weight answered with a quote.`;
  return `${[...lines, ...wrapText(bar, columns)].join('\n')}\n`;
}

function describeCheck({ weight, kind, silence, ask }: Check, columns: number): string[] {
  const told = silence === 'no' ? `${ask} (silence counts as no)` : ask;
  const [first = '', ...rest] = wrapText(told, columns - checkIndent);
  const head = `    ${String(weight).padStart(4)}  ${kind.padEnd(6)}  `;
  return [head + first, ...rest.map((line) => ' '.repeat(checkIndent) + line)];
}
