import type { Batching, Desk } from '../../desk.ts';
import type { StoredBatch } from '../../store/contract/batches-contract.ts';
import type { BatchRun } from './ask-in-batches.ts';
import { visitBatch, withholdBatch } from './visit-batch.ts';

/** The first pause between two looks at a batch, by how much the next one is longer, and the longest; in milliseconds. */
const firstPause = 1_000;
const growth = 1.5;
const longestPause = 60_000;

/** A service that cannot say how far a batch is for so long is not waited for any more in this run, in milliseconds. */
const longestSilence = 600_000;

/**
 * Waits until one of the batches has ended and its results are kept, or something else became of it. While somebody else
 * is sending one, it looks again soon. A run that is stopped leaves the batches to the service, and says so.
 */
export async function awaitBatches(
  desk: Desk,
  batching: Batching,
  batches: readonly StoredBatch[],
  run: BatchRun,
): Promise<void> {
  const open = batches.filter(({ state }) => state === 'open');
  for (const { number, serviceId, items, createdAt } of open)
    if (!run.sent.has(number) && serviceId !== null && createdAt !== null)
      batching.tell({ kind: 'found', batch: serviceId, questions: items.length, since: createdAt });
  try {
    await watch(desk, batching, { open, others: batches.length > open.length }, run);
  } catch (error) {
    if (desk.signal.aborted)
      for (const { serviceId } of open) if (serviceId !== null) batching.tell({ kind: 'left', batch: serviceId });
    throw error;
  }
}

async function watch(
  desk: Desk,
  batching: Batching,
  { open, others }: { open: readonly StoredBatch[]; others: boolean },
  run: BatchRun,
): Promise<void> {
  const heard = new Map(open.map(({ number }) => [number, desk.now().getTime()]));
  for (let pause = firstPause; ; pause = Math.min(pause * growth, longestPause)) {
    let settled = false;
    let asked = 0;
    for (const batch of open) {
      const visit = await visitBatch(desk, batching, batch, run);
      const now = desk.now().getTime();
      if (visit.kind === 'settled') settled = true;
      else if (visit.kind === 'pending') heard.set(batch.number, now);
      else if (now - (heard.get(batch.number) ?? now) > longestSilence) {
        withholdBatch(batch, visit.failure, run);
        settled = true;
      } else asked = Math.max(asked, visit.failure.retryAfterMs ?? 0);
    }
    if (settled) return;
    await batching.wait(Math.max(pause, Math.min(asked, longestPause)), desk.signal);
    if (others) return;
  }
}
