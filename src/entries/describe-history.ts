import type { PastReview } from '../flows/recall-history.ts';
import { showTenths } from '../pages/format.ts';
import { oneLine } from '../pages/terminal-text.ts';

/** Reviews newest first, each with the decisions about it. */
export function describeHistory(entries: readonly PastReview[]): string {
  if (entries.length === 0) return 'No review yet.\n';
  const isMixed = new Set(entries.map(({ tool }) => tool)).size > 1;
  const width = (text: (entry: PastReview) => string) => Math.max(...entries.map((entry) => text(entry).length));
  const widths = {
    id: width(idOf),
    persona: width(({ persona }) => persona),
    state: width(stateOf),
    score: width(scoreOf),
  };
  const blocks = entries.map((entry) => {
    const head = [
      idOf(entry).padEnd(widths.id),
      entry.persona.padEnd(widths.persona),
      stateOf(entry).padEnd(widths.state),
      scoreOf(entry).padEnd(widths.score),
      `written ${dayOf(entry)} by ${oneLine(entry.model)}${originOf(entry)}${isMixed ? `, as ${entry.tool}` : ''}`,
    ].join('  ');
    const note = entry.note === null ? [] : [`note: ${oneLine(entry.note)}`];
    const decisions = entry.decisions.map(
      ({ at, decision, by, why }) => `${minuteOf(at)}  ${decision} by ${oneLine(by)}: ${oneLine(why)}`,
    );
    return [head, ...[...note, ...decisions].map((line) => `${' '.repeat(widths.id + 2)}${line}`)].join('\n');
  });
  return `${blocks.join('\n')}\n`;
}

function idOf({ id }: PastReview): string {
  return `#${id}`;
}

/** A candidate somebody has decided about does not wait any more. */
function stateOf({ state, decisions }: PastReview): string {
  if (state !== 'candidate') return state;
  return decisions.length === 0 ? 'waits' : 'declined';
}

function scoreOf({ score, status, verdict }: PastReview): string {
  return score === null ? status : `${showTenths(score)} ${verdict}`;
}

function dayOf({ writtenAt }: PastReview): string {
  return writtenAt.slice(0, 10);
}

function originOf({ provider }: PastReview): string {
  if (provider === 'recorded') return ', recorded reply';
  return provider === 'file' ? ', reply from a file' : '';
}

/** Times are UTC, as stored. */
function minuteOf(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`;
}
