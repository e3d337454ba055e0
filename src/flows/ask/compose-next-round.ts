import { composeRepair, composeWithMoreRoom } from '../../core/asking/prompt.ts';
import type { Prompt, Reply } from '../../core/call.ts';
import { findObjects } from '../../core/opinion/json.ts';
import type { Issue } from '../../core/opinion/opinion.ts';
import type { Desk } from '../../desk.ts';

/** A question and all that came back so far. */
export interface Rounds {
  prompt: Prompt;
  /** What the last reply answers, when it was a correction round. */
  asked?: Prompt;
  replies: readonly Reply[];
}

/** An answer, its correction round, and one more for an answer that came broken. */
const mostRounds = 3;

/**
 * What to ask after an answer that cannot stay as it is: the correction round with its issues, or the same question with
 * more room where the answer was cut off, once. There is one correction round for what an answer says; an answer that
 * came broken, cut off or no whole JSON, does not use it up. Null when nothing more is asked: a refusal is not argued with.
 */
export function composeNextRound(
  { prompts }: Pick<Desk, 'prompts'>,
  { prompt, asked = prompt, replies }: Rounds,
  issues: readonly Issue[],
): Prompt | null {
  const last = replies.at(-1);
  if (last === undefined || last.stop === 'refusal' || replies.length >= mostRounds) return null;
  if (replies.length > 1 && !replies.some(isBroken)) return null;
  const { attempt } = prompt;
  if (last.stop !== 'length') return { ...composeRepair(asked, last.text, issues, prompts.repair), attempt };
  const hadMoreRoom = replies.some((reply) => reply !== last && reply.stop === 'length');
  // Shown its own text, cut off twice, a model would have to write it once more to get any further.
  if (hadMoreRoom) return { ...composeRepair(asked, '', issues, prompts.repair), attempt };
  return { ...composeWithMoreRoom(asked), attempt };
}

/** Whether nothing can be said about what the answer says: it ended early, or holds no whole JSON object. */
function isBroken({ stop, text }: Reply): boolean {
  if (stop !== 'end') return stop !== 'refusal';
  const { objects, faults } = findObjects(text);
  return objects.length === 0 && (faults.length > 0 || text.trim() === '');
}
