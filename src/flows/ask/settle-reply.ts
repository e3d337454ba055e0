import type { Prompt, Reply } from '../../core/call.ts';
import { type Judgement, judgeAnswer } from '../../core/checking/judge-answer.ts';
import { sumKnown, sumKnownUsage } from '../../core/cost.ts';
import { type Issue, schemaVersion } from '../../core/opinion/opinion.ts';
import type { CheckedOpinion, Review } from '../../core/opinion/review.ts';
import type { Desk } from '../../desk.ts';
import { composeNextRound, type Rounds } from './compose-next-round.ts';
import { isCurrent, type SeatWork } from './prepare-seat.ts';

/** The correction round: what to ask, and the acceptable opinion to fall back on when it fails, if there is one. */
interface Repair {
  prompt: Prompt;
  fallback: Accepted | null;
}

/** An opinion that may become a review, and the reply that holds it. */
interface Accepted {
  opinion: CheckedOpinion;
  reply: Reply;
}

/** A review was kept: it stands, or waits as a candidate. */
export interface Kept {
  kind: 'kept';
  review: Review;
  /** False when the very same was kept before. */
  isNew: boolean;
  stands: boolean;
}

/** What became of a reply. A value, never a throw. */
export type Settled = Kept | { kind: 'needs-repair'; repair: Repair } | { kind: 'missing'; reason: string };

/** All replies of a seat so far, the opinion first, then its correction rounds. */
export interface Replies extends Rounds {
  /** From an earlier round, when its opinion was acceptable as it was. */
  fallback: Accepted | null;
}

/**
 * Reads, checks and keeps the last reply. An opinion with issues gets its correction round, see composeNextRound; one that
 * still may not become a review leaves the seat missing, with the reason, and the replies stay in the journal as evidence.
 */
export async function settleReply(desk: Desk, work: SeatWork, rounds: Replies): Promise<Settled> {
  const { prompt, replies, fallback } = rounds;
  const reply = replies.at(-1);
  if (reply === undefined) throw new RangeError('there is no reply to settle');
  const reading = judgeReply(desk, work, reply);
  const accepted = reading.acceptable && { opinion: reading.acceptable, reply };
  const best = accepted ?? fallback;
  const mendable = reading.issues.filter((issue) => issue.weight !== 'flag');
  // Once there is something to keep, only the first answer is worth mending.
  const repair =
    mendable.length > 0 && (replies.length === 1 || best === null) ? composeNextRound(desk, rounds, mendable) : null;
  if (repair !== null) return { kind: 'needs-repair', repair: { prompt: repair, fallback: best } };
  if (best !== null) return keep(desk, work, prompt, replies, best);
  const reason = reasonOf(reply, reading.issues, replies.length);
  await desk.store.markMissing(prompt.seat, { promptKey: prompt.key, reason }, idsOf(replies));
  return { kind: 'missing', reason };
}

/** Keeps the opinion of the first round when the correction round could not be had. */
export async function settleFallback(
  desk: Desk,
  work: SeatWork,
  { prompt, replies, fallback }: Replies,
): Promise<Kept | null> {
  return fallback === null ? null : keep(desk, work, prompt, replies, fallback);
}

/** Issues of a reply, and its opinion when nothing in it forbids a review. */
export function judgeReply(desk: Desk, { dossier, persona }: SeatWork, reply: Reply): Judgement {
  if (reply.stop !== 'end') return { issues: [unfinished(reply)], acceptable: null };
  return judgeAnswer(reply.text, { dossier, persona, panel: desk.panel.panel });
}

function unfinished(reply: Reply): Issue {
  const problem = {
    refusal: `the model refused (${reply.stopReason})`,
    length: 'the answer was cut off at the output limit',
    other: `the answer ended early (${reply.stopReason})`,
    end: '',
  }[reply.stop];
  return { path: 'reply', problem, weight: 'reject' };
}

function reasonOf(reply: Reply, issues: readonly Issue[], times: number): string {
  if (reply.stop !== 'end') return unfinished(reply).problem;
  const [worst] = issues.filter((issue) => issue.weight === 'reject');
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  return `rejected ${times > 2 ? 'three times' : 'twice'}: ${worst?.path ?? 'reply'}: ${worst?.problem ?? 'not usable'}${more}`;
}

async function keep(
  desk: Desk,
  work: SeatWork,
  prompt: Prompt,
  replies: readonly Reply[],
  { opinion, reply }: Accepted,
): Promise<Kept> {
  const { dossier, persona, personaKey, note, seat } = work;
  const stand = mayStand(work, replies);
  const at = desk.now().toISOString();
  const kept = await desk.store.keepReview({
    review: {
      tool: dossier.tool.slug,
      persona: persona.id,
      opinion,
      byline: { ...bylineOf(prompt, replies, reply), ...standInOf(desk, prompt) },
      personaKey,
      schemaVersion,
      note,
    },
    stand,
    over: seat.review?.id ?? null,
    by: 'ship-or-skip',
    why:
      seat.review === null
        ? 'the seat was empty'
        : stand
          ? 'the standing review was out of date'
          : 'waits for a person',
    settles: idsOf(replies),
    at,
  });
  return { kind: 'kept', ...kept };
}

/** Whose question it was: a lead that gave no answer is named beside the model that wrote in its place. */
function standInOf({ lead }: Desk, { model }: Prompt): Pick<Review['byline'], 'standsInFor'> {
  return model === lead.written ? {} : { standsInFor: lead.written };
}

/**
 * An accepted review takes an empty seat, or replaces a stale review no person approved. A reply from a file never
 * replaces one from an API by itself.
 */
function mayStand(work: SeatWork, replies: readonly Reply[]): boolean {
  const { seat } = work;
  if (seat.review === null) return true;
  const fileOverApi = replies.some((reply) => reply.supplied !== null) && seat.review.byline.supplied === null;
  return !isCurrent(seat.review, work) && seat.approved === null && !fileOverApi;
}

/**
 * The byline of an answer that took these replies. Who wrote it, and when, is told by the reply it was read from, the last
 * one unless named; cost and usage are those of all of them.
 */
export function bylineOf(prompt: Prompt, replies: readonly Reply[], source = replies.at(-1)): Review['byline'] {
  if (source === undefined) throw new RangeError('a byline needs a reply');
  const { provider, model, family, servedBy, requestId, receivedAt, supplied } = source;
  return {
    provider,
    model,
    family,
    servedBy,
    promptKey: prompt.key,
    dossierKey: prompt.dossierKey,
    requestId,
    usage: sumKnownUsage(replies.map((reply) => reply.usage)),
    costUsd: sumKnown(replies.map((reply) => reply.costUsd)),
    writtenAt: receivedAt,
    supplied,
  };
}

function idsOf(replies: readonly Reply[]): number[] {
  return replies.map((reply) => reply.callId).filter((id) => id !== null);
}
