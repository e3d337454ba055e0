import { oncePer } from '../core/once-per.ts';
import type { Database } from './tables/schema.ts';

/** What is done in a transaction. It changes nothing but the database, because it may be done again from the start. */
type Work<T> = (transaction: Database) => Promise<T>;

/** A work that waits for its transaction. */
interface Waiting {
  run(transaction: Database): Promise<() => void>;
  reject(error: unknown): void;
}

const waitingIn = oncePer((_db: Database): Waiting[] => []);

/**
 * Runs a work in a transaction that it shares with all that come in the same turn of the event loop: to commit costs as
 * much as all a work writes. One that fails takes none of the others with it: then each gets a transaction of its own.
 */
export function commitTogether<T>(db: Database, work: Work<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const waiting = waitingIn(db);
    if (waiting.length === 0) setImmediate(() => void commitAll(db, waiting.splice(0)));
    waiting.push({
      run: async (transaction) => {
        const result = await work(transaction);
        return () => resolve(result);
      },
      reject,
    });
  });
}

async function commitAll(db: Database, group: readonly Waiting[]): Promise<void> {
  try {
    const done = await db.transaction().execute(async (transaction) => {
      const conclusions: (() => void)[] = [];
      for (const { run } of group) conclusions.push(await run(transaction));
      return conclusions;
    });
    for (const conclude of done) conclude();
  } catch (error) {
    if (group.length === 1) group[0]?.reject(error);
    else for (const one of group) await commitAll(db, [one]);
  }
}
