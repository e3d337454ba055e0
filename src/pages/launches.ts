import type { Launch, LaunchReason } from '../core/launches/launch.ts';
import { countOf } from './format.ts';
import { oneLine } from './terminal-text.ts';

/** A launch as lists show it; `id` is null where it was only imagined. */
export type ListedLaunch = Omit<Launch, 'id'> & { id: number | null };

/** A launch as a row for scripts: the last word about it beside its facts. */
export function flattenLaunch(launch: ListedLaunch, now: Date): object {
  const { decision, ...facts } = launch;
  const { state, reason, because, by, at } = decision;
  return { ...facts, ageDays: ageOf(launch, now), state, reason, because, by, decidedAt: at };
}

const reasonWords: Record<LaunchReason, string> = {
  'new-tool': 'a new tool',
  'not-a-tool': 'not a tool',
  'seen-before': 'seen before',
  'too-old': 'too old',
  'no-evidence': 'no evidence',
  'not-wanted': 'not wanted',
  person: 'a person decided',
};

/** Launches for a terminal: three lines each. */
export function renderLaunches(
  launches: readonly ListedLaunch[],
  now: Date,
  personOf: (by: string) => boolean,
): string {
  return launches.map((launch) => renderLaunch(launch, now, personOf)).join('');
}

function renderLaunch(launch: ListedLaunch, now: Date, isPerson: (by: string) => boolean): string {
  const { id, feed, name, tagline, title, url, discussion, decision } = launch;
  const { state, reason, because, by } = decision;
  const shown =
    tagline === null ? (name === title || title === url ? name : `${name}: ${title}`) : `${name}: ${tagline}`;
  const place = url ?? discussion;
  const who = isPerson(by) ? `, says ${oneLine(by)}` : '';
  return [
    `${id === null ? '' : `${id}  `}${state}  ${oneLine(shown)}\n`,
    `    ${feed}, ${ageWords(ageOf(launch, now))}${place === null ? '' : `, ${oneLine(place)}`}\n`,
    `    ${reasonWords[reason]}${who}: ${oneLine(because)}\n`,
  ].join('');
}

/** Whole days since it was announced; null when nobody says when. */
function ageOf({ published }: Pick<Launch, 'published'>, now: Date): number | null {
  return published === null ? null : Math.max(0, Math.floor((now.getTime() - Date.parse(published)) / 86_400_000));
}

function ageWords(days: number | null): string {
  if (days === null) return 'no date';
  return days === 0 ? 'today' : `${countOf(days, 'day')} ago`;
}
