import { isWebAddress } from '../core/gathering/plain-address.ts';
import type { Desk } from '../desk.ts';
import type { House } from './house.ts';
import type { DeskOptions } from './options.ts';
import { harmless } from './say-error.ts';

/**
 * Says on stderr, before anything is spent, which tools of an order may be one product, with each other or with one of the
 * store. Of an address nobody knows only its pages could tell, and those are read once, when it is gathered.
 */
export async function sayDoubts(
  { terminal }: House,
  { quiet }: DeskOptions,
  desk: Desk,
  targets: readonly string[],
): Promise<void> {
  if (quiet) return;
  const { readAll } = await import('../flows/ask/review-tools.ts');
  const { findToolAt } = await import('../flows/gather/find-tool-at.ts');
  const { findStoredTwins, findTwins } = await import('../flows/gather/find-twins.ts');
  const known = await Promise.all(
    targets.map(async (one) => !isWebAddress(one) || (await findToolAt(desk, one)) !== null),
  );
  const dossiers = await readAll(
    desk,
    targets.filter((_, index) => known[index]),
  );
  const twins = [...(await findTwins(desk, dossiers)), ...(await findStoredTwins(desk, dossiers))];
  for (const { slugs, because, same } of twins) {
    const [first, second] = slugs;
    const what = same === 'yes' ? 'are one product by their names and addresses' : 'may be one product';
    const how = `ship-or-skip merge ${second} ${first} --why "…", or: ship-or-skip split ${second} --from ${first} --why "…"`;
    terminal.err(harmless(`note: ${first} and ${second} ${what}: ${because}. Settle it with: ${how}\n`));
  }
}
