import type { DraftLine, LaunchLine, NightReport, SeatLine, ToolLine } from '../core/night/night-report.ts';
import { capitalised, countOf, showDay, showMoney, showScore } from './format.ts';

/** One entry of a section: what it is about, what is said of it, and lines of detail. */
export interface NightLine {
  what: string;
  /** Address of what it is about; null without one. */
  href: string | null;
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

/** What a person reads over coffee, the most important first: what waits, what is new, what is odd, what failed, what it cost. */
export function viewNight(report: NightReport): NightView {
  const { startedAt, tools, drafts, missing, surprises, disagreements, launches, feeds } = report;
  const day = showDay(startedAt);
  const sections: NightSection[] = [
    { id: 'verdicts', heading: 'New verdicts', lines: tools.map(toolLine) },
    { id: 'drafts', heading: 'Comparisons', lines: drafts.map(draftLine) },
    { id: 'surprises', heading: 'Surprises', lines: surprises.map(({ tool, text }) => lineOf(`${tool}:`, `${text}.`)) },
    {
      id: 'disagreements',
      heading: 'Disagreements',
      lines: disagreements.map(({ tool, text }) => lineOf(`${tool}:`, `${text}.`)),
    },
    { id: 'waiting', heading: 'Waits for you', lines: waitingLines(report) },
    { id: 'missing', heading: 'Seats without a review', lines: missingLines(missing) },
    { id: 'launches', heading: 'Launches', lines: launches.map(launchLine) },
    { id: 'feeds', heading: 'Feeds', lines: feeds.map(feedLine) },
    { id: 'cost', heading: 'Cost', lines: [costLine(report)] },
  ];
  return {
    title: `The night of ${day} · ship-or-skip`,
    day,
    headline: headlineOf(report),
    lead: leadOf(report),
    stopped: report.stopped,
    sections: sections.filter(({ lines }) => lines.length > 0),
  };
}

function headlineOf({ tools, drafts, launches }: NightReport): string {
  const taken = launches.filter(({ state }) => state === 'new').length;
  if (tools.length + drafts.length + taken === 0) return 'Nothing new';
  return capitalised(`${countOf(tools.length, 'new verdict')}, ${countOf(drafts.length, 'comparison')}`);
}

function leadOf({ startedAt, endedAt, resumed, missing, spentUsd, maxCostUsd, waiting }: NightReport): string {
  const minutes = Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 60_000);
  const took = minutes < 1 ? 'less than a minute' : countOf(minutes, 'minute');
  const budget = maxCostUsd === null ? '' : ` of ${showMoney(maxCostUsd)}`;
  return [
    `It took ${took}${resumed ? ', with an interruption' : ''}, and cost ${showMoney(spentUsd)}${budget}.`,
    ...(waiting.comparisons.length > 0 ? [`${countOf(waiting.comparisons.length, 'draft')} for you to decide.`] : []),
    ...(missing.length > 0 ? [`${countOf(missing.length, 'seat')} without a review.`] : []),
  ].join(' ');
}

function toolLine({ name, tagline, url, label, score, shipThreshold, reviewers }: ToolLine): NightLine {
  const result = score === null ? label : `${showScore(score, shipThreshold)}, ${label}`;
  return {
    what: `${name}:`,
    href: url,
    text: `${result}.`,
    more: [tagline, `Heard tonight: ${reviewers.join(', ')}.`],
  };
}

function draftLine({ title, because, outcome, page, published, objections }: DraftLine): NightLine {
  const state = published ? 'Published.' : 'A draft.';
  const why = objections.map((objection) => `Not published by itself: ${objection}.`);
  return {
    what: `${title}:`,
    href: null,
    text: outcome,
    more: [`${state} Compared because ${because}.`, page, ...why],
  };
}

function launchLine({ id, name, url, state, because }: LaunchLine): NightLine {
  const words = { new: 'a new tool', known: 'known already', held: 'held', failed: 'not read this time' };
  const correct = state === 'held' ? [`Correct it with: ship-or-skip launches take ${id} --why "…"`] : [];
  return { what: `${name}:`, href: url, text: `${words[state]}; ${because}`, more: correct };
}

function feedLine({ feed, state, reason, found, taken, left }: NightReport['feeds'][number]): NightLine {
  if (state === 'failed') return lineOf(feed, `could not be read: ${reason}`);
  if (state === 'unchanged') return lineOf(feed, 'has nothing new.');
  return lineOf(feed, `${countOf(found, 'new entry', 'new entries')}: ${taken} taken, ${left} left.`);
}

/** Once per reason: a provider that is down takes many seats. */
function missingLines(missing: readonly SeatLine[]): NightLine[] {
  return [...Map.groupBy(missing, ({ reason }) => reason)].map(([reason, seats]) => ({
    what: seats.map(({ tool, persona }) => `${tool} ${persona}`).join(', '),
    href: null,
    text: '',
    more: [reason],
  }));
}

function waitingLines({ waiting, leftOver }: NightReport): NightLine[] {
  const { comparisons, reviews, launches } = waiting;
  const rest = [
    ...(leftOver.launches > 0 ? [countOf(leftOver.launches, 'launch', 'launches')] : []),
    ...(leftOver.tools > 0 ? [countOf(leftOver.tools, 'tool')] : []),
  ];
  return [
    ...comparisons.map((slug) => lineOf(slug, 'ship-or-skip publish, or reject --why')),
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
  return { what, href: null, text, more: [] };
}
