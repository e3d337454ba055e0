import { openBallots } from './ballots.ts';
import { openCalls } from './calls.ts';
import { openComparisons } from './comparisons.ts';
import type { Store } from './contract.ts';
import { openDossiers } from './dossiers.ts';
import { openHistory } from './reviews.ts';
import type { Database } from './schema.ts';
import { openSeats } from './seats.ts';

/** A store over an open, migrated database. Closing it closes the database. */
export function storeOver(db: Database): Store {
  return {
    calls: openCalls(db),
    ...openDossiers(db),
    ...openSeats(db),
    ...openHistory(db),
    ...openBallots(db),
    ...openComparisons(db),
    close: () => db.destroy(),
  };
}
