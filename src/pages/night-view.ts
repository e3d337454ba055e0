import type { DraftLine, LaunchLine, NightReport, SeatLine, ToolLine } from '../core/night/night-report.ts';
import type { Remark } from '../core/night/remarks.ts';
import { capitalised, countOf, showDay, showMoney, showScore } from './format.ts';

/** One entry of a section: what it is about, what is said of it, and lines of detail. */
export interface NightLine {
  what: string;
  /** Web address of what it is about; null without one. */
  href: string | null;
  /** Address of a page of ours about it, seen from the report; null without one. */
  page: string | null;
  text: string;
  more: string[];
}

interface NightSection {
  id: string;
  heading: string;
  lines: NightLine[];
}

/** A night in words, the same for the page, Markdown and the terminal. Sections without a line are left out. */
export interface NightView {
  title: string;
  day: string;
  headline: string;
  lead: string;
  stopped: string | null;
  sections: NightSection[];
}

/** A night in a screen or two: nobody reads more before the second cup. */
interface Length {
  /** Entries of a section, at most. */
  most: number;
}

/** What a person reads over coffee, the most important first: what is new, what is odd, what waits, what failed, what it cost. */
export function viewNight(report: NightReport, { most }: Length): NightView {
  const { startedAt, tools, drafts, missing, surprises, disagreements, launches, feeds } = report;
  const day = showDay(startedAt);
  const sections: (NightSection & { rest: string | null })[] = [
    { id: 'verdicts', heading: 'New verdicts', lines: tools.toSorted(byScore).map(toolLine), rest: 'tools' },
    { id: 'drafts', heading: 'Comparisons', lines: drafts.map(draftLine), rest: 'inbox' },
    { id: 'surprises', heading: 'Surprises', lines: surprises.map(remarkLine), rest: null },
    { id: 'disagreements', heading: 'Disagreements', lines: disagreements.map(remarkLine), rest: null },
    { id: 'waiting', heading: 'Waits for you', lines: waitingLines(report), rest: 'inbox' },
    { id: 'missing', heading: 'Seats without a review', lines: missingLines(missing, most), rest: null },
    { id: 'launches', heading: 'Launches', lines: launches.toSorted(byNeed).map(launchLine), rest: 'launches' },
    { id: 'feeds', heading: 'Feeds', lines: feeds.toSorted(brokenFirst).map(feedLine), rest: 'launches scan' },
    { id: 'cost', heading: 'Cost', lines: [costLine(report)], rest: null },
  ];
  return {
    title: `The night of ${day} · ship-or-skip`,
    day,
    headline: headlineOf(report),
    lead: leadOf(report),
    stopped: report.stopped,
    sections: sections
      .filter(({ lines }) => lines.length > 0)
      .map(({ id, heading, lines, rest }) => ({ id, heading, lines: shortened(lines, most, rest) })),
  };
}

/** The first entries, and how many more there are, with the command that lists all. */
function shortened(lines: readonly NightLine[], most: number, command: string | null): NightLine[] {
  if (lines.length <= most + 1) return [...lines];
  const where = command === null ? 'see report.json' : `ship-or-skip ${command}`;
  return [...lines.slice(0, most), lineOf(`and ${lines.length - most} more:`, where)];
}

/** The highest first; those without a score last. */
function byScore(a: ToolLine, b: ToolLine): number {
  return (b.score ?? -1) - (a.score ?? -1);
}

const needs: Record<LaunchLine['state'], number> = { failed: 0, held: 1, new: 2, known: 3 };

/** What a person may have to mend or decide first. */
function byNeed(a: LaunchLine, b: LaunchLine): number {
  return needs[a.state] - needs[b.state];
}

function brokenFirst(a: { state: string }, b: { state: string }): number {
  return Number(b.state === 'failed') - Number(a.state === 'failed');
}

function headlineOf({ tools, drafts, launches, stopped }: NightReport): string {
  const taken = launches.filter(({ state }) => state === 'new').length;
  const found =
    tools.length + drafts.length + taken === 0
      ? 'Nothing new'
      : capitalised(`${countOf(tools.length, 'new verdict')}, ${countOf(drafts.length, 'comparison')}`);
  return stopped === null ? found : `Stopped early: ${found.charAt(0).toLowerCase()}${found.slice(1)}`;
}

