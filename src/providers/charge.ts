import { ProviderFailed } from '../core/call.ts';

/**
 * Whether a failed attempt certainly cost nothing: services do not charge for a call they refused or never got. An answer
 * that broke off, came late, was stopped, could not be read or said in its middle that it failed may be charged, and so
 * is what came before a pause.
 */
export function wasFree(error: unknown): boolean {
  if (!(error instanceof ProviderFailed)) return false;
  const { kind, status, afterPause } = error;
  if (afterPause) return false;
  const began = status !== null && status < 400;
  return kind !== 'deadline' && kind !== 'malformed' && !((kind === 'network' || kind === 'server') && began);
}
