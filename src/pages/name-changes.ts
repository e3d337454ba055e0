import type { NameChange } from '../core/facts/name-changes.ts';
import { oneLine } from './terminal-text.ts';

/** The audit trail of identities for a terminal, newest first. Times are UTC, as stored. */
export function renderNameChanges(changes: readonly NameChange[]): string {
  if (changes.length === 0) return 'Nobody has merged or split a tool.\n';
  const lines = changes.toReversed().map(({ at, change, slug, other, by, why }) => {
    const what = change === 'merged' ? `${slug} merged into ${other}` : `${slug} split from ${other}`;
    return `${at.slice(0, 16).replace('T', ' ')} UTC  ${what} by ${oneLine(by)}: ${oneLine(why)}`;
  });
  return `${lines.join('\n')}\n`;
}