function leadOf({ startedAt, endedAt, resumed, missing, feeds, spentUsd, maxCostUsd, waiting }: NightReport): string {
  const minutes = Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 60_000);
  const took = minutes < 1 ? 'less than a minute' : countOf(minutes, 'minute');
  const budget = maxCostUsd === null ? '' : ` of ${showMoney(maxCostUsd)}`;
  const broken = feeds.filter(({ state }) => state === 'failed').length;
  return [
    `It took ${took}${resumed ? ', with an interruption' : ''}, and cost ${showMoney(spentUsd)}${budget}.`,
    ...(waiting.comparisons.length > 0 ? [`${countOf(waiting.comparisons.length, 'draft')} for you to decide.`] : []),
    ...(missing.length > 0 ? [`${countOf(missing.length, 'seat')} without a review.`] : []),
    ...(broken > 0 ? [`${countOf(broken, 'feed')} could not be read.`] : []),
  ].join(' ');
}

function toolLine({ name, tagline, url, label, score, shipThreshold, reviewers }: ToolLine): NightLine {
  const result = score === null ? label : `${showScore(score, shipThreshold)}, ${label}`;
  return {
    what: `${name}:`,
    href: url,
    page: null,
    text: `${result}.`,
    more: [tagline, `Heard tonight: ${reviewers.join(', ')}.`],
  };
}

function draftLine({ title, because, outcome, page, href, published, objections }: DraftLine): NightLine {
  const state = published ? 'Published.' : 'A draft.';
  const why = objections.map((objection) => `Not published by itself: ${objection}.`);
  return {
    what: `${title}:`,
    href: null,
    page: href,
    text: outcome,
    more: [`${state} Compared because ${because}.`, page, ...why],
  };
}

function launchLine({ id, name, url, state, because }: LaunchLine): NightLine {
  const words = { new: 'a new tool', known: 'known already', held: 'held', failed: 'not read this time' };
  const correct = state === 'held' ? [`Correct it with: ship-or-skip launches take ${id} --why "…"`] : [];
  return { what: `${name}:`, href: url, page: null, text: `${words[state]}; ${because}`, more: correct };
}

function feedLine({ feed, state, reason, found, taken, left }: NightReport['feeds'][number]): NightLine {
  if (state === 'failed') return lineOf(feed, `could not be read: ${reason}`);
  if (state === 'unchanged') return lineOf(feed, 'has nothing new.');
  return lineOf(feed, `${countOf(found, 'new entry', 'new entries')}: ${taken} taken, ${left} left.`);
}

/** Once per reason: a provider that is down takes many seats. */
function missingLines(missing: readonly SeatLine[], most: number): NightLine[] {
  return [...Map.groupBy(missing, ({ reason }) => reason)].map(([reason, seats]) => {
    const names = seats.slice(0, most).map(({ tool, persona }) => `${tool} ${persona}`);
    const rest = seats.length > most ? [`${seats.length - most} more`] : [];
    return { ...lineOf([...names, ...rest].join(', '), ''), more: [reason] };
  });
}

function remarkLine({ tool, text }: Remark): NightLine {
  return lineOf(`${tool}:`, `${text}.`);
}

function waitingLines({ waiting, leftOver }: NightReport): NightLine[] {
  const { comparisons, reviews, launches } = waiting;
  const rest = [
    ...(leftOver.launches > 0 ? [countOf(leftOver.launches, 'launch', 'launches')] : []),
    ...(leftOver.tools > 0 ? [countOf(leftOver.tools, 'tool')] : []),
  ];
  return [
    ...(comparisons.length > 0
      ? [lineOf(countOf(comparisons.length, 'draft'), 'to publish or reject: ship-or-skip inbox')]
      : []),
    ...(reviews > 0 ? [lineOf(countOf(reviews, 'new review'), 'beside one that stands: ship-or-skip inbox')] : []),
    ...(launches > 0
      ? [lineOf(countOf(launches, 'held launch', 'held launches'), 'ship-or-skip launches --state held')]
      : []),
    ...(rest.length > 0 ? [lineOf(rest.join(' and '), 'left for the next night.')] : []),
  ];
}

function costLine({ spentUsd, maxCostUsd }: NightReport): NightLine {
  const budget = maxCostUsd === null ? 'no budget was set' : `the budget was ${showMoney(maxCostUsd)}`;
  return lineOf(showMoney(spentUsd), `spent; ${budget}. More: ship-or-skip costs --by tool`);
}

function lineOf(what: string, text: string): NightLine {
  return { what, href: null, page: null, text, more: [] };
}
