import type { Comparison, ReviewRecord, ToolRecord } from '../core/comparison/comparison.ts';
import { sayWrittenAnswer } from './answer-view.ts';
import { showDay, showMoney, showScore, showTenths } from './format.ts';
import { headlineOf } from './outcome-view.ts';
import { reservationsOn } from './reservations.ts';
import { columnsOf, oneLine, padTo, painted, type TerminalRoom, widthOf, wrapText } from './terminal-text.ts';
import { sayApprovals, sayFirmness } from './terminal-trust.ts';
import { familyNotice, suppliedNotice } from './wording.ts';

const gap = 2;
/** A column narrower than this cannot hold a score and a verdict beside a readable name. */
const fewestForTool = 16;

/** A comparison in a screenful: the outcome first, then scores, what is missing and why, and what it cost. No line break at the end. */
export function summarise(comparison: Comparison, room: TerminalRoom): string {
  const { tools, panel, outcome, families, costUsd, generatedAt } = comparison;
  const columns = columnsOf(room);
  const headline = wrapText(headlineOf(outcome, tools), columns).map((line) => painted(line, 'bold', room.colour));
  const lines = [
    ...headline,
    ...sayWrittenAnswer(comparison).flatMap((text) => wrapText(text, columns)),
    ...sayReason(comparison).flatMap((text) => wrapText(text, columns)),
    ...sayFirmness(comparison).flatMap((text) => wrapText(text, columns, '  ')),
    '',
    ...scoreTable(tools, panel, columns, room.colour),
    '',
    ...absences(tools, columns),
    ...notices(tools, families, columns, room.colour),
    ...reservationsOn(comparison).flatMap((text) => wrapText(text, columns, '  ')),
    ...wrapText(
      `Cost ${showMoney(costUsd)}. Generated ${showDay(generatedAt)}. AI personas wrote this; nobody used the products. ${sayApprovals(tools)}`,
      columns,
    ),
  ];
  return lines.join('\n');
}

/** The computed outcome: alone where no answer was written, and beside one only where there was something to score. */
function sayReason({ answer, outcome }: Comparison): string[] {
  if (answer === null) return [outcome.reason];
  return outcome.kind === 'winner' || outcome.kind === 'tie' ? [`By the scores: ${outcome.reason}`] : [];
}

/** One tool’s seats in a few lines. No line break at the end. */
export function summariseTool(tool: ToolRecord, room: TerminalRoom): string {
  const columns = columnsOf(room);
  const lines = [
    ...wrapText(tool.name, columns).map((line) => painted(line, 'bold', room.colour)),
    ...wrapText(
      tool.panel.score === null ? tool.panel.label : `${tool.panel.label}, panel score ${showTenths(tool.panel.score)}`,
      columns,
    ),
    ...tool.reviews.flatMap((review) => describeSeat(review, columns, room.colour)),
    ...absences([tool], columns),
    ...notices([tool], familiesOf(tool), columns, room.colour),
  ];
  return lines.join('\n');
}

function describeSeat(review: ReviewRecord, columns: number, colour: boolean): string[] {
  const nameWidth = Math.min(14, Math.floor(columns / 3));
  const score = review.score === null ? review.status : `${showTenths(review.score)} ${review.verdict}`;
  const name = padTo(oneLine(review.name), nameWidth);
  const indent = ' '.repeat(nameWidth + gap);
  const told = review.headline === null ? score : `${score}: ${review.headline}`;
  const [first = '', ...rest] = wrapText(told, columns - nameWidth - gap);
  return [`${painted(name, 'dim', colour)}  ${first}`, ...rest.map((line) => indent + line)];
}

