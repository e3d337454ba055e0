import type { BatchState } from '../../core/batch.ts';
import { ProviderFailed } from '../../core/call.ts';
import type { Batching, Desk } from '../../desk.ts';
import { persist } from '../../providers/retry.ts';
import type { StoredBatch } from '../../store/contract/batches-contract.ts';
import type { BatchRun } from './ask-in-batches.ts';

/** How often whoever sends a batch says that it is still at it, in milliseconds; and after how long without a word it counts as gone. */
export const renewEveryMs = 2_000;
const goneAfterMs = 10_000;

/** How far our clock and the service’s may be apart, in milliseconds. */
const clockSlackMs = 600_000;

/**
 * Looks for batches whose sender was stopped before it learned their id. One the service has is taken up again; of one it
 * does not have, the questions are free to be sent. While the sender may be alive, or the service cannot be asked, nothing is decided.
 */
export async function findLostBatches(desk: Desk, batching: Batching, run: BatchRun): Promise<void> {
  for (const batch of await desk.store.batches.listOpen()) {
    if (batch.state !== 'sending') continue;
    if (desk.now().getTime() < Date.parse(batch.renewedAt) + goneAfterMs) continue;
    if (batch.items.every(({ customId }) => run.withheld.has(customId))) continue;
    try {
      const find = () => findAtService(desk, batching, batch);
      const found = await persist(find, desk.signal, { wait: batching.wait });
      if (found === null) await desk.store.batches.close(batch.number, 'it never reached the service');
      else {
        const { id, createdAt, expiresAt } = found;
        await desk.store.batches.open(batch.number, { serviceId: id, createdAt, expiresAt });
        batching.tell({ kind: 'found', batch: id, questions: batch.items.length, since: createdAt });
      }
    } catch (error) {
      if (desk.signal.aborted || !(error instanceof ProviderFailed)) throw error;
      if (error.kind === 'credentials' || error.kind === 'spend') run.ending = error;
      for (const { customId } of batch.items) run.withheld.set(customId, error);
    }
  }
}

/**
 * The service’s batch that was sent as this one, as far as a list tells: one we do not know, with as many questions, made
 * since this one was noted; of several the first, as those before it were looked for before. Its results name the
 * questions, so a mistake is found out before anything is kept.
 */
export async function findAtService(desk: Desk, batching: Batching, noted: StoredBatch): Promise<BatchState | null> {
  const since = Date.parse(noted.notedAt) - clockSlackMs;
  const until = Date.parse(noted.renewedAt) + clockSlackMs;
  const recent = (await batching.service.recent(since, desk.signal))
    .filter(({ questions, createdAt }) => questions === noted.items.length && Date.parse(createdAt) <= until)
    .sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
  for (const batch of recent) if ((await desk.store.batches.createdAt(batch.id)) === null) return batch;
  return null;
}
