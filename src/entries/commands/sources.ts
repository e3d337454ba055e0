import { type Command, InvalidArgumentError } from 'commander';
import type { RecalledSources } from '../../flows/gather/recall-sources.ts';
import { exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addDeskOptions, type DeskOptions } from '../options.ts';
import { atReadingDesk } from '../run.ts';
import { sayResult } from '../say-results.ts';

interface SourcesOptions extends DeskOptions {
  at?: string;
  text?: string;
}

/** `sources <tool>`: what was read about a tool, and when. */
export function addSources(program: Command, house: House, done: (code: number) => void): void {
  const command = program
    .command('sources <tool>')
    .description(
      'the sources of a tool: where, when and with which hash each was read, where they disagree, and every time they were read',
    )
    .option('--at <day>', 'as they had been read by the end of this day, YYYY-MM-DD', readDay)
    .option('--text <id>', 'print the text of one source instead, as it was read')
    .addHelpText(
      'after',
      '\nExamples:\n  ship-or-skip sources lantern\n  ship-or-skip sources lantern --at 2026-11-20 --text S2',
    );
  addDeskOptions(command).action(async (tool: string, options: SourcesOptions) =>
    done(await sources(house, tool, options)),
  );
}

function readDay(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new InvalidArgumentError('Write a day as YYYY-MM-DD.');
  return text;
}

async function sources(
  house: House,
  target: string,
  { at = '', text: wanted, ...options }: SourcesOptions,
): Promise<number> {
  return atReadingDesk(house, options, async (desk) => {
    const { recallSources } = await import('../../flows/gather/recall-sources.ts');
    const recalled = await recallSources(desk, target, at === '' ? null : at);
    if (wanted !== undefined) return sayText(house, recalled, wanted);
    const plain = {
      ...recalled,
      sources: recalled.sources.map(({ text, ...source }) => ({ ...source, characters: text.length })),
    };
    await sayResult(house, options, plain, () => describe(house, recalled));
    return exitCodes.done;
  });
}

async function sayText(house: House, { tool, sources: all }: RecalledSources, wanted: string): Promise<number> {
  const { InvalidOrder } = await import('../../flows/ask/review-tools.ts');
  const { harmless } = await import('../say-error.ts');
  const source = all.find(({ id }) => id.toLowerCase() === wanted.toLowerCase());
  if (source === undefined)
    throw new InvalidOrder(`${tool} has no source ${wanted}; it has ${all.map(({ id }) => id).join(', ')}.`);
  house.terminal.out(`${harmless(source.text)}\n`);
  return exitCodes.done;
}

async function describe(
  house: House,
  { tool, dossierKey, sources: all, conflicts, missed, gatherings }: RecalledSources,
): Promise<string> {
  const { listLines, sayConflict } = await import('../../pages/gathering.ts');
  const { describeSource } = await import('../describe-gathering.ts');
  const room = house.terminal;
  const urlOf = (id: string) => all.find((source) => source.id === id)?.url ?? null;
  const lines = all.map((source) =>
    describeSource({
      ...source,
      retrieved: source.retrievedAt ?? source.retrieved,
      characters: source.text.length,
      thin: false,
    }),
  );
  const times = gatherings.map(
    ({ at, dossierKey: key, reader }) =>
      `${at} ${key}${key === dossierKey ? ', these sources' : ''}${reader === null ? '' : `, facts read by ${reader}`}`,
  );
  return `${[
    `${tool}: ${dossierKey}`,
    ...listLines('Sources', lines, room),
    ...listLines(
      'Sources disagree',
      conflicts.map((conflict) => sayConflict(conflict, urlOf)),
      room,
    ),
    ...listLines(
      'Not read',
      missed.map(({ url, reason }) => `${url}: ${reason}`),
      room,
    ),
    ...listLines('Read', times, room),
  ].join('\n')}\n`;
}
