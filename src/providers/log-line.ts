import { oneLine } from './failure.ts';
import type { BatchLogEntry, LogEntry } from './run-log.ts';

/** An entry of the run log as a line for people: seat, model, outcome, times, tokens and cost. */
export function logLine(entry: LogEntry | BatchLogEntry): string {
  if ('tried' in entry) return batchLine(entry);
  const { tool, persona, purpose, model, attempt, outcome, status, stop, servedBy, requestId } = entry;
  const how = outcome === 'answered' ? `answered (${stop})` : `${outcome}${status === null ? '' : ` ${status}`}`;
  const parts = [
    `${tool} ${persona} ${purpose}: ${model}${servedBy === null ? '' : ` by ${servedBy}`}`,
    `${attempt === 1 ? '' : `attempt ${attempt} `}${how}`,
    `${seconds(entry.tookMs)} after waiting ${seconds(entry.waitedMs)}`,
    tokensOf(entry),
    entry.costUsd === null ? '' : `$${entry.costUsd.toFixed(4)}`,
    requestId ?? '',
  ];
  return oneLine(parts.filter((part) => part !== '').join(', '), []);
}

function batchLine({ tried, batch, outcome, status, tookMs, requestId }: BatchLogEntry): string {
  const how = `${outcome}${status === null ? '' : ` ${status}`} after ${seconds(tookMs)}`;
  const parts = [`batch${batch === null ? '' : ` ${batch}`}: ${tried}`, how, requestId ?? ''];
  return oneLine(parts.filter((part) => part !== '').join(', '), []);
}

function tokensOf({ usage }: LogEntry): string {
  if (usage === null) return '';
  const written = usage.cacheWrite5m + usage.cacheWrite1h;
  const cache = [written > 0 ? `${written} written` : '', usage.cacheRead > 0 ? `${usage.cacheRead} cached` : ''];
  return [`${usage.input} in`, ...cache, `${usage.output} out`].filter((part) => part !== '').join(' + ');
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
