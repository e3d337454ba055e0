import { composeRepair, composeWithMoreRoom } from '../core/asking/prompt.ts';
import type { Prompt, Reply } from '../core/call.ts';
import type { ModelName } from '../core/model.ts';
import type { Issue } from '../core/opinion/opinion.ts';
import type { Byline } from '../core/opinion/review.ts';
import type { Desk } from '../desk.ts';
import { bylineOf } from './settle-reply.ts';

/** What a reply holds, or what forbids to use it. */
export interface Judged<T> {
  value: T | null;
  rejected: Issue[];
}

/** An answer after at most one correction round. */
export interface Answered<T> {
  /** Null when it was refused or rejected twice, with the reason. */
  value: T | null;
  reason: string | null;
  byline: Byline;
  /** Journal rows to settle with it. */
  callIds: number[];
}

/** Asks a model, and once more with the issues when the answer cannot be used. Rejects as the provider does. */
export async function askTwice<T>(
  desk: Desk,
  model: ModelName,
  prompt: Prompt,
  judge: (text: string) => Judged<T>,
): Promise<Answered<T>> {
  const ask = desk.ask(model);
  const { signal } = desk;
  const first = await ask(prompt, { signal });
  const replies: Reply[] = [first];
  let judged = judgeWhole(first, judge);
  if (judged.value === null && first.stop !== 'refusal') {
    const again =
      first.stop === 'length'
        ? composeWithMoreRoom(prompt)
        : composeRepair(prompt, first.text, judged.rejected, desk.prompts.repair);
    const second = await ask({ ...again, attempt: prompt.attempt }, { signal });
    replies.push(second);
    judged = judgeWhole(second, judge);
  }
  const [worst] = judged.rejected;
  return {
    value: judged.value,
    reason: judged.value === null ? `${worst?.path ?? 'reply'}: ${worst?.problem ?? 'not usable'}` : null,
    byline: bylineOf(prompt, replies),
    callIds: replies.map((reply) => reply.callId).filter((id) => id !== null),
  };
}

function judgeWhole<T>(reply: Reply, judge: (text: string) => Judged<T>): Judged<T> {
  if (reply.stop === 'end') return judge(reply.text);
  const problem = `the answer ended early (${reply.stopReason})`;
  return { value: null, rejected: [{ path: 'reply', problem, weight: 'reject' }] };
}
