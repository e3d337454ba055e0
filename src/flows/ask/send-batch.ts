import type { BatchItem, BatchState } from '../../core/batch.ts';
import { ProviderFailed } from '../../core/call.ts';
import type { Batching, Desk } from '../../desk.ts';
import { BudgetReached } from '../../providers/budget.ts';
import { persist } from '../../providers/retry.ts';
import type { StoredBatch } from '../../store/contract/batches-contract.ts';
import type { BatchRun } from './ask-in-batches.ts';
import { findAtService, renewEveryMs } from './find-lost-batches.ts';

/**
 * Sends one batch of what fits into the budget and nobody else has sent. It is noted before it is sent and its id after, so
 * that a run killed in between leaves enough to find it again. What cannot be sent is withheld with the reason.
 */
export async function sendBatch(
  desk: Desk,
  batching: Batching,
  items: readonly BatchItem[],
  run: BatchRun,
): Promise<void> {
  if (run.ending !== null) return;
  const fits = await setAsideAll(batching, items, run);
  const calls = fits.map(({ customId, prompt, life }) => {
    const { key, purpose, attempt, seat, model, schema } = prompt;
    return { customId, key, purpose, attempt, seat, model, schema: { name: schema.name }, life };
  });
  const noted = calls.length === 0 ? null : await desk.store.batches.note(calls, desk.now().toISOString());
  const taken = new Set(noted?.items.map(({ customId }) => customId));
  await passOver(
    desk,
    batching,
    fits.filter(({ customId }) => !taken.has(customId)),
    run,
  );
  if (noted === null) return;
  try {
    const sending = fits.filter(({ customId }) => taken.has(customId));
    const { id, createdAt, expiresAt } = await create(desk, batching, noted, sending);
    await desk.store.batches.open(noted.number, { serviceId: id, createdAt, expiresAt });
    run.sent.add(noted.number);
    batching.tell({ kind: 'sent', batch: id, questions: noted.items.length, since: createdAt });
  } catch (error) {
    if (desk.signal.aborted || !(error instanceof ProviderFailed)) throw error;
    await giveUp(desk, batching, noted, error, run);
  }
}

/** What fits into the budget, in order; the rest is withheld. */
async function setAsideAll(batching: Batching, items: readonly BatchItem[], run: BatchRun): Promise<BatchItem[]> {
  const fits: BatchItem[] = [];
  for (const item of items) {
    try {
      await batching.setAside(item.customId, item.prompt);
      fits.push(item);
    } catch (error) {
      if (!(error instanceof BudgetReached)) throw error;
      run.withheld.set(item.customId, error);
    }
  }
  return fits;
}

/** Questions that another run has sent since, which are waited for, or has got an answer to and used it, which are not asked in a batch any more. */
async function passOver(desk: Desk, batching: Batching, items: readonly BatchItem[], run: BatchRun): Promise<void> {
  if (items.length === 0) return;
  const open = (await desk.store.batches.listOpen()).flatMap((batch) => batch.items.map(({ customId }) => customId));
  const underWay = new Set(open);
  for (const { customId, prompt } of items) {
    batching.giveBack(customId);
    const answered = (await desk.store.calls.findUnsettled(prompt)) !== null;
    if (!answered && !underWay.has(customId)) run.returned.add(customId);
  }
}

/**
 * Sends it, more than once where that may help. A service that broke off may have taken it all the same: before it is sent
 * again it is looked for.
 */
async function create(
  desk: Desk,
  batching: Batching,
  noted: StoredBatch,
  items: readonly BatchItem[],
): Promise<BatchState> {
  const { signal } = desk;
  const renew = () => desk.store.batches.renew(noted.number, desk.now().toISOString());
  let renewing = Promise.resolve();
  const timer = setInterval(() => {
    // A renewal that fails is no reason to stop: at worst another run looks for the batch too.
    renewing = renew().catch(() => undefined);
  }, renewEveryMs);
  try {
    return await persist(
      async (attempt) => {
        const found = attempt > 1 ? await findAtService(desk, batching, noted) : null;
        return found ?? batching.service.send(items, signal);
      },
      signal,
      { wait: batching.wait },
    );
  } finally {
    clearInterval(timer);
    await renewing;
  }
}

/**
 * It was not sent, or nobody knows. The claims of a batch that was certainly refused are given back; one that may have
 * arrived keeps them, and the next run looks for it.
 */
async function giveUp(
  desk: Desk,
  batching: Batching,
  noted: StoredBatch,
  error: ProviderFailed,
  run: BatchRun,
): Promise<void> {
  const refused = error.status !== null && error.status >= 400 && error.status < 500;
  if (refused) {
    await desk.store.batches.close(noted.number, error.message);
    for (const { customId } of noted.items) batching.giveBack(customId);
  }
  const culprit = refused && error.culprit !== null ? noted.items[error.culprit] : undefined;
  if (culprit === undefined) {
    run.ending = error;
    for (const { customId } of noted.items) run.withheld.set(customId, error);
    return;
  }
  const { seat, purpose } = culprit;
  const words = `The ${purpose} of ${seat.persona} on ${seat.tool} spoils its batch: ${error.message}`;
  const { provider, kind, status, requestId } = error;
  run.withheld.set(culprit.customId, new ProviderFailed(provider, kind, words, { status, requestId, cause: error }));
}
