import type { Command } from 'commander';
import { addDays, lastWholeWeek, weekName } from '../../core/comparison/digest.ts';
import { InvalidSettings } from '../choose-models.ts';
import { exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addDeskOptions, type DeskOptions, day } from '../options.ts';
import { atReadingDesk } from '../run.ts';
import { sayResult } from '../say-results.ts';

interface DigestOptions extends DeskOptions {
  since?: string;
  until?: string;
  out: string;
}

/** `digest`: what was published in a week, as mail, text, Markdown and feeds. */
export function addDigest(program: Command, house: House, done: (code: number) => void): void {
  const command = program
    .command('digest')
    .description('what was published in a week, as a mail (HTML, plain text, .eml), Markdown, RSS and JSON Feed')
    .option('--since <day>', 'first day, YYYY-MM-DD (default: Monday of the last whole week)', day)
    .option('--until <day>', 'last day, YYYY-MM-DD (default with --since: today)', day)
    .option('--out <dir>', 'folder of the published documents', 'output')
    .addHelpText(
      'after',
      `
The digest goes to <out>/digest/<week>/, the feeds of all verdicts to <out>/feed.xml
and <out>/feed.json. SHIP_OR_SKIP_SITE makes them link to the pages.

Examples:
  ship-or-skip digest
  ship-or-skip digest --since 2026-11-20
  sendmail -t < output/digest/2026-W47/digest.eml`,
    );
  addDeskOptions(command).action(async (options: DigestOptions) => done(await writeOne(house, options)));
}

async function writeOne(house: House, options: DigestOptions): Promise<number> {
  return atReadingDesk(house, options, async (desk) => {
    const { writeDigest } = await import('../../flows/publish/write-digest.ts');
    const { digest, folder } = await writeDigest(desk, { ...spanOf(options, desk.now()), out: options.out });
    if (desk.site.address === null && !options.quiet)
      house.terminal.err('note: SHIP_OR_SKIP_SITE is not set, so nothing links to the published pages.\n');
    await sayResult(house, options, { ...digest, folder }, () =>
      folder === null
        ? `Nothing was published from ${digest.from} to ${digest.to}: no digest was written.\n`
        : `${digest.entries.map(({ title, answer }) => `${title}: ${answer}\n`).join('')}\n${folder}/digest.html\n`,
    );
    return exitCodes.done;
  });
}

/** The last whole week, or the days that were named. */
function spanOf({ since, until }: DigestOptions, now: Date): { from: string; to: string; name: string } {
  const today = now.toISOString().slice(0, 10);
  if (since === undefined && until === undefined) {
    const week = lastWholeWeek(today);
    return { ...week, name: weekName(week.from) };
  }
  const to = until ?? today;
  const from = since ?? addDays(to, -6);
  if (from > to) throw new InvalidSettings(`--since ${from} is after ${to}. Name the first day, then the last.`);
  return { from, to, name: `${from}-to-${to}` };
}
