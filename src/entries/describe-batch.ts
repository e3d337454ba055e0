import type { BatchEvent, BatchPlan } from '../desk.ts';
import { oneLine } from '../pages/terminal-text.ts';

/** What happens to a batch, in a line. */
export function describeBatch(event: BatchEvent, now = new Date()): string {
  if (event.kind === 'planned') return describePlan(event);
  const batch = `batch ${oneLine(event.batch)}`;
  switch (event.kind) {
    case 'sent':
      return `${batch} sent: ${count(event.questions, 'question')}; most end within the hour`;
    case 'found':
      return `${batch} was sent before (${agoOf(event.since, now)}) and holds ${count(event.questions, 'question')}: nothing is sent again`;
    case 'waiting':
      return `${batch}: ${event.processed} of ${event.questions} done, sent ${agoOf(event.since, now)}`;
    case 'ended': {
      const returned =
        event.returned === 0 ? '' : `; ${event.returned} came back without an answer and are asked again`;
      return `${batch} ended: ${count(event.answered, 'answer')}${returned}`;
    }
    case 'lost':
      return `${batch} brings nothing any more (${oneLine(event.problem)}): its questions are asked again`;
    case 'left':
      return `${batch} goes on at the service: the same command picks it up by this id`;
  }
}

/** Which way was chosen, with both costs: why. */
export function describePlan({ tool, model, questions, way, costs }: BatchPlan): string {
  const about = Object.fromEntries(Object.entries(costs).map(([name, cost]) => [name, `$${cost.toFixed(4)}`]));
  const what = `${oneLine(tool)}, ${count(questions, 'question')} to ${oneLine(model)}`;
  const [chosen, other] =
    way === 'warmed-batch'
      ? [
          `one in a batch first, the others read its cache entry: about ${about['warmed-batch']}`,
          `all at once ${about.batch}`,
        ]
      : [`all in one batch: about ${about.batch}`, `with a cache entry written first ${about['warmed-batch']}`];
  return `${what}: ${chosen} (${other}, live ${about['live-cached']})`;
}

/** How long a wait may last without a word about it, in milliseconds. */
const longestSilence = 600_000;

/** Leaves out what says nothing new: a batch that is waited for is told of when its count changes, and every ten minutes. */
export function newsOfBatches(now: () => Date = () => new Date()): (event: BatchEvent) => string | null {
  const told = new Map<string, { line: string; at: number }>();
  return (event) => {
    const at = now().getTime();
    const key = `${event.kind} ${event.kind === 'planned' ? `${event.tool} ${event.model}` : event.batch}`;
    const mark = event.kind === 'waiting' ? String(event.processed) : '';
    const last = told.get(key);
    const repeats = last?.line === mark && event.kind !== 'planned';
    if (repeats && (event.kind !== 'waiting' || at - last.at < longestSilence)) return null;
    told.set(key, { line: mark, at });
    return describeBatch(event, new Date(at));
  };
}

/** How long ago a time was, in words. */
export function agoOf(time: string, now: Date): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - Date.parse(time)) / 60_000));
  if (minutes < 1) return 'just now';
  if (minutes < 120) return `${count(minutes, 'minute')} ago`;
  return `${Math.floor(minutes / 60)} hours ago`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
