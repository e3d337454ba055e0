import type { FeedReport, ScanReport } from '../flows/night/scan-launches.ts';
import { countOf } from '../pages/format.ts';
import { oneLine } from '../pages/terminal-text.ts';

/** What a scan did, for a person: a line for each feed, and what is wrong below it. */
export function describeScan({ feeds }: Pick<ScanReport, 'feeds'>): string {
  return feeds.map(describeFeed).join('');
}

function describeFeed({ feed, state, kind, reason, entries, fresh, decided, problems }: FeedReport): string {
  if (state === 'failed') return `${feed}: FAILED: ${oneLine(reason ?? '')}\n`;
  const notes = problems.map((problem) => `    ${oneLine(problem)}\n`).join('');
  if (state === 'unchanged') return `${feed}: unchanged, nothing new\n`;
  const counts = Object.entries(decided).filter(([, count]) => count > 0);
  const split = counts.length === 0 ? '' : `: ${counts.map(([name, count]) => `${count} ${name}`).join(', ')}`;
  return `${feed}: ${kind}, ${countOf(entries, 'entry', 'entries')}, ${fresh} new${split}\n${notes}`;
}
