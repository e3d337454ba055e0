import { oncePer } from '../core/once-per.ts';
import { compiledOnce } from './compiled.ts';
import type { Database } from './tables/schema.ts';

/** Which review stands for each tool, by persona; the one that took its seat last stands last. */
type Standings = ReadonlyMap<string, ReadonlyMap<string, number>>;

interface Read {
  /** The last decision that is in it. */
  seen: number;
  standing: Map<string, Map<string, number>>;
}

const readIn = oncePer((_db: Database): Read => ({ seen: 0, standing: new Map() }));

/**
 * The reviews that stand now. A seat is never moved without a decision, and none is ever taken back, so only those are
 * read that were made since the last time: for every answer the seats of all tools would be too many.
 */
export async function readStandings(db: Database): Promise<Standings> {
  const read = readIn(db);
  for (const { id, tool, persona, review_id: reviewId } of await selectKept(db, { seen: read.seen })) {
    // Another reader may have come to know it in the meantime.
    if (id <= read.seen) continue;
    read.seen = id;
    const tools = read.standing.get(persona) ?? new Map<string, number>();
    read.standing.set(persona, tools);
    tools.delete(tool);
    tools.set(tool, reviewId);
  }
  return read.standing;
}

const selectKept = compiledOnce((db, { seen }: { seen: number }) =>
  db
    .selectFrom('decisions')
    .innerJoin('reviews', 'reviews.id', 'decisions.review_id')
    .select(['decisions.id', 'tool', 'persona', 'review_id'])
    .where('decisions.id', '>', seen)
    .where('decision', '=', 'kept')
    .orderBy('decisions.id'),
);
