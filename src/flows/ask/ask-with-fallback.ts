import { type AskOptions, type Prompt, ProviderFailed, type Reply } from '../../core/call.ts';
import type { ModelName } from '../../core/model.ts';
import type { Desk } from '../../desk.ts';

/** A question got no answer in this run, and may still get one that is paid for: from a batch that is under way. */
export class AnswerToCome extends ProviderFailed {}

/** A question and the model it is for. */
export interface Question {
  model: ModelName;
  prompt: Prompt;
}

/**
 * Asks the lead; when it gives no answer, asks the model that stands in for it the same seat’s question under that model’s
 * own key, so that journal and byline tell who answered. Never after a refused key or missing credit, which a person has
 * to mend, never after an answer, a refusal included, and never while the lead’s own may still come.
 * @returns the reply with the question it answers.
 */
export async function askWithFallback(
  desk: Desk,
  prompt: Prompt,
  standIn: Question | null,
  options: AskOptions,
): Promise<Question & { reply: Reply }> {
  const lead = { model: desk.lead, prompt };
  try {
    return { ...lead, reply: await desk.ask(desk.lead)(prompt, options) };
  } catch (error) {
    if (standIn === null || options.signal.aborted || !mayStandIn(error)) throw error;
    const reply = await desk
      .ask(standIn.model)(standIn.prompt, options)
      .catch((second: unknown) => {
        throw second instanceof ProviderFailed ? bothFailed(error, second) : second;
      });
    return { ...standIn, reply };
  }
}

function mayStandIn(error: unknown): error is ProviderFailed {
  if (!(error instanceof ProviderFailed) || error instanceof AnswerToCome) return false;
  return error.kind !== 'credentials' && error.kind !== 'spend';
}

/** The fallback’s failure decides what the run does next: it was the last hope. */
function bothFailed(first: ProviderFailed, second: ProviderFailed): ProviderFailed {
  const { provider, kind, status, requestId, retryAfterMs, servedBy } = second;
  const more = { status, requestId, retryAfterMs, servedBy, cause: second };
  return new ProviderFailed(provider, kind, `${first.message} The fallback failed too: ${second.message}`, more);
}
