import type { BatchAnswer, BatchState } from '../../core/batch.ts';
import { ProviderFailed } from '../../core/call.ts';
import type { Batching, Desk } from '../../desk.ts';
import { persist } from '../../providers/retry.ts';
import type { StoredBatch } from '../../store/contract/batches-contract.ts';
import type { BatchRun } from './ask-in-batches.ts';

/** A batch that should have expired so long ago does not end by itself any more, in milliseconds. */
const expiryGrace = 3_600_000;

/** `settled`: something became of it. `pending`: it is under way. `silent`: the service could not say, and may be asked again. */
export type Visit = { kind: 'settled' } | { kind: 'pending' } | { kind: 'silent'; failure: ProviderFailed };

/** Looks once how far a batch is, and keeps its results when it has ended. */
export async function visitBatch(desk: Desk, batching: Batching, batch: StoredBatch, run: BatchRun): Promise<Visit> {
  const id = batch.serviceId;
  if (id === null) return { kind: 'pending' };
  try {
    const state = await batching.service.look(id, desk.signal);
    if (state.ended) await keepResults(desk, batching, batch, state, run);
    else if (desk.now().getTime() > Date.parse(state.expiresAt) + expiryGrace) throw neverEnded(state);
    else {
      const { questions, processed, createdAt } = state;
      batching.tell({ kind: 'waiting', batch: id, questions, processed, since: createdAt });
      return { kind: 'pending' };
    }
  } catch (error) {
    if (desk.signal.aborted || !(error instanceof ProviderFailed)) throw error;
    if (isGone(error, batch, desk.now())) await loseBatch(desk, batching, batch, run, error);
    else if (error.retryable) return { kind: 'silent', failure: error };
    else withholdBatch(batch, error, run);
  }
  return { kind: 'settled' };
}

/** How long the service keeps results, in milliseconds. */
const resultsKept = 29 * 86_400_000;

/** Whether the service will never say anything about it any more. */
function isGone({ status, kind }: ProviderFailed, { createdAt }: StoredBatch, now: Date): boolean {
  if (status === 404 || status === 410) return true;
  return kind === 'request' && createdAt !== null && now.getTime() > Date.parse(createdAt) + resultsKept;
}

/** Its questions are not asked another way in this run: its answers may still come, and are paid for. */
export function withholdBatch({ items, serviceId }: StoredBatch, error: ProviderFailed, run: BatchRun): void {
  const { provider, kind, status, requestId } = error;
  if (kind === 'credentials' || kind === 'spend') run.ending = error;
  const words = `${error.message} Batch ${serviceId} is not lost: the same command picks it up by its id.`;
  const failure = new ProviderFailed(provider, kind, words, { status, requestId, cause: error });
  for (const { customId, outcome } of items)
    if (outcome === null) run.withheld.set(customId, kind === 'credentials' || kind === 'spend' ? error : failure);
}

function neverEnded({ id, expiresAt }: BatchState): ProviderFailed {
  return new ProviderFailed(
    'claude',
    'request',
    `claude: batch ${id} should have expired at ${expiresAt} and has not ended.`,
  );
}

/** Keeps each result before anything is decided about it. Whatever was kept before, in another run or a moment ago, is passed over. */
async function keepResults(
  desk: Desk,
  batching: Batching,
  batch: StoredBatch,
  state: BatchState,
  run: BatchRun,
): Promise<void> {
  const { number } = batch;
  const open = new Map(batch.items.filter(({ outcome }) => outcome === null).map((item) => [item.customId, item]));
  const models = new Map(batch.items.map(({ customId, model }) => [customId, model]));
  let known = 0;
  let answered = 0;
  const take = async (customId: string, answer: BatchAnswer): Promise<void> => {
    known += 1;
    const item = open.get(customId);
    if (item === undefined) return;
    if (answer.kind === 'answered') await desk.store.calls.keep(item, answer.reply);
    const isFirst = await desk.store.batches.settle(number, customId, answer.kind);
    open.delete(customId);
    if (answer.kind === 'answered') answered += 1;
    else run.returned.add(customId);
    // Another run that waits for the same batch has accounted for it, if it was first.
    if (isFirst) batching.account(customId, item, answer, state.id);
    else batching.giveBack(customId);
  };
  const read = () => batching.service.read(state, models, take, desk.signal);
  const { strangers } = await persist(read, desk.signal, { wait: batching.wait });
  if (known === 0 && strangers > 0) return loseBatch(desk, batching, batch, run, notOurs(state));
  await desk.store.batches.close(number, null);
  for (const [customId, item] of open) {
    run.returned.add(customId);
    batching.account(customId, item, { kind: 'unanswered' }, state.id);
  }
  const returned = batch.items.length - batch.items.filter(({ outcome }) => outcome === 'answered').length - answered;
  batching.tell({ kind: 'ended', batch: state.id, answered: batch.items.length - returned, returned });
}

function notOurs({ id }: BatchState): ProviderFailed {
  return new ProviderFailed('claude', 'request', `claude: batch ${id} holds none of our questions.`);
}

/** Nothing will come of it: its questions are free to be sent again, once. */
async function loseBatch(
  desk: Desk,
  batching: Batching,
  batch: StoredBatch,
  run: BatchRun,
  failure: ProviderFailed,
): Promise<void> {
  await desk.store.batches.close(batch.number, failure.message);
  batching.tell({ kind: 'lost', batch: batch.serviceId ?? '', problem: failure.message });
  for (const { customId } of batch.items) {
    batching.giveBack(customId);
    if (run.sent.has(batch.number)) run.withheld.set(customId, failure);
  }
}
