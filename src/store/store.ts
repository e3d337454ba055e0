import { openAnswers } from './answers.ts';
import { openBallots } from './ballots.ts';
import { openBatches } from './batches.ts';
import { openCalibrations } from './calibrations.ts';
import { openCalls } from './calls.ts';
import { openComparisons } from './comparisons.ts';
import type { Store } from './contract/contract.ts';
import { openDossiers } from './dossiers.ts';
import { openDuels } from './duels.ts';
import { openFiles } from './files.ts';
import { openLaunches } from './launches.ts';
import { openLedger } from './ledger.ts';
import { openNames } from './names.ts';
import { openNights } from './nights.ts';
import { openReleases } from './releases.ts';
import { openRepeats } from './repeats.ts';
import { openRetention } from './retention.ts';
import { openHistory } from './reviews.ts';
import { openSeats } from './seats.ts';
import { openSettlements } from './settlements.ts';
import { openSnapshots } from './snapshots.ts';
import type { Database } from './tables/schema.ts';
import { openWrittenAnswers } from './written-answers.ts';

/** A store over an open, migrated database. Closing it closes the database. */
export function storeOver(db: Database): Store {
  return {
    calls: openCalls(db),
    ledger: openLedger(db),
    batches: openBatches(db),
    ...openDossiers(db),
    ...openSeats(db),
    ...openHistory(db),
    ...openBallots(db),
    ...openComparisons(db),
    ...openSettlements(db),
    ...openAnswers(db),
    ...openDuels(db),
    ...openWrittenAnswers(db),
    ...openRepeats(db),
    ...openCalibrations(db),
    nights: openNights(db),
    retention: openRetention(db),
    releases: openReleases(db),
    launches: openLaunches(db),
    snapshots: openSnapshots(db),
    names: openNames(db),
    files: openFiles(db),
    close: () => db.destroy(),
  };
}
