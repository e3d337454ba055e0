import type { Preflight } from '../core/asking/preflight.ts';
import { columnsOf, oneLine, painted, type TerminalRoom, wrapText } from './terminal-text.ts';

/** What the sources could answer, for a terminal: per persona the checks with the sentence found, then what to ask the maker. */
export function renderPreflight(tool: string, { personas, questions }: Preflight, room: TerminalRoom): string {
  const columns = columnsOf(room);
  const bold = (text: string) => painted(text, 'bold', room.colour);
  const lines = [
    bold(oneLine(`Preflight of ${tool}: what its sources could answer`)),
    ...wrapText(
      'Found by cue words, without a model. This is no score and no verdict: a hint may turn out to be a no.',
      columns,
    ),
  ];
  for (const { name, checks, coverageCeiling, missing } of personas) {
    const hinted = checks.length - missing.length;
    lines.push(
      '',
      bold(
        `${name}: ${hinted} of ${checks.length} checks have a hint, ${Math.floor(coverageCeiling * 100)}% by weight`,
      ),
    );
    for (const { ask, hint, silence } of checks) {
      lines.push(...wrapText(`${hint === null ? '–' : '+'} ${oneLine(ask)}`, columns, '  '));
      const found =
        hint === null
          ? silence === 'no'
            ? 'not stated, which counts as no'
            : 'nothing found'
          : `${hint.source}: ${oneLine(hint.sentence)}`;
      lines.push(...wrapText(`    ${found}`, columns, '    ').map((line) => painted(line, 'dim', room.colour)));
    }
  }
  if (questions.length > 0) lines.push('', bold('Ask the maker'));
  for (const { ask, personas: askers } of questions)
    lines.push(...wrapText(`- ${oneLine(ask)} (${askers.join(', ')})`, columns, '  '));
  return `${lines.join('\n')}\n`;
}
