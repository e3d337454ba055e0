import { type AlikeQuestions, cheapestWay } from '../../core/asking/ways.ts';
import type { BatchedLife, BatchItem } from '../../core/batch.ts';
import type { Prompt, Purpose, Reply } from '../../core/call.ts';
import { estimateTokens, type PriceTier } from '../../core/cost.ts';
import { hashText } from '../../core/key.ts';
import { parseModel } from '../../core/model.ts';
import type { Batching, Desk } from '../../desk.ts';

/** Where a question of a run stands. `gone`: it is not asked in a batch any more in this run. */
export type Standing = { prompt: Prompt; id: string } & (
  | { kind: 'answered'; reply: Reply }
  | { kind: 'under-way'; life: BatchedLife }
  | { kind: 'free' | 'gone' }
);

/**
 * An entry that lives an hour is read by a second batch only while at least so much of its life is left, in milliseconds.
 * Half of it: what the first batch took, the second is likely to take until its questions begin. One that came too late
 * would have every question write the entry again, which costs as much more as reading it costs less.
 */
const lifeToSpare = 1_800_000;
const entryLife = 3_600_000;

/** Tokens of a usual answer. */
const usualOutput: Record<Purpose, number> = {
  facts: 1_500,
  opinion: 4_000,
  repair: 4_000,
  ballot: 2_500,
  duel: 600,
  answer: 1_200,
};

/**
 * Which batches to send now: those that warm a cache entry by themselves, for they should end soon, then everything else
 * in one. Questions that wait for an entry to be written are in none.
 */
export async function planBatches(
  desk: Desk,
  batching: Batching,
  standings: readonly Standing[],
): Promise<BatchItem[][]> {
  const warming: BatchItem[] = [];
  const others: BatchItem[] = [];
  for (const alike of Map.groupBy(standings, ({ prompt }) => prefixOf(prompt)).values()) {
    const free = alike.filter(({ kind }) => kind === 'free');
    const [first] = free;
    if (first === undefined) continue;
    const items = (life: BatchedLife) => free.map(({ id, prompt }) => ({ customId: id, prompt, life }));
    if (await entryLives(desk, alike)) others.push(...items('1h'));
    else if (alike.some((one) => one.kind === 'under-way' && one.life !== null)) continue;
    else if (free.length === alike.length && (await chooseWay(desk, batching, free)) === 'warmed-batch')
      warming.push({ customId: first.id, prompt: first.prompt, life: '1h' });
    else others.push(...items(null));
  }
  return [warming, others].filter((items) => items.length > 0);
}

/** Two questions with the same one can share a cache entry: model, settings and format are part of what is cached. */
export function prefixOf({ model, effort, schema, shared }: Omit<Prompt, 'attempt'>): string {
  return hashText(JSON.stringify([model, effort, schema.schema, shared]));
}

/** Whether a batch wrote or read their entry so lately that another one can read it. */
async function entryLives(desk: Desk, alike: readonly Standing[]): Promise<boolean> {
  for (const one of alike) {
    if (one.kind !== 'answered' || one.reply.batch === null || one.reply.usage === null) continue;
    const { cacheWrite1h, cacheRead } = one.reply.usage;
    const createdAt = await desk.store.batches.createdAt(one.reply.batch);
    if (cacheWrite1h + cacheRead === 0 || createdAt === null) continue;
    if (desk.now().getTime() < Date.parse(createdAt) + entryLife - lifeToSpare) return true;
  }
  return false;
}

/** The cheaper way to ask questions of which none was asked yet, told to whoever watches. Without a price, the one that waits least. */
async function chooseWay(
  desk: Desk,
  batching: Batching,
  free: readonly Standing[],
): Promise<'batch' | 'warmed-batch' | 'live-cached'> {
  const [first] = free;
  if (first === undefined) return 'batch';
  const { model: written, seat } = first.prompt;
  const model = parseModel(written);
  const prices = await desk.priceOf(model);
  if (prices === null) return 'batch';
  const prompts = free.map(({ prompt }) => prompt);
  const { way, costs } = cheapestBatch(prompts, prices.tiers, batching.minimumPrefixOf(model));
  batching.tell({ kind: 'planned', tool: seat.tool, model: written, questions: free.length, way, costs });
  return way;
}

/**
 * The cheaper of the two ways to put questions with one prefix into batches.
 * @param scale the service’s tokens for each of the local estimate, where it counted them.
 */
export function cheapestBatch(
  prompts: readonly Omit<Prompt, 'attempt'>[],
  tiers: readonly PriceTier[],
  minimumPrefix: number,
  scale = 1,
): ReturnType<typeof cheapestWay> {
  const { sharedTokens, ownTokens, ...alike } = alikeOf(prompts, tiers, minimumPrefix);
  const counted = { sharedTokens: Math.round(sharedTokens * scale), ownTokens: Math.round(ownTokens * scale) };
  return cheapestWay({ ...alike, ...counted }, ['batch', 'warmed-batch']);
}

function alikeOf(
  prompts: readonly Omit<Prompt, 'attempt'>[],
  tiers: readonly PriceTier[],
  minimumPrefix: number,
): AlikeQuestions {
  const own = prompts.map(({ own: persona, turns }) =>
    [persona, ...turns.map(({ text }) => text)].reduce((sum, text) => sum + estimateTokens(text), 0),
  );
  const output = prompts.map(({ purpose }) => usualOutput[purpose]);
  return {
    sharedTokens: estimateTokens(prompts[0]?.shared ?? ''),
    ownTokens: meanOf(own),
    outputTokens: meanOf(output),
    seats: prompts.length,
    tiers,
    minimumPrefix,
  };
}

function meanOf(numbers: readonly number[]): number {
  return Math.ceil(numbers.reduce((sum, number) => sum + number, 0) / Math.max(1, numbers.length));
}
