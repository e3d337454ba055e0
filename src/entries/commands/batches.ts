import type { Command } from 'commander';
import type { StoredBatch } from '../../store/contract/batches-contract.ts';
import { agoOf } from '../describe-batch.ts';
import { exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addDeskOptions, type DeskOptions } from '../options.ts';
import { atReadingDesk } from '../run.ts';
import { harmless } from '../say-error.ts';
import { sayResult } from '../say-results.ts';

/** `batches`: what is in batches and was not fetched yet. */
export function addBatches(program: Command, house: House, done: (code: number) => void): void {
  const command = program
    .command('batches')
    .description('batches whose answers were not fetched yet, as far as this store knows; the service is not asked')
    .addHelpText(
      'after',
      `
A run with --batch fetches what has ended, whoever asked for it, and waits for
what it needs itself. Results can be fetched for 29 days.

Examples:
  ship-or-skip batches
  ship-or-skip batches --json | jq '.[].id'`,
    );
  addDeskOptions(command).action(async (options: DeskOptions) => done(await listBatches(house, options)));
}

async function listBatches(house: House, options: DeskOptions): Promise<number> {
  return atReadingDesk(house, options, async (desk) => {
    const open = await desk.store.batches.listOpen();
    const inWords = () =>
      open.length === 0
        ? 'No batch is open.\n'
        : open.map((batch) => `${harmless(describeOpen(batch, desk.now()))}\n`).join('');
    await sayResult(house, options, open.map(recordOf), inWords);
    return exitCodes.done;
  });
}

function describeOpen({ serviceId, state, notedAt, createdAt, expiresAt, items }: StoredBatch, now: Date): string {
  const name = serviceId ?? (state === 'sending' ? '(no id yet: being sent, or its sender was stopped)' : '');
  const tools = [...new Set(items.map(({ seat }) => seat.tool))].join(', ');
  const expiry = expiresAt === null ? '' : `, expires ${expiresAt}`;
  return `${name}  sent ${agoOf(createdAt ?? notedAt, now)}${expiry}, ${items.length} questions: ${tools}`;
}

function recordOf({ serviceId, state, notedAt, createdAt, expiresAt, items }: StoredBatch) {
  const questions = items.map(({ seat, purpose, attempt, model, outcome }) => ({
    ...seat,
    ...{ purpose, attempt, model, outcome },
  }));
  return { id: serviceId, state, notedAt, createdAt, expiresAt, questions };
}
