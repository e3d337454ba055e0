import { ProviderFailed } from '../core/call.ts';

/**
 * Whether a failed attempt certainly cost nothing: services do not charge for a call they refused or never got. An answer
 * that broke off, came late, was stopped or could not be read may be charged.
 */
export function wasFree(error: unknown): boolean {
  if (!(error instanceof ProviderFailed)) return false;
  const { kind, status } = error;
  return kind !== 'deadline' && kind !== 'malformed' && (kind !== 'network' || status === null);
}
