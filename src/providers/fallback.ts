import { type Ask, ProviderFailed } from '../core/call.ts';

/**
 * Asks another model when the one that was chosen gives no answer. Only where somebody named that other model: the
 * reply’s `model` tells who answered, the prompt’s who was asked. Never after a refused key or missing credit, which a
 * person has to mend, and never after an answer, a refusal included.
 */
export function fallback(ask: Ask, other: { model: string; ask: Ask }): Ask {
  return async (prompt, options) => {
    try {
      return await ask(prompt, options);
    } catch (error) {
      if (!(error instanceof ProviderFailed) || error.kind === 'credentials' || error.kind === 'spend') throw error;
      return await other.ask({ ...prompt, model: other.model }, options).catch((second: unknown) => {
        throw second instanceof ProviderFailed ? bothFailed(error, second) : second;
      });
    }
  };
}

/** The fallback’s failure decides what the run does next: it was the last hope. */
function bothFailed(first: ProviderFailed, second: ProviderFailed): ProviderFailed {
  const { provider, kind, status, requestId, retryAfterMs, servedBy } = second;
  const more = { status, requestId, retryAfterMs, servedBy, cause: second };
  return new ProviderFailed(provider, kind, `${first.message} The fallback failed too: ${second.message}`, more);
}
