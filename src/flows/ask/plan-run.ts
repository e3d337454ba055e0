import { composeBallot } from '../../core/asking/prompt.ts';
import type { Prompt } from '../../core/call.ts';
import type { PlannedCall, PlannedKind } from '../../core/estimate.ts';
import type { Dossier } from '../../core/facts/dossier.ts';
import { isWebAddress } from '../../core/gathering/plain-address.ts';
import type { ModelName } from '../../core/model.ts';
import type { Desk } from '../../desk.ts';
import { composeDuels } from '../compare/compose-duels.ts';
import { asksDuelsAfresh } from '../compare/decide-outcome.ts';
import { composeAnswerPrompt, findAnswer } from '../compare/write-answer.ts';
import { findToolAt } from '../gather/find-tool-at.ts';
import { gatherTool } from '../gather/gather-tool.ts';
import { composeFor } from '../gather/read-facts.ts';
import { mostRuns } from './fill-repeats.ts';
import { loadSeats } from './load-seats.ts';
import {
  findOpenJurors,
  isCurrent,
  isWrittenBy,
  type Prepared,
  partsOf,
  prepareSeats,
  type SeatWishes,
} from './prepare-seat.ts';
import { pickPersonas, type ReviewOrder, readAll } from './review-tools.ts';

/** What a plan is made of. */
export interface PlanOrder extends Pick<ReviewOrder, 'targets' | 'personas' | 'wishes'> {
  /** Hold a duel even where the scores name a winner; left out where nothing is compared, so none is ever held. */
  duel?: boolean;
}

/** Which calls a run would make, without making one: not those the journal answers. Correction rounds nobody can foresee. */
export async function planRun(desk: Desk, order: PlanOrder): Promise<PlannedCall[]> {
  const personas = pickPersonas(desk, order.personas);
  const dossiers = await readAll(desk, order.targets);
  const calls = await planReadings(desk, order.targets);
  // One tool after the other: nothing is asked, and seats by the hundred would only wait for the store together.
  for (const dossier of dossiers) {
    const seats = await prepareSeats(desk, dossier, personas, order.wishes);
    calls.push(...(await Promise.all(seats.map((seat) => planSeat(desk, seat, order.wishes)))).flat());
  }
  const duels = await planDuels(desk, dossiers, personas, order, calls.length > 0);
  return [...calls, ...duels, ...(await planAnswer(desk, dossiers, order, calls.length > 0))];
}

/** A call, unless the journal holds an answer to it that nobody has used yet. */
export async function planCall(
  desk: Desk,
  kind: PlannedKind,
  prompt: Omit<Prompt, 'attempt'>,
  certain = true,
): Promise<PlannedCall[]> {
  const attempt = await desk.store.calls.attempt(prompt.key, prompt.purpose);
  return planAttempt(desk, kind, { ...prompt, attempt }, certain);
}

async function planAttempt(desk: Desk, kind: PlannedKind, prompt: Prompt, certain = true): Promise<PlannedCall[]> {
  const kept = await desk.store.calls.findUnsettled(prompt);
  return kept === null ? [{ kind, prompt, certain }] : [];
}

/** The facts of each address nobody knows are asked for once, before its seats are. */
async function planReadings(desk: Desk, targets: readonly string[]): Promise<PlannedCall[]> {
  if (desk.onlyRecordings) return [];
  const planned = targets.filter(isWebAddress).map(async (target) => {
    if ((await findToolAt(desk, target)) !== null) return [];
    const { dossier, gathering } = await gatherTool(desk, target, { model: false, keep: false });
    const { slug, name } = dossier.tool;
    const { address, snapshots: documents, textsKey } = gathering;
    return planCall(desk, 'facts', await composeFor(desk, { slug, name, url: address ?? target, documents, textsKey }));
  });
  return (await Promise.all(planned)).flat();
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
  return (await Promise.all(prompts.map((prompt) => planCall(desk, 'duel', prompt, duel || !open)))).flat();
}

/** Where reviews are still to come, the question is planned with as many words as they may have. */
async function planAnswer(
  desk: Desk,
  dossiers: readonly Dossier[],
  { personas: named, wishes, duel }: PlanOrder,
  open: boolean,
): Promise<PlannedCall[]> {
  if (duel === undefined || desk.onlyRecordings) return [];
  const tools = await Promise.all(
    dossiers.map(async (dossier) => ({ dossier, seats: await loadSeats(desk, dossier, new Map()) })),
  );
  const fresh = asksDuelsAfresh(wishes.fresh, named, duel);
  const kept = open || fresh ? null : await findAnswer(desk, tools);
  if (kept !== null && !(wishes.leadNamed && kept.written !== desk.lead.written)) return [];
  const foreseen = desk.panel.personas.map(({ words }) => 'word '.repeat(words.max)).join('\n');
  const prompt = await composeAnswerPrompt(desk, tools);
  const asked = open ? { ...prompt, own: tools.map(() => foreseen).join('\n') } : prompt;
  return planAttempt(desk, 'answer', asked);
}

async function planSeat(desk: Desk, prepared: Prepared, wishes: SeatWishes): Promise<PlannedCall[]> {
  const { dossier, persona } = prepared.work;
  if (prepared.kind === 'answered') return [];
  const found = 'review' in prepared ? prepared.review : null;
  if (found !== null && !isCurrent(found, prepared.work)) return [];
  const jurors = found === null ? desk.ballots : await findOpenJurors(desk, prepared.work, found);
  const again = Array<ModelName>(await countRepeats(desk, prepared, wishes)).fill(desk.lead);
  const question = (model: ModelName) => composeBallot(partsOf(desk, dossier, persona, model));
  const calls = await Promise.all([
    ...(prepared.kind === 'ask' ? [planAttempt(desk, 'lead', prepared.prompt)] : []),
    ...jurors.map((model) => planCall(desk, 'ballot', question(model))),
    ...again.map((model) => planCall(desk, 'repeat', question(model))),
  ]);
  return calls.flat();
}

/** Repeats that would be asked; with `auto` the most there can be. */
async function countRepeats(desk: Desk, prepared: Prepared, { repeat = 1 }: SeatWishes): Promise<number> {
  const wanted = (repeat === 'auto' ? mostRuns : repeat) - 1;
  if (!('review' in prepared)) return wanted;
  if (!isWrittenBy(desk, prepared.work, prepared.review)) return 0;
  return Math.max(0, wanted - (await desk.store.listRepeats(prepared.review.id)).length);
}
