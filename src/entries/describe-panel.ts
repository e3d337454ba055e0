import type { PanelOfPersonas } from '../core/persona.ts';
import { columnsOf, painted, type TerminalRoom, wrapText } from '../pages/terminal-text.ts';

/** The reviewers with their checks: weight, kind, and how silence counts. */
export function describePanel({ personas, panel }: PanelOfPersonas, room: TerminalRoom): string {
  const columns = columnsOf(room);
  const lines = personas.flatMap(({ id, name, motto, reader, groups }) => [
    ...wrapText(`${name} (${id}): “${motto}”`, columns).map((line) => painted(line, 'bold', room.colour)),
    ...wrapText(`  For: ${reader}`, columns, '  '),
    ...groups.flatMap((group) => [
      `  ${group.name}`,
      ...group.checks.flatMap(({ weight, kind, silence, ask }) => {
        const [first = '', ...rest] = wrapText(ask, columns - checkIndent);
        const head = `  ${String(weight).padStart(4)}  ${kind.padEnd(6)}  ${silence === 'no' ? 'silence is no' : ''.padEnd(13)}  `;
        return [`${head}${first}`, ...rest.map((line) => ' '.repeat(checkIndent) + line)];
      }),
    ]),
    '',
  ]);
  const bar = `Ship from ${panel.shipThreshold} of 100. A score needs ${Math.round(panel.minimumCoverage * 100)}% of the weight answered with a quote.`;
  return `${[...lines, ...wrapText(bar, columns)].join('\n')}\n`;
}

/** Columns before the question of a check. */
const checkIndent = 31;
