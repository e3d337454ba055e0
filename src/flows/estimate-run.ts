import type { Prompt, Purpose } from '../core/call.ts';
import { costOf, estimateTokens, type PriceTier } from '../core/cost.ts';
import type { Dossier } from '../core/dossier.ts';
import type { ModelName } from '../core/model.ts';
import { composeBallot } from '../core/prompt.ts';
import type { Desk } from '../desk.ts';
import { composeDuels } from './compose-duels.ts';
import { mostRuns } from './fill-repeats.ts';
import {
  findOpenJurors,
  isCurrent,
  isWrittenBy,
  type Prepared,
  partsOf,
  prepareSeat,
  type SeatWishes,
} from './prepare-seat.ts';
import { pickPersonas, type ReviewOrder, readAll } from './review-tools.ts';

/** One call a run would make. Tokens are estimates; cost is null when the price is unknown. */
export interface PlannedCall {
  tool: string;
  persona: string;
  purpose: Purpose;
  model: string;
  inputTokens: number;
  outputTokens: number;
  costUsd: number | null;
}

/** Tokens of a usual answer, from the replies shipped with the examples; of a duel, whose answer is short, a guess. */
export const usualOutput = { opinion: 4_000, ballot: 2_500, duel: 600 };

/**
 * Which calls a run would make, without making one. Not in it: correction rounds, which about one seat in four needs, and
 * duels nobody asked for, which are held when the scores come out too close.
 */
export async function estimateRun(
  desk: Desk,
  order: Pick<ReviewOrder, 'targets' | 'personas' | 'wishes'> & { duel?: boolean },
): Promise<PlannedCall[]> {
  const personas = pickPersonas(desk, order.personas);
  const dossiers = await readAll(desk, order.targets);
  const seats = dossiers.flatMap((dossier) => personas.map((persona) => ({ dossier, persona })));
  const calls = await Promise.all(seats.map(({ dossier, persona }) => planSeat(desk, dossier, persona, order.wishes)));
  const duels = order.duel ? await composeDuels(desk, dossiers, personas, order.wishes) : [];
  const bouts = duels.map((prompt) => planCall(desk, prompt, desk.lead, usualOutput.duel));
  return [...calls.flat(), ...(await Promise.all(bouts))];
}

async function planSeat(
  desk: Desk,
  dossier: Dossier,
  persona: Parameters<typeof partsOf>[2],
  wishes: SeatWishes,
): Promise<PlannedCall[]> {
  const prepared = await prepareSeat(desk, dossier, persona, wishes);
  if (prepared.kind === 'answered') return [];
  const found = 'review' in prepared ? prepared.review : null;
  if (found !== null && !isCurrent(found, prepared.work)) return [];
  const jurors = found === null ? desk.ballots : await findOpenJurors(desk, prepared.work, found);
  const again = Array<ModelName>(await countRepeats(desk, prepared, wishes)).fill(desk.lead);
  const ballots = [...jurors, ...again].map((model) =>
    planCall(desk, composeBallot(partsOf(desk, dossier, persona, model)), model, usualOutput.ballot),
  );
  const lead = prepared.kind === 'ask' ? [planCall(desk, prepared.prompt, desk.lead, usualOutput.opinion)] : [];
  return Promise.all([...lead, ...ballots]);
}

/** Repeats that would be asked; with `auto` the most there can be. */
async function countRepeats(desk: Desk, prepared: Prepared, { repeat = 1 }: SeatWishes): Promise<number> {
  const wanted = (repeat === 'auto' ? mostRuns : repeat) - 1;
  if (!('review' in prepared)) return wanted;
  if (!isWrittenBy(desk, prepared.work, prepared.review)) return 0;
  return Math.max(0, wanted - (await desk.store.listRepeats(prepared.review.id)).length);
}

/** One call, priced as if nothing were cached. */
export async function planCall(
  desk: Desk,
  prompt: Omit<Prompt, 'attempt'>,
  model: ModelName,
  outputTokens: number,
): Promise<PlannedCall> {
  const inputTokens =
    estimateTokens(prompt.shared) +
    estimateTokens(prompt.own) +
    prompt.turns.reduce((sum, turn) => sum + estimateTokens(turn.text), 0);
  const price = await desk.priceOf(model);
  return {
    ...prompt.seat,
    purpose: prompt.purpose,
    model: model.written,
    inputTokens,
    outputTokens,
    costUsd: price && estimateCost(price, inputTokens, outputTokens),
  };
}

/** As if nothing were cached: a little high, so that the real bill is a relief. */
function estimateCost(price: readonly PriceTier[], input: number, output: number): number {
  return costOf({ input, output, thinking: null, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0 }, price);
}
