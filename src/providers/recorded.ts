import type { Recording } from '../core/asking/recording.ts';
import { type Ask, type Prompt, ProviderFailed } from '../core/call.ts';

/**
 * Answers from recordings: the one of this very prompt, else the newest of the same seat, purpose and dossier, marked as
 * older. Tokens and cost are unknown. No recording has read an editor’s note: whoever asks must not send one.
 */
export function recorded(recordings: readonly Recording[]): Ask {
  return async (prompt, { signal, onBegin }) => {
    signal.throwIfAborted();
    const recording = find(recordings, prompt);
    if (recording === undefined) throw nothingRecorded(prompt);
    onBegin?.();
    return {
      text: recording.text,
      stop: 'end',
      stopReason: 'recorded',
      provider: 'recorded',
      model: recording.model,
      family: recording.family,
      servedBy: null,
      requestId: null,
      usage: null,
      costUsd: null,
      prices: null,
      receivedAt: `${recording.suppliedOn}T00:00:00.000Z`,
      tookMs: 0,
      supplied: {
        by: recording.suppliedBy,
        on: recording.suppliedOn,
        older: recording.promptKey !== prompt.key,
      },
      batch: null,
      callId: null,
    };
  };
}

function find(recordings: readonly Recording[], { key, seat, purpose, dossierKey }: Prompt): Recording | undefined {
  return (
    recordings.find((one) => one.promptKey === key) ??
    recordings
      .filter((one) => one.seat.tool === seat.tool && one.seat.persona === seat.persona)
      .filter((one) => one.purpose === purpose && one.dossierKey === dossierKey)
      .sort((a, b) => (a.suppliedOn < b.suppliedOn ? 1 : -1))[0]
  );
}

function nothingRecorded({ seat, purpose }: Prompt): ProviderFailed {
  const what = purpose === 'answer' ? 'answer for this comparison' : `${purpose} of ${seat.persona} on ${seat.tool}`;
  return new ProviderFailed(
    'recorded',
    'request',
    `There is no recorded ${what}, and no model to ask. Set ANTHROPIC_API_KEY or HF_TOKEN, or MODEL_ENDPOINT_URL for a model server of your own.`,
  );
}
