import PQueue from 'p-queue';
import type { Dossier } from '../../core/facts/dossier.ts';
import { isWebAddress } from '../../core/gathering/plain-address.ts';
import { nearestWord } from '../../core/nearest-word.ts';
import type { Persona } from '../../core/panel/persona.ts';
import type { Desk } from '../../desk.ts';
import { findTwins } from '../gather/find-twins.ts';
import { gatherAddresses, readDossier } from '../gather/gather-dossier.ts';
import { allOf } from './all-of.ts';
import { type Chooser, decideCandidate } from './decide-candidate.ts';
import { fillJournal } from './fill-journal.ts';
import { type FilledSeatResult, fillSeats } from './fill-seats.ts';
import { prepareSeats, type SeatWishes } from './prepare-seat.ts';

/** What an editor asks for. */
export interface ReviewOrder {
  /** Facts files, slugs or addresses. */
  targets: readonly string[];
  /** Persona ids; all of the panel when empty. */
  personas: readonly string[];
  wishes: SeatWishes;
  choose: Chooser;
}

export interface ToolResult {
  dossier: Dossier;
  seats: FilledSeatResult[];
  /** What a person said about each candidate; null while it waits and the old review stands. */
  decisions: { persona: Persona; answer: 'new' | 'old' | null }[];
}

/** Raised when one product is named twice, or a persona is not on the panel. */
export class InvalidOrder extends Error {
  override name = 'InvalidOrder';
}

/** Raised before anything is asked when no model can answer for a tool. */
export class NoModel extends Error {
  override name = 'NoModel';
}

/** Reads every tool first, then fills their seats side by side, then lets a person decide about candidates, one after the other. */
export async function reviewTools(desk: Desk, order: ReviewOrder): Promise<ToolResult[]> {
  const personas = pickPersonas(desk, order.personas);
  const read = await readAll(desk, await gatherAddresses(desk, order.targets));
  await requireAnswers(desk, read, personas, order.wishes);
  const dossiers = await Promise.all(read.map((dossier) => keepPresent(desk, dossier)));
  const filling = await fillJournal(desk, dossiers, personas, order.wishes);
  const filled = await allOf(dossiers.map((dossier) => fillSeats(filling, dossier, personas, order.wishes)));
  await desk.store.ledger.keepReuses(reusedIn(filled.flat(), order.wishes), desk.now().toISOString());
  const results: ToolResult[] = [];
  for (const [index, dossier] of dossiers.entries()) {
    const seats = filled[index] ?? [];
    results.push({ dossier, seats, decisions: await decideAll(desk, dossier, seats, order.choose) });
  }
  return results;
}

/** Reviews that were used as they stood. A seat that was asked afresh can come out standing too: the same answer again is the same review. */
function reusedIn(seats: readonly FilledSeatResult[], { fresh, note }: SeatWishes): number[] {
  return fresh || note !== null ? [] : seats.flatMap((seat) => (seat.kind === 'standing' ? [seat.review.id] : []));
}

/** A dossier that is its tool’s present one already needs no writing. */
async function keepPresent({ store }: Desk, dossier: Dossier): Promise<Dossier> {
  const present = await store.findDossier(dossier.tool.slug);
  return present?.key === dossier.key ? present : store.keepDossier(dossier, dossier.asOf);
}

/** @throws InvalidOrder naming the persona meant, when a name is close. */
export function pickPersonas(desk: Desk, ids: readonly string[]): Persona[] {
  const known = desk.panel.personas;
  for (const id of ids) {
    if (known.some((persona) => persona.id === id)) continue;
    const names = known.map((persona) => persona.id);
    const nearest = nearestWord(id, names);
    throw new InvalidOrder(
      `There is no persona "${id}". ${nearest === null ? `The panel has ${names.join(', ')}.` : `Did you mean ${nearest}?`}`,
    );
  }
  return ids.length === 0 ? known : known.filter((persona) => ids.includes(persona.id));
}

/** The dossiers of all targets; nothing is stored. @throws InvalidOrder when two targets are the same product, however each is named. */
export async function readAll(desk: Desk, targets: readonly string[]): Promise<Dossier[]> {
  const dossiers = await readEach(desk, targets);
  for (const [index, { tool }] of dossiers.entries()) {
    const first = dossiers.findIndex((other) => other.tool.slug === tool.slug);
    if (first < index)
      throw new InvalidOrder(
        `"${targets[first]}" and "${targets[index]}" are both ${tool.name}. Name each product once.`,
      );
  }
  const [same] = (await findTwins(desk, dossiers)).filter((twins) => twins.same === 'yes');
  if (same === undefined) return dossiers;
  const { indexes, slugs, because } = same;
  const [first, second] = indexes.map((index) => targets[index]);
  throw new InvalidOrder(
    `"${first}" and "${second}" are one product: ${because}. Name each product once.\nIf they are two, say so: ship-or-skip split ${slugs[1]} --from ${slugs[0]} --why "…"`,
  );
}

/** A file waits for the disk several times, so they are read side by side. With an address among them the first failure ends it: no other site is asked for nothing. */
async function readEach(desk: Desk, targets: readonly string[]): Promise<Dossier[]> {
  const queue = new PQueue({ concurrency: targets.some(isWebAddress) ? 1 : 8 });
  const end = (error: unknown): never => {
    queue.clear();
    throw error;
  };
  return Promise.all(targets.map((target) => queue.add(() => readDossier(desk, target).catch(end))));
}

/**
 * Without a key only the tools with recorded replies can be reviewed, and none of those had the editor’s note to read;
 * that is said before any work is done.
 */
async function requireAnswers(
  desk: Desk,
  dossiers: readonly Dossier[],
  personas: readonly Persona[],
  wishes: SeatWishes,
): Promise<void> {
  if (!desk.onlyRecordings) return;
  if (wishes.note !== null) throw new NoModel(noteNeedsModel);
  for (const dossier of dossiers.filter(({ key }) => desk.recordedOn(key) === null)) {
    const prepared = await prepareSeats(desk, dossier, personas, wishes);
    if (prepared.some((seat) => seat.kind === 'ask')) throw new NoModel(howToGetAModel(dossier.tool.name));
  }
}

const noteNeedsModel =
  'Recorded replies cannot take a note: they were written without it. Set ANTHROPIC_API_KEY or HF_TOKEN, or MODEL_ENDPOINT_URL for a model server of your own, or leave --note out.';

/** What to do when no model can answer for something. */
export function howToGetAModel(name: string): string {
  return [
    `No model can answer for ${name}: no key is set, and recorded replies exist only for the example pair as shipped.`,
    'Put ANTHROPIC_API_KEY or HF_TOKEN into .env (keys: https://console.anthropic.com/settings/keys, https://huggingface.co/settings/tokens),',
    'or run a local server: MODEL_ENDPOINT_URL=http://127.0.0.1:11434/v1 with --lead endpoint:<model>.',
  ].join('\n');
}

async function decideAll(
  desk: Desk,
  dossier: Dossier,
  seats: readonly FilledSeatResult[],
  choose: Chooser,
): Promise<ToolResult['decisions']> {
  const decisions: ToolResult['decisions'] = [];
  for (const seat of seats) {
    if (seat.kind !== 'candidate') continue;
    const { persona } = seat.work;
    // Another run may have filled the seat since this one began: what counts is what stands now.
    const { review: standing } = await desk.store.findSeat(dossier.tool.slug, persona.id);
    if (standing === null || standing.id === seat.review.id) continue;
    const answer = await decideCandidate(desk, { dossier, persona, standing, candidate: seat.review }, choose);
    decisions.push({ persona, answer });
  }
  return decisions;
}
