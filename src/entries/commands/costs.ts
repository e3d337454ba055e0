import { type Command, Option } from 'commander';
import { type Grouping, groupings, reportCosts } from '../../core/ledger.ts';
import { exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addDeskOptions, type DeskOptions, day } from '../options.ts';
import { atReadingDesk } from '../run.ts';
import { sayResult } from '../say-results.ts';

interface CostsOptions extends DeskOptions {
  since?: string;
  by?: Grouping;
}

/** `costs`: what was paid, what for, and what was saved. */
export function addCosts(program: Command, house: House, done: (code: number) => void): void {
  const command = program
    .command('costs')
    .description('what calls cost, what cache, batch and reuse saved, and what a standing review cost')
    .option('--since <day>', 'only from this day on (YYYY-MM-DD, UTC)', day)
    .addOption(new Option('--by <what>', 'a line for each').choices([...groupings]))
    .addHelpText(
      'after',
      `
Every reply is on record with its tokens by class, its cost, and the prices that
was computed from. What is unknown is counted and never taken for nothing.
docs/costs.md explains each figure.

Examples:
  ship-or-skip costs
  ship-or-skip costs --since 2026-11-01 --by model
  ship-or-skip costs --by day --json | jq '.groups[] | [.name, .cost.usd]'`,
    );
  addDeskOptions(command).action(async (options: CostsOptions) => done(await costs(house, options)));
}

async function costs(house: House, { since, by, ...options }: CostsOptions): Promise<number> {
  return atReadingDesk(house, options, async (desk) => {
    const report = reportCosts(await desk.store.ledger.read(), { since: since ?? null, by: by ?? null });
    await sayResult(house, options, report, async () => {
      const { renderCosts } = await import('../../pages/costs.ts');
      return renderCosts(report, house.terminal);
    });
    return exitCodes.done;
  });
}