function scoreTable(
  tools: readonly ToolRecord[],
  panel: Comparison['panel'],
  columns: number,
  colour: boolean,
): string[] {
  const rows = [
    ...panel.personas.map(({ id, name }) => ({
      name: oneLine(name),
      cells: tools.map((tool) => seatCell(tool, id, panel.shipThreshold)),
    })),
    { name: 'Panel', cells: tools.map((tool) => panelCell(tool, panel.shipThreshold)) },
  ];
  const nameWidth = Math.min(20, Math.max(...rows.map(({ name }) => widthOf(name))));
  const toolWidth = Math.min(44, Math.floor((columns - nameWidth) / tools.length) - gap);
  if (toolWidth < fewestForTool) return stacked(tools, rows, columns, colour);
  const spaced = (name: string, cells: readonly string[]) =>
    [padTo(name, nameWidth), ...cells.map((cell) => padTo(cell, toolWidth))].join(' '.repeat(gap)).trimEnd();
  return [
    painted(
      spaced(
        '',
        tools.map((tool) => oneLine(tool.name)),
      ),
      'bold',
      colour,
    ),
    ...rows.map(({ name, cells }) => spaced(name, cells)),
  ];
}

/** One tool below the other, where they do not fit beside each other. */
function stacked(
  tools: readonly ToolRecord[],
  rows: readonly { name: string; cells: string[] }[],
  columns: number,
  colour: boolean,
): string[] {
  const nameWidth = Math.min(Math.floor(columns / 2), Math.max(...rows.map(({ name }) => widthOf(name))));
  return tools.flatMap((tool, index) => [
    ...wrapText(tool.name, columns).map((line) => painted(line, 'bold', colour)),
    ...rows.map(({ name, cells }) =>
      `  ${padTo(name, nameWidth)}  ${padTo(cells[index] ?? '', columns - nameWidth - 4)}`.trimEnd(),
    ),
  ]);
}

function seatCell(tool: ToolRecord, persona: string, shipThreshold: number): string {
  const review = tool.reviews.find((candidate) => candidate.persona === persona);
  if (review === undefined || review.status === 'missing') return 'missing';
  if (review.verdict === null) return 'not scored';
  const spread = review.spread === null ? '' : ` (spread ${showTenths(review.spread)})`;
  return `${showScore(review.score, shipThreshold).padStart(3)} ${review.verdict}${spread}`;
}

function panelCell({ panel }: ToolRecord, shipThreshold: number): string {
  const label = oneLine(panel.label);
  return panel.score === null ? label : `${showScore(panel.score, shipThreshold).padStart(3)} ${label}`;
}

/** Seats without a score and ballots that could not be had, each with its reason. */
function absences(tools: readonly ToolRecord[], columns: number): string[] {
  return tools.flatMap((tool) =>
    tool.reviews.flatMap((review) => {
      const seat = `${review.name} on ${tool.name}`;
      const state = review.status === 'missing' ? 'missing' : 'not scored';
      const own =
        review.status === 'scored' ? [] : [`${seat} is ${state}: ${review.reason ?? 'no reason was recorded'}`];
      const ballots = review.ballots.filter((ballot) => ballot.status === 'missing');
      const absent = ballots.map(
        (ballot) => `${seat} has no ballot of ${ballot.model}: ${ballot.reason ?? 'no reason was recorded'}`,
      );
      return [...own, ...absent].flatMap((text) => wrapText(text, columns, '  '));
    }),
  );
}

/** What a reader must know before believing the numbers: one family only, recorded replies. */
function notices(
  tools: readonly ToolRecord[],
  families: readonly string[],
  columns: number,
  colour: boolean,
): string[] {
  const bylines = tools.flatMap((tool) => tool.reviews.map((review) => review.byline));
  const recorded = [...new Set(bylines.flatMap((byline) => suppliedNotice(byline) ?? []))];
  const count = bylines.filter((byline) => byline !== null && byline.supplied !== null).length;
  const said = recorded.map((notice) => `${count} of ${bylines.length} reviews: ${notice}`);
  const family = familyNotice(families);
  return [...(family === null ? [] : [family]), ...said.slice(0, 3)].flatMap((text) =>
    wrapText(text, columns, '  ').map((line) => painted(line, 'yellow', colour)),
  );
}

function familiesOf(tool: ToolRecord): string[] {
  const ballots = tool.reviews.flatMap((review) => review.ballots.filter((ballot) => ballot.status === 'counted'));
  const bylines = [...tool.reviews.map((review) => review.byline), ...ballots.map((ballot) => ballot.byline)];
  return [...new Set(bylines.flatMap((byline) => byline?.family ?? []))];
}
