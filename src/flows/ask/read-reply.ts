import { composeRepair } from '../../core/asking/prompt.ts';
import type { Prompt, Reply } from '../../core/call.ts';
import { type SeatScore, scoreSeat } from '../../core/comparison/scoring.ts';
import type { Dossier } from '../../core/facts/dossier.ts';
import { parseModel, UnknownModel } from '../../core/model.ts';
import type { Issue } from '../../core/opinion/opinion.ts';
import type { CheckedOpinion, Review } from '../../core/opinion/review.ts';
import type { Persona } from '../../core/panel/persona.ts';
import type { Desk } from '../../desk.ts';
import { prepareSeat, type SeatWork } from './prepare-seat.ts';
import { InvalidOrder } from './review-tools.ts';
import { judgeReply, settleFallback } from './settle-reply.ts';

/** A reply somebody brings as a file, with what is claimed about it. */
export interface SuppliedReply {
  text: string;
  /** The model as claimed: `claude:<id>` and its like, or any words. */
  model: string;
  /** Who supplied it. */
  by: string;
}

/** What the program makes of a reply: the same checks and scoring as for one a model had sent. */
export interface ReplyReading {
  prompt: Prompt;
  issues: readonly Issue[];
  /** Null when it may not become a review as it is. */
  opinion: CheckedOpinion | null;
  score: SeatScore | null;
  /** The correction round a model would be sent; null when there is nothing to mend. */
  repair: string | null;
}

/** Reads a reply to the prompt of a seat, without keeping anything. */
export async function readReply(desk: Desk, seat: SuppliedSeat, supplied: SuppliedReply): Promise<ReplyReading> {
  const { prompt, work } = await askAfresh(desk, seat);
  const reply = replyOf(desk, supplied);
  const { issues, acceptable } = judgeReply(desk, work, reply);
  const mendable = issues.filter((issue) => issue.weight !== 'flag');
  const repair = mendable.length === 0 ? null : composeRepair(prompt, reply.text, mendable, desk.prompts.repair);
  const lead = acceptable === null ? null : [{ name: 'lead', answers: acceptable.checks }];
  return {
    prompt,
    issues,
    opinion: acceptable,
    score: lead === null ? null : scoreSeat(seat.persona, desk.panel.panel, lead),
    repair: repair?.turns.at(-1)?.text ?? null,
  };
}

/** The seat a supplied reply answers. */
export interface SuppliedSeat {
  dossier: Dossier;
  persona: Persona;
  note: string | null;
}

/**
 * Keeps a supplied reply as the review of its seat, with its provenance. It takes an empty seat; over a standing review it
 * is a candidate. Null when it may not become a review.
 * @throws InvalidOrder when a paid reply to the same prompt has not been settled yet.
 */
export async function keepReply(
  desk: Desk,
  seat: SuppliedSeat,
  supplied: SuppliedReply,
): Promise<{ review: Review; stands: boolean } | null> {
  const { prompt, work } = await askAfresh(desk, seat);
  const reply = replyOf(desk, supplied);
  // Judged before it is journalled: a reply nobody could use must not answer the next run's question.
  const { acceptable } = judgeReply(desk, work, reply);
  if (acceptable === null) return null;
  const kept = await desk.store.calls.keep(prompt, reply);
  if (kept.text !== supplied.text) {
    throw new InvalidOrder(
      `Another reply to this prompt waits to be settled. Run: ship-or-skip review ${prompt.seat.tool}`,
    );
  }
  return settleFallback(desk, work, { prompt, replies: [kept], fallback: { opinion: acceptable, reply: kept } });
}

/** The question of the seat as it would be asked now, whether or not a review stands. */
async function askAfresh(
  desk: Desk,
  { dossier, persona, note }: SuppliedSeat,
): Promise<{ prompt: Prompt; work: SeatWork }> {
  const prepared = await prepareSeat(desk, dossier, persona, { fresh: true, note, leadNamed: false });
  if (prepared.kind !== 'ask') throw new RangeError('a seat asked afresh has a question');
  return { prompt: prepared.prompt, work: prepared.work };
}

function replyOf(desk: Desk, { text, model, by }: SuppliedReply): Reply {
  const at = desk.now().toISOString();
  return {
    text,
    stop: 'end',
    stopReason: 'supplied as a file',
    provider: 'file',
    model,
    family: familyOf(model),
    servedBy: null,
    requestId: null,
    usage: null,
    costUsd: null,
    prices: null,
    receivedAt: at,
    tookMs: 0,
    supplied: { by, on: at.slice(0, 10), older: false },
    batch: null,
    callId: null,
  };
}

/** The family of a model written our way; otherwise the claimed words themselves, which no other juror shares by accident. */
function familyOf(model: string): string {
  try {
    return parseModel(model).family;
  } catch (error) {
    if (error instanceof UnknownModel) return model.toLowerCase();
    throw error;
  }
}
