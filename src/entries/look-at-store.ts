import { existsSync } from 'node:fs';
import { openSqliteStore } from '../store/sqlite.ts';

/** What a database holds, for `doctor`. @throws StoreUnusable */
export async function lookAtDatabase(file: string): Promise<string> {
  if (!existsSync(file)) return `${file} does not exist yet; the first run makes it`;
  const store = await openSqliteStore(file);
  try {
    const tools = await store.listTools();
    return `${file} holds ${tools.length} tools`;
  } finally {
    await store.close();
  }
}

/** A night that ended well more than so many days ago is a problem: the job does not run, or runs and fails. */
const longestSilence = 3;

/** How the nights go, for `doctor`. @throws Error when the last one that ended well is long ago, with what to do */
export async function lookAtNights(file: string, now: Date): Promise<string> {
  if (!existsSync(file)) return 'none yet';
  const store = await openSqliteStore(file);
  try {
    const [newest] = await store.nights.list(1);
    const good = await store.nights.lastSuccess();
    if (newest === undefined) return 'none yet; docs/nightly.md says how to run one every night';
    const since = good?.endedAt ?? newest.startedAt;
    const days = Math.floor((now.getTime() - Date.parse(since)) / 86_400_000);
    const said =
      good === null
        ? `none has ended well since ${since.slice(0, 10)}`
        : `the last one that ended well was ${days === 0 ? 'less than a day' : days === 1 ? 'a day' : `${days} days`} ago`;
    if (days <= longestSilence) return said;
    throw new Error(
      `${said}\nRun: ship-or-skip nightly. Its report in ${newest.folder ?? 'output/nights'} says what failed.`,
    );
  } finally {
    await store.close();
  }
}
