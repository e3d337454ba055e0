import type { Prompt } from '../../core/call.ts';
import type { ModelName } from '../../core/model.ts';
import type { Issue } from '../../core/opinion/opinion.ts';
import type { Byline } from '../../core/opinion/review.ts';
import type { Desk } from '../../desk.ts';
import { composeNextRound, type Rounds } from './compose-next-round.ts';
import { bylineOf } from './settle-reply.ts';

/** What a reply holds, or what forbids to use it. */
export interface Judged<T> {
  value: T | null;
  rejected: Issue[];
}

/** An answer after its correction rounds. */
export interface Answered<T> {
  /** Null when it was refused or rejected to the end, with the reason. */
  value: T | null;
  reason: string | null;
  byline: Byline;
  /** Journal rows to settle with it. */
  callIds: number[];
}

/** Asks a model, and again with the issues when the answer cannot be used, see composeNextRound. Rejects as the provider does. */
export async function askWithCorrections<T>(
  desk: Desk,
  model: ModelName,
  prompt: Prompt,
  judge: (text: string) => Judged<T>,
): Promise<Answered<T>> {
  const ask = desk.ask(model);
  const { signal } = desk;
  let rounds: Rounds = { prompt, replies: [await ask(prompt, { signal })] };
  for (;;) {
    const judged = judgeLast(rounds, judge);
    const next = judged.value === null ? composeNextRound(desk, rounds, judged.rejected) : null;
    if (next === null) return conclude(rounds, judged);
    rounds = { prompt, asked: next, replies: [...rounds.replies, await ask(next, { signal })] };
  }
}

function judgeLast<T>({ replies }: Rounds, judge: (text: string) => Judged<T>): Judged<T> {
  const reply = replies.at(-1);
  if (reply?.stop === 'end') return judge(reply.text);
  const problem = `the answer ended early (${reply?.stopReason})`;
  return { value: null, rejected: [{ path: 'reply', problem, weight: 'reject' }] };
}

function conclude<T>({ prompt, replies }: Rounds, { value, rejected: [worst] }: Judged<T>): Answered<T> {
  return {
    value,
    reason: value === null ? `${worst?.path ?? 'reply'}: ${worst?.problem ?? 'not usable'}` : null,
    byline: bylineOf(prompt, replies),
    callIds: replies.map((reply) => reply.callId).filter((id) => id !== null),
  };
}
