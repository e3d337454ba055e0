import type { Launch, LaunchState } from '../../core/launches/launch.ts';
import { nearestWord } from '../../core/nearest-word.ts';
import type { Desk } from '../../desk.ts';
import { InvalidOrder } from '../ask/review-tools.ts';
import { requireName } from '../publish/approve-reviews.ts';

/** Raised for the id of a launch nobody announced. */
export class UnknownLaunch extends Error {
  override name = 'UnknownLaunch';
}

interface LaunchOrder {
  /** As the list shows it. */
  id: string;
  state: Extract<LaunchState, 'taken' | 'left'>;
  /** Null when nothing was said. */
  why: string | null;
  by: string;
}

/** Longest reason a person may give, in characters. */
const longestReason = 500;

/**
 * A person takes or leaves a launch. It stays so whatever a rule says later; another word of a person moves it again.
 * @throws UnknownLaunch, InvalidOrder for a name nobody can have or a reason that is no line
 */
export async function decideLaunch(desk: Desk, { id, state, why, by }: LaunchOrder): Promise<Launch> {
  const name = requireName(by);
  const because = (why ?? 'somebody decided').replaceAll(/\s+/g, ' ').trim();
  if (because === '' || because.length > longestReason || /\p{Cc}/u.test(because))
    throw new InvalidOrder(`Say why in one line of at most ${longestReason} characters.`);
  const launch = await findLaunch(desk, id);
  return desk.store.launches.decide(launch.id, {
    state,
    reason: 'person',
    because,
    by: name,
    at: desk.now().toISOString(),
  });
}

async function findLaunch(desk: Desk, id: string): Promise<Launch> {
  const number = /^#?\d{1,15}$/.test(id.trim()) ? Number(id.trim().replace('#', '')) : null;
  const found = number === null ? null : await desk.store.launches.find(number);
  if (found !== null) return found;
  const near = nearest(await desk.store.launches.list(), id, number);
  const hint =
    near.length === 0 ? '' : ` Near it: ${near.map((launch) => `${launch.id} (${launch.name})`).join(', ')}.`;
  throw new UnknownLaunch(`There is no launch "${id}".${hint} See them with: ship-or-skip launches`);
}

/** Those with the next numbers, or with the name that was written instead of one. */
function nearest(launches: readonly Launch[], id: string, number: number | null): Launch[] {
  if (number !== null)
    return launches.toSorted((a, b) => Math.abs(a.id - number) - Math.abs(b.id - number) || a.id - b.id).slice(0, 3);
  const names = launches.map(({ name }) => name.toLowerCase());
  const name = nearestWord(id.toLowerCase(), names);
  return launches.filter((launch) => launch.name.toLowerCase() === name).slice(0, 3);
}
