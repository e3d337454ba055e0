import { composeBallot } from '../../core/asking/prompt.ts';
import type { Prompt } from '../../core/call.ts';
import type { Dossier } from '../../core/facts/dossier.ts';
import type { Persona } from '../../core/panel/persona.ts';
import type { Desk } from '../../desk.ts';
import { composeNextRound } from './compose-next-round.ts';
import {
  findOpenJurors,
  isCurrent,
  type Prepared,
  partsOf,
  prepareSeats,
  type SeatWishes,
  type SeatWork,
} from './prepare-seat.ts';
import { judgeReply } from './settle-reply.ts';

/** A question to Claude that a run would ask. */
export interface Question {
  prompt: Prompt;
  /** The seat a lead’s opinion is for; null for a ballot. */
  opinionOn: SeatWork | null;
}

/**
 * What a run would ask Claude before it has a single answer: the opinions of empty or stale seats, and the ballots of
 * jurors that are Claude models. A ballot’s question does not depend on the review it is cast beside.
 */
export async function listQuestions(
  desk: Desk,
  dossiers: readonly Dossier[],
  personas: readonly Persona[],
  wishes: SeatWishes,
): Promise<Question[]> {
  const questions: Question[] = [];
  for (const dossier of dossiers)
    for (const seat of await prepareSeats(desk, dossier, personas, wishes))
      questions.push(...(await questionsOfSeat(desk, seat)));
  return questions;
}

async function questionsOfSeat(desk: Desk, prepared: Prepared): Promise<Question[]> {
  const { dossier, persona } = prepared.work;
  if (prepared.kind === 'answered') return [];
  const found = 'review' in prepared ? prepared.review : null;
  if (found !== null && !isCurrent(found, prepared.work)) return [];
  const jurors = found === null ? desk.ballots : await findOpenJurors(desk, prepared.work, found);
  const ballots = jurors
    .filter(({ service }) => service === 'claude')
    .map(async (model) => {
      const question = composeBallot(partsOf(desk, dossier, persona, model));
      const attempt = await desk.store.calls.attempt(question.key, question.purpose);
      return { prompt: { ...question, attempt }, opinionOn: null };
    });
  const opinion = prepared.kind === 'ask' ? [{ prompt: prepared.prompt, opinionOn: prepared.work }] : [];
  return [...opinion, ...(await Promise.all(ballots))];
}

/**
 * The correction rounds of opinions the journal holds, as they look before any of them is kept. One that comes to look
 * otherwise, because a neighbour says the same by then, is asked by itself when it is its turn.
 */
export async function listRepairs(desk: Desk, questions: readonly Question[]): Promise<Prompt[]> {
  const repairs: Prompt[] = [];
  for (const { prompt, opinionOn } of questions) {
    if (opinionOn === null) continue;
    const reply = await desk.store.calls.findUnsettled(prompt);
    if (reply === null) continue;
    const { issues } = await judgeReply(desk, opinionOn, reply);
    const mendable = issues.filter((issue) => issue.weight !== 'flag');
    const repair = mendable.length > 0 ? composeNextRound(desk, { prompt, replies: [reply] }, mendable) : null;
    if (repair !== null) repairs.push(repair);
  }
  return repairs;
}
