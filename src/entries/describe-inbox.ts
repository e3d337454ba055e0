import type { Inbox, WaitingComparison } from '../flows/publish/list-inbox.ts';
import { columnsOf, oneLine, painted, type TerminalRoom, wrapText } from '../pages/terminal-text.ts';

const words: Record<WaitingComparison['state'], string> = {
  drafted: 'waits for a person',
  approved: 'approved, not published yet',
  unpublished: 'taken back',
  rejected: 'rejected',
};

/** Of each kind, at most: whoever decides reads from the top, and a script takes --json. */
export const mostShown = 20;

/** What waits, each with what a person needs to decide about it and the command that does. */
export function describeInbox({ comparisons, moreComparisons, reviews, launches }: Inbox, room: TerminalRoom): string {
  if (comparisons.length + reviews.length + launches.length === 0) return 'Nothing waits for you.\n';
  const columns = columnsOf(room);
  const lines = [
    ...describeFirst(
      comparisons,
      'comparisons',
      (one) => describeComparison(one, columns, room.colour),
      moreComparisons,
    ),
    ...describeFirst(reviews, 'reviews', ({ tool, persona, model, writtenAt }) => [
      painted(oneLine(`${tool} ${persona}`), 'bold', room.colour),
      ...indented(`a new review of ${writtenAt.slice(0, 10)} by ${model} waits beside the one that stands`, columns),
      `  decide: ship-or-skip regenerate ${oneLine(tool)} ${oneLine(persona)}`,
      '',
    ]),
    ...describeFirst(launches, 'launches', ({ id, name, url, because }) => [
      painted(oneLine(name), 'bold', room.colour),
      ...indented(`a held launch${url === null ? '' : ` (${url})`}: ${because}`, columns),
      `  decide: ship-or-skip launches take ${id} --why "…"`,
      `          ship-or-skip launches leave ${id} --why "…"`,
      '',
    ]),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function describeFirst<T>(waiting: readonly T[], what: string, describe: (one: T) => string[], besides = 0): string[] {
  const more = waiting.length + besides - mostShown;
  const shown = waiting.slice(0, mostShown).flatMap(describe);
  return more > 0 ? [...shown, `${more} more ${what} wait: ship-or-skip inbox --json lists all`, ''] : shown;
}

function describeComparison(one: WaitingComparison, columns: number, colour: boolean): string[] {
  const { slug, state, by, why, at, outcome, page, objections } = one;
  return [
    painted(slug, 'bold', colour),
    ...indented(`${words[state]}: ${why} (${by}, ${at.slice(0, 10)})`, columns),
    ...indented(outcome, columns),
    ...objections.map((objection) => `  - ${oneLine(objection)}`),
    `  read:   ${oneLine(page)}`,
    `  decide: ship-or-skip publish ${slug}`,
    `          ship-or-skip reject ${slug} --why "…"`,
    '',
  ];
}

function indented(text: string, columns: number): string[] {
  return wrapText(oneLine(text), columns - 2).map((line) => `  ${line}`);
}
