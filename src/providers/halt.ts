import { type Ask, ProviderFailed } from '../core/call.ts';

/**
 * After a failure that asking again cannot mend within this run (a refused key, missing credit), fails every further
 * call with the same failure instead of sending it. Every Ask it wraps shares it; calls under way are left alone. It
 * stops only calls that have not passed it yet: to end a run it stands behind everything a call waits for.
 */
export function halt(): (ask: Ask) => Ask {
  let final: ProviderFailed | null = null;
  return (ask) => async (prompt, options) => {
    if (final !== null) throw final;
    try {
      return await ask(prompt, options);
    } catch (error) {
      if (error instanceof ProviderFailed && (error.kind === 'credentials' || error.kind === 'spend')) final = error;
      throw error;
    }
  };
}
