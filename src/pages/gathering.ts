import { withoutMarkup } from '../core/evidence/markup.ts';
import type { FactConflict } from '../core/gathering/agreement.ts';
import type { FactField, FoundFact } from '../core/gathering/found-fact.ts';
import type { LineChanges } from './line-changes.ts';
import { columnsOf, oneLine, painted, type TerminalRoom, wrapText } from './terminal-text.ts';

/** Characters of a value, and of a quote, that are shown in a list. */
const longestShown = 300;

/** Characters of one entry of a list: what it is made of is cut before. */
const longestEntry = 1200;

/** A list of what was found, for a terminal. Everything in it comes from pages of anyone. */
export function listLines(heading: string, entries: readonly string[], room: TerminalRoom): string[] {
  if (entries.length === 0) return [];
  const lines = entries.flatMap((entry) =>
    wrapText(cut(oneLine(entry), longestEntry), columnsOf(room), '    ').map((line, index) =>
      index === 0 ? `  ${line.trimStart()}` : line,
    ),
  );
  return ['', painted(heading, 'bold', room.colour), ...lines];
}

/** A fact with the words it was read from and where they stand. */
export function sayFact({ field, value, source, quote, path, by }: FoundFact): string {
  const from = quote === null ? (path ?? '') : isWordForWord(value, quote) ? 'word for word' : `“${shown(quote)}”`;
  return `${field}: ${shown(value)} · ${source}, ${by === 'model' ? 'read by a model from ' : ''}${from}`;
}

/** But for marks that lay the words out: a heading, the columns of a table. */
function isWordForWord(value: string, quote: string): boolean {
  return withoutMarkup(quote, 'kept') === value;
}

/** Both sides of a contradiction, each with its source. */
export function sayConflict({ field, sides }: FactConflict, urlOf: (source: string) => string | null): string {
  const said = sides.map(({ value, source, quote, path }) => {
    const url = urlOf(source);
    const where = quote === null ? ` in ${path}` : isWordForWord(value, quote) ? '' : `: “${shown(quote)}”`;
    return `${source}${url === null ? '' : ` (${url})`} says ${shown(value)}${where}`;
  });
  return `${field}: ${said.join('; ')}`;
}

const fieldWords: Partial<Record<FactField, string>> = {
  job: 'what one would hire it for (say it with --job)',
  category: 'category (say it with --category)',
};

export function sayMissing(fields: readonly FactField[]): string[] {
  return fields.map((field) => fieldWords[field] ?? field);
}

/** Lines that came and went. */
export function sayLines({ added, removed, more }: LineChanges): string[] {
  const rest = more === null ? ['too much changed to list it'] : more > 0 ? [`and ${more} more lines`] : [];
  return [...removed.map((line) => `- ${shown(line)}`), ...added.map((line) => `+ ${shown(line)}`), ...rest];
}

function shown(text: string): string {
  return cut(oneLine(text), longestShown);
}

function cut(line: string, longest: number): string {
  return line.length > longest ? `${line.slice(0, longest).toWellFormed()}…` : line;
}
