import { batchLimits, customIdOf, splitBatches } from '../../core/batch.ts';
import type { Prompt, ProviderFailed } from '../../core/call.ts';
import type { Batching, Desk } from '../../desk.ts';
import { BudgetReached } from '../../providers/budget.ts';
import { awaitBatches } from './await-batches.ts';
import { findLostBatches } from './find-lost-batches.ts';
import { planBatches, type Standing } from './plan-batches.ts';
import { sendBatch } from './send-batch.ts';
import { visitBatch } from './visit-batch.ts';

/** Questions that may not be asked by themselves in this run, and why, by custom id. */
export type Withheld = Map<string, ProviderFailed | BudgetReached>;

/** What a run has come to know about its batches. */
export interface BatchRun {
  withheld: Withheld;
  /** Questions that came back without an answer, by custom id: they are asked by themselves. */
  returned: Set<string>;
  /** Numbers of the batches it sent. */
  sent: Set<number>;
  /** What ends all sending: a refused key, missing credit, a service that takes no batch. */
  ending: ProviderFailed | null;
}

/**
 * Asks questions in batches until each is answered, came back without an answer, or is withheld. It keeps no plan: every
 * round looks at the journal and at the batches under way and decides anew, so that a run that was killed anywhere, or a
 * second one beside it, goes on from what there is.
 */
export async function askInBatches(
  desk: Desk,
  batching: Batching,
  prompts: readonly Prompt[],
  run: BatchRun,
): Promise<void> {
  for (;;) {
    await findLostBatches(desk, batching, run);
    const standings = await survey(desk, prompts, run);
    const open = standings.filter(({ kind }) => kind === 'free' || kind === 'under-way').map(({ id }) => id);
    if (open.length === 0) return;
    await countUnderWay(batching, standings);
    for (const items of await planBatches(desk, batching, standings))
      for (const part of splitBatches(items, ({ prompt }) => Buffer.byteLength(JSON.stringify(prompt)), batchLimits))
        await sendBatch(desk, batching, part, run);
    const wanted = new Set(open.filter((id) => !run.withheld.has(id) && !run.returned.has(id)));
    const batches = await desk.store.batches.listOpen();
    const underWay = batches.filter(({ items }) => items.some(({ customId }) => wanted.has(customId)));
    if (underWay.length > 0) await awaitBatches(desk, batching, underWay, run);
  }
}

/** Questions a run that was stopped has sent are paid for by this one: what they can cost is not spent on others. */
async function countUnderWay(batching: Batching, standings: readonly Standing[]): Promise<void> {
  for (const { id, prompt, kind } of standings) {
    if (kind !== 'under-way') continue;
    try {
      await batching.setAside(id, prompt);
    } catch (error) {
      // Sent is sent: where it does not fit, nothing else does.
      if (!(error instanceof BudgetReached)) throw error;
    }
  }
}

/** Fetches what ended while nobody looked, whoever asked for it: it is paid for. */
export async function collectBatches(desk: Desk, batching: Batching, run: BatchRun): Promise<void> {
  await findLostBatches(desk, batching, run);
  for (const batch of await desk.store.batches.listOpen())
    if (batch.state === 'open') await visitBatch(desk, batching, batch, run);
}

/** Where each question stands now. */
async function survey(desk: Desk, prompts: readonly Prompt[], run: BatchRun): Promise<Standing[]> {
  const batches = await desk.store.batches.listOpen();
  const lives = new Map(batches.flatMap(({ items }) => items.map(({ customId, life }) => [customId, life] as const)));
  const standings: Standing[] = [];
  for (const prompt of prompts) {
    const id = customIdOf(prompt);
    const reply = await desk.store.calls.findUnsettled(prompt);
    const life = lives.get(id);
    if (reply !== null) standings.push({ prompt, id, kind: 'answered', reply });
    else if (run.withheld.has(id) || run.returned.has(id)) standings.push({ prompt, id, kind: 'gone' });
    else if (life !== undefined) standings.push({ prompt, id, kind: 'under-way', life });
    else if (run.ending !== null) {
      run.withheld.set(id, run.ending);
      standings.push({ prompt, id, kind: 'gone' });
    } else standings.push({ prompt, id, kind: 'free' });
  }
  return standings;
}
