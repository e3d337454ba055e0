import { type Ask, type Prompt, ProviderFailed, type Reply } from '../core/call.ts';
import { parseModel } from '../core/model.ts';

/** What a script answers: a text, a reply of which only what matters is written, or a failure. */
export type ScriptedAnswer = string | Partial<Reply> | Error;

export interface Scripted {
  ask: Ask;
  /** Every prompt it was asked, in order. */
  asked: readonly Prompt[];
}

/** Answers from a list, one after the other, and remembers what it was asked. When the list is used up it fails and says so. */
export function scripted(answers: readonly ScriptedAnswer[], now: () => Date = () => new Date(0)): Scripted {
  const asked: Prompt[] = [];
  const ask: Ask = async (prompt, { signal, onBegin }) => {
    signal.throwIfAborted();
    const answer = answers[asked.length];
    asked.push(prompt);
    if (answer === undefined)
      throw new ProviderFailed(
        'scripted',
        'request',
        `scripted: the script has ${answers.length} answers, and this is question ${asked.length}.`,
      );
    if (answer instanceof Error) throw answer;
    onBegin?.();
    const { id, family } = parseModel(prompt.model);
    return {
      ...blank,
      model: id,
      family,
      receivedAt: now().toISOString(),
      ...(typeof answer === 'string' ? { text: answer } : answer),
    };
  };
  return { ask, asked };
}

const blank: Omit<Reply, 'model' | 'family' | 'receivedAt'> = {
  text: '',
  stop: 'end',
  stopReason: 'scripted',
  provider: 'scripted',
  servedBy: null,
  requestId: null,
  usage: null,
  costUsd: null,
  prices: null,
  tookMs: 0,
  supplied: null,
  batch: null,
  callId: null,
};
