import { composeBallot } from '../core/asking/prompt.ts';
import type { Prompt, Purpose } from '../core/call.ts';
import { costOf, estimateTokens, type PriceTier } from '../core/cost.ts';
import type { Dossier } from '../core/facts/dossier.ts';
import type { ModelName } from '../core/model.ts';
import type { Desk } from '../desk.ts';
import { composeDuels } from './compose-duels.ts';
import { asksDuelsAfresh } from './decide-outcome.ts';
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
  /** False for a duel that is held only if the scores come out within the noise of each other. */
  certain: boolean;
}

/** What a plan is made of. */
export interface PlanOrder extends Pick<ReviewOrder, 'targets' | 'personas' | 'wishes'> {
  /** Hold a duel even where the scores name a winner; left out where nothing is compared, so none is ever held. */
  duel?: boolean;
}

/** Tokens of a usual answer, from the replies shipped with the examples; of a duel, whose answer is short, a guess. */
export const usualOutput = { opinion: 4_000, ballot: 2_500, duel: 600 };

/** Which calls a run would make, without making one. Not in it: correction rounds, which about one seat in four needs. */
export async function estimateRun(desk: Desk, order: PlanOrder): Promise<PlannedCall[]> {
  const personas = pickPersonas(desk, order.personas);
  const dossiers = await readAll(desk, order.targets);
  const seats = dossiers.flatMap((dossier) => personas.map((persona) => ({ dossier, persona })));
  const planned = await Promise.all(
    seats.map(({ dossier, persona }) => planSeat(desk, dossier, persona, order.wishes)),
  );
  const calls = planned.flat();
  return [...calls, ...(await planDuels(desk, dossiers, personas, order, calls.length > 0))];
}

/** While answers are to come that move the scores, nobody knows whether they end close; without any the reviews say it. */
async function planDuels(
  desk: Desk,
  dossiers: readonly Dossier[],
  personas: Parameters<typeof composeDuels>[2],
  { personas: named, wishes, duel }: PlanOrder,
  open: boolean,
): Promise<PlannedCall[]> {
  if (duel === undefined) return [];
  const { prompts, close } = await composeDuels(desk, dossiers, personas, {
    fresh: asksDuelsAfresh(wishes.fresh, named, duel),
    leadNamed: wishes.leadNamed,
  });
  if (!(duel || close || open)) return [];
  const bouts = await Promise.all(prompts.map((prompt) => planCall(desk, prompt, desk.lead, usualOutput.duel)));
  return bouts.map((bout) => ({ ...bout, certain: duel || !open }));
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
    certain: true,
  };
}

/** As if nothing were cached: a little high, so that the real bill is a relief. */
function estimateCost(price: readonly PriceTier[], input: number, output: number): number {
  return costOf({ input, output, thinking: null, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0 }, price);
}
