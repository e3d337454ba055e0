import type { Desk } from '../desk.ts';
import type { House } from './house.ts';
import type { RunOptions } from './options.ts';

/** Says before a run without `--batch` that questions are in batches: it would ask them again, and pay for them again. */
export async function sayOpenBatches(house: House, options: Pick<RunOptions, 'quiet'>, desk: Desk): Promise<void> {
  if (desk.batching !== null || options.quiet) return;
  const open = (await desk.store.batches.listOpen()).flatMap(({ items }) => items);
  if (open.length === 0) return;
  const questions = open.length === 1 ? '1 question is' : `${open.length} questions are`;
  house.terminal.err(
    `note: ${questions} in batches whose answers were not fetched yet (\`ship-or-skip batches\` lists them). A run with --batch fetches them; this one does not.\n`,
  );
}
